using System.Numerics.Tensors;
using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Algebra;

namespace SmartKart.Training.Recommenders;

/// <summary>
/// EASE with all its weights, items × items: to evaluate with. What serving gets is <see cref="Prune"/>d, a hundred weights of an item in place of all.
/// </summary>
public sealed class EaseModel : IRecommender, IDisposable
{
    // P = (XᵀX + λI)⁻¹ with a diagonal of zeros. The weight of item j for a history with i is -P[i, j] / P[j, j].
    private readonly DenseMatrix _inverse;
    private readonly float[] _scale;

    internal EaseModel(DenseMatrix inverse)
    {
        _inverse = inverse;
        _scale = new float[inverse.Rows];
        for (var item = 0; item < _scale.Length; item++)
        {
            ref var self = ref inverse.Row(item)[item];
            (_scale[item], self) = (-1 / self, 0);
        }
    }

    /// <inheritdoc />
    public int Items => _scale.Length;

    /// <inheritdoc />
    public void Score(UserBatch users, Span<float> scores)
    {
        for (var user = 0; user < users.Count; user++)
        {
            var row = scores.Slice(user * Items, Items);
            row.Clear();
            foreach (var item in users.History(user)) TensorPrimitives.Add(row, _inverse.Row(item), row);
            TensorPrimitives.Multiply(row, _scale, row);
        }
    }

    /// <summary>Keeps of each item the weights that are largest in size.</summary>
    /// <param name="neighbours">How many.</param>
    /// <param name="threads">On how many threads.</param>
    public ItemSimilarityModel Prune(int neighbours, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbours, 1);
        var (targets, weights) = (new int[Items][], new float[Items][]);
        Parallel.For(0, Items, new ParallelOptions { MaxDegreeOfParallelism = threads }, item =>
        {
            var row = new float[Items];
            TensorPrimitives.Multiply(_inverse.Row(item), _scale, row);
            var sizes = new float[Items];
            TensorPrimitives.Abs(row, sizes);
            var (best, found) = (new int[Math.Min(neighbours, Items)], new float[Math.Min(neighbours, Items)]);
            var count = TopK.Select(sizes, [item], best, found);
            Array.Sort(best, 0, count);
            (targets[item], weights[item]) = (best[..count], Array.ConvertAll(best[..count], other => row[other]));
        });
        var starts = new int[Items + 1];
        for (var item = 0; item < Items; item++) starts[item + 1] = starts[item] + targets[item].Length;
        return new ItemSimilarityModel(starts, targets.SelectMany(row => row).ToArray(), weights.SelectMany(row => row).ToArray());
    }

    /// <inheritdoc />
    public void Dispose() => _inverse.Dispose();
}
