using System.Numerics;

namespace SmartKart.Training.DeepFm.Kernels;

/// <summary>
/// A factorization machine over one example's embeddings (Rendle, "Factorization machines", ICDM 2010): half of the squared sum less the sum of squares,
/// for each of their values, is the sum of all pairs' inner products.
/// </summary>
internal static unsafe class EmbeddingKernels
{
    /// <summary>Collects an example's embeddings, and sums its first and second order.</summary>
    /// <param name="table">ids × width.</param>
    /// <param name="firstOrder">A weight for each id.</param>
    /// <param name="rows">The example's id of each field, in the table.</param>
    /// <param name="fields">How many.</param>
    /// <param name="width">Of an embedding.</param>
    /// <param name="embedded">fields × width, filled.</param>
    /// <param name="sums">width, filled: the sum of the embeddings.</param>
    /// <returns>First order and second order, without bias.</returns>
    public static float Gather(float* table, float* firstOrder, int* rows, int fields, int width, float* embedded, float* sums)
    {
        var pairs = 0f;
        var at = 0;
        for (; at + Vector<float>.Count <= width; at += Vector<float>.Count)
        {
            var (sum, squares) = (Vector<float>.Zero, Vector<float>.Zero);
            for (var field = 0; field < fields; field++)
            {
                var values = Vector.Load(table + (long)rows[field] * width + at);
                Vector.Store(values, embedded + field * width + at);
                sum += values;
                squares = Vector.FusedMultiplyAdd(values, values, squares);
            }
            Vector.Store(sum, sums + at);
            pairs += Vector.Sum(sum * sum - squares);
        }
        for (; at < width; at++)
        {
            var (sum, squares) = (0f, 0f);
            for (var field = 0; field < fields; field++)
            {
                var value = table[(long)rows[field] * width + at];
                embedded[field * width + at] = value;
                sum += value;
                squares += value * value;
            }
            sums[at] = sum;
            pairs += sum * sum - squares;
        }
        var linear = 0f;
        for (var field = 0; field < fields; field++) linear += firstOrder[rows[field]];
        return linear + pairs / 2;
    }

    /// <summary>Adds the pairs' part to the gradient of an example's embeddings: that of one is the sum of the others, times the score's.</summary>
    /// <param name="gradients">fields × width; the layers' part before, the whole afterwards.</param>
    /// <param name="embedded">fields × width.</param>
    /// <param name="sums">width.</param>
    /// <param name="fields">How many.</param>
    /// <param name="width">Of an embedding.</param>
    /// <param name="slope">The gradient of the example's score.</param>
    public static void AddPairs(float* gradients, float* embedded, float* sums, int fields, int width, float slope)
    {
        var slopes = new Vector<float>(slope);
        var at = 0;
        for (; at + Vector<float>.Count <= width; at += Vector<float>.Count)
        {
            var sum = Vector.Load(sums + at);
            for (var field = 0; field < fields; field++)
            {
                var into = gradients + field * width + at;
                Vector.Store(Vector.FusedMultiplyAdd(slopes, sum - Vector.Load(embedded + field * width + at), Vector.Load(into)), into);
            }
        }
        for (; at < width; at++)
        {
            for (var field = 0; field < fields; field++) gradients[field * width + at] += slope * (sums[at] - embedded[field * width + at]);
        }
    }

    /// <summary>Adds one vector to another.</summary>
    public static void Add(float* from, float* into, int width)
    {
        var at = 0;
        for (; at + Vector<float>.Count <= width; at += Vector<float>.Count) Vector.Store(Vector.Load(into + at) + Vector.Load(from + at), into + at);
        for (; at < width; at++) into[at] += from[at];
    }

    /// <summary>Copies one vector over another.</summary>
    public static void Copy(float* from, float* into, int width)
    {
        var at = 0;
        for (; at + Vector<float>.Count <= width; at += Vector<float>.Count) Vector.Store(Vector.Load(from + at), into + at);
        for (; at < width; at++) into[at] = from[at];
    }
}
