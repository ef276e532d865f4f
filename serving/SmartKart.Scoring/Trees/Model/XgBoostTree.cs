namespace SmartKart.Scoring.Trees.Model;

/// <summary>Reads one tree of an XGBoost model and checks it: whatever walks it need not.</summary>
internal static class XgBoostTree
{
    private const int NoChild = -1;

    /// <summary>Reads a tree.</summary>
    /// <param name="element">Its element in the document.</param>
    /// <param name="features">How many features the model has.</param>
    /// <exception cref="TreeModelException">It is no tree.</exception>
    public static Tree Read(ModelElement element, int features)
    {
        if (element.Member("tree_param").Member("size_leaf_vector").Count() > 1)
            throw element.Faults.Unsupported($"the leaves of '{element.Path}' hold several values", "Train one model for each target");
        var count = element.Member("tree_param").Member("num_nodes").Count();
        if (count == 0) throw element.Faults.Damaged($"'{element.Path}' has no nodes");
        var arrays = new Arrays(
            element,
            features,
            element.Member("left_children").Integers(count),
            element.Member("right_children").Integers(count),
            element.Member("split_indices").Integers(count),
            element.Member("split_conditions").Floats(count),
            element.Member("default_left").Integers(count),
            element.Member("sum_hessian").Floats(count),
            element.Has("split_type") ? element.Member("split_type").Integers(count) : new int[count],
            CategorySets.Read(element, count));
        return arrays.Walk();
    }

    /// <summary>The tree as it is stored: an array for each property, by node.</summary>
    private sealed record Arrays(
        ModelElement Element, int Features, int[] Left, int[] Right, int[] Split, float[] Values, int[] DefaultLeft, float[] Covers, int[] IsCategorical, uint[]?[] Categories)
    {
        /// <summary>
        /// Goes down level by level from the root. Each node is reached once, or the children make a circle; nodes that are never reached were
        /// pruned.
        /// </summary>
        public Tree Walk()
        {
            var stored = new List<int>(Left.Length) { 0 }; // of each node in our order, its place in theirs
            var isReached = new bool[Left.Length];
            isReached[0] = true;
            var nodes = new List<TreeNode>(Left.Length);
            var depth = 0;
            for (var levelEnd = 1; nodes.Count < stored.Count;)
            {
                nodes.Add(Node(stored[nodes.Count], leftChild: stored.Count));
                if (!nodes[^1].IsLeaf)
                {
                    Reach(stored[nodes.Count - 1], Left, "left", isReached, stored);
                    Reach(stored[nodes.Count - 1], Right, "right", isReached, stored);
                }
                if (nodes.Count == levelEnd && stored.Count > levelEnd)
                {
                    depth++;
                    levelEnd = stored.Count;
                }
            }
            return new Tree([.. nodes], depth);
        }

        private TreeNode Node(int at, int leftChild)
        {
            if (Left[at] == NoChild && Right[at] == NoChild) return TreeNode.Leaf(Finite(at, "leaf value"), Cover(at));
            if ((uint)Split[at] >= (uint)Features)
                throw Element.Faults.Damaged($"node {at} of '{Element.Path}' looks at feature {Split[at]}, and there are {Features:N0}");
            if (IsCategorical[at] == 0) return new TreeNode(leftChild, Split[at], DefaultLeft[at] != 0, Finite(at, "threshold"), Cover(at), null);
            var categories = Categories[at] ?? throw Element.Faults.Damaged($"node {at} of '{Element.Path}' splits by categories, and has none");
            return new TreeNode(leftChild, Split[at], DefaultLeft[at] != 0, 0, Cover(at), categories);
        }

        private float Finite(int at, string what) => float.IsFinite(Values[at])
            ? Values[at]
            : throw Element.Faults.Damaged($"the {what} of node {at} of '{Element.Path}' is not a finite number");

        private float Cover(int at) => Covers[at] is >= 0 and < float.PositiveInfinity
            ? Covers[at]
            : throw Element.Faults.Damaged($"the sum of hessians of node {at} of '{Element.Path}' is not a finite number of at least 0");

        private void Reach(int parent, int[] children, string side, bool[] isReached, List<int> stored)
        {
            var child = children[parent];
            if ((uint)child >= (uint)children.Length)
                throw Element.Faults.Damaged($"the {side} child of node {parent} of '{Element.Path}' is {child}, and there are {children.Length:N0} nodes");
            if (isReached[child])
                throw Element.Faults.Damaged($"the {side} child of node {parent} of '{Element.Path}' is {child}, which another node leads to");
            isReached[child] = true;
            stored.Add(child);
        }
    }
}
