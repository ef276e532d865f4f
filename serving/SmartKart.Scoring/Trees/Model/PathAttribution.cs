using System.Runtime.CompilerServices;

namespace SmartKart.Scoring.Trees.Model;

/// <summary>
/// Explains a margin along the ways that a row goes: each node has the mean of the leaves below it, weighted by what of the training set came
/// there, and a step from a node to its child moves the margin by the difference of their means, which is the part of the node's feature (Saabas,
/// "Interpreting random forests", 2014; XGBoost calls it <c>approx_contribs</c>). Cheap, and exact in its sum; of features that say the same, those
/// near the root get less than their SHAP value.
/// </summary>
internal sealed class PathAttribution(TreeModel model)
{
    private readonly double[][] _means = Array.ConvertAll(model.Trees, Means);

    /// <summary>Explains rows. Hot path: tree by tree, so that a tree is fetched once for all of them. Compiled for speed at once, as what scores them is.</summary>
    /// <param name="rows">Rows × features, row-major.</param>
    /// <param name="features">Features of a row.</param>
    /// <param name="parts">Of each row is filled with each feature's part, then with the part that all rows share.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Explain(ReadOnlySpan<float> rows, int features, Span<double> parts)
    {
        parts.Clear();
        for (var shared = features; shared < parts.Length; shared += features + 1) parts[shared] = model.BaseMargin;
        for (var i = 0; i < _means.Length; i++)
        {
            var (nodes, means) = (model.Trees[i].Nodes, _means[i]);
            for (var each = 0; each * features < rows.Length; each++)
            {
                var row = rows.Slice(each * features, features);
                var of = parts.Slice(each * (features + 1), features + 1);
                of[features] += means[0];
                for (var at = 0; !nodes[at].IsLeaf;)
                {
                    ref readonly var node = ref nodes[at];
                    var child = node.ChildFor(row[node.Feature]);
                    of[node.Feature] += means[child] - means[at];
                    at = child;
                }
            }
        }
    }

    // Children come behind their parents.
    private static double[] Means(Tree tree)
    {
        var means = new double[tree.Nodes.Length];
        for (var at = means.Length - 1; at >= 0; at--)
        {
            ref readonly var node = ref tree.Nodes[at];
            if (node.IsLeaf)
            {
                means[at] = node.Value;
                continue;
            }
            var (left, right) = (node.LeftChild, node.LeftChild + 1);
            double leftCover = tree.Nodes[left].Cover, rightCover = tree.Nodes[right].Cover;
            means[at] = leftCover + rightCover > 0
                ? (means[left] * leftCover + means[right] * rightCover) / (leftCover + rightCover)
                : (means[left] + means[right]) / 2;
        }
        return means;
    }
}
