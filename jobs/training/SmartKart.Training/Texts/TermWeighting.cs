using SmartKart.Training.Algebra;

namespace SmartKart.Training.Texts;

/// <summary>How much a term of a text weighs.</summary>
public enum TermWeighting
{
    /// <summary>
    /// (1 + ln tf) · ln(N / n): how often it stands there, damped, and how few of the N products, n, have it (Salton and Buckley, "Term-weighting approaches
    /// in automatic text retrieval", 1988; Manning, Raghavan and Schütze, "Introduction to information retrieval", 6.2 and 6.4.1).
    /// </summary>
    TfIdf,

    /// <summary>
    /// ln(1 + (N - n + ½) / (n + ½)) · tf (k₁ + 1) / (tf + k₁ (1 - b + b · length / mean length)), k₁ = 1.2 and b = 0.75 (Robertson and Zaragoza, "The
    /// probabilistic relevance framework: BM25 and beyond", 2009; the 1 + within the logarithm is Lucene's, which keeps it above 0).
    /// </summary>
    Bm25,
}

/// <summary>Weights counted terms.</summary>
internal static class TermWeights
{
    private const float K1 = 1.2f, B = 0.75f;       // the middle of what Robertson and Zaragoza recommend (section 3.5)

    /// <summary>Items × terms, each row of the length 1.</summary>
    /// <param name="counts">Items × terms: how often.</param>
    /// <param name="weighting">How.</param>
    public static SparseMatrix Of(SparseMatrix counts, TermWeighting weighting)
    {
        var (having, lengths, products, whole) = (new int[counts.Columns], new float[counts.Rows], 0, 0.0);
        for (var row = 0; row < counts.Rows; row++)
        {
            var terms = counts.Row(row, out var often);
            foreach (var term in terms) having[term]++;
            foreach (var count in often) lengths[row] += count;
            if (lengths[row] > 0) products++;
            whole += lengths[row];
        }
        var mean = (float)(whole / Math.Max(1, products));
        return counts.Select(weighting == TermWeighting.TfIdf ? TfIdf : Bm25).UnitRows();

        float TfIdf(int row, int term, float often) => (1 + MathF.Log(often)) * MathF.Log((float)products / having[term]);

        float Bm25(int row, int term, float often) =>
            MathF.Log(1 + (products - having[term] + 0.5f) / (having[term] + 0.5f)) * often * (K1 + 1) / (often + K1 * (1 - B + B * lengths[row] / mean));
    }
}
