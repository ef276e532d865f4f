using SmartKart.Scoring.Ann;

namespace SmartKart.Scoring.Tests.Ann;

/// <summary>Distances by their definition, in double.</summary>
internal static class NaiveDistance
{
    public static double Of(AnnMetric metric, ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        double dot = 0, leftSquares = 0, rightSquares = 0, differences = 0;
        for (var i = 0; i < left.Length; i++)
        {
            dot += (double)left[i] * right[i];
            leftSquares += (double)left[i] * left[i];
            rightSquares += (double)right[i] * right[i];
            differences += ((double)left[i] - right[i]) * ((double)left[i] - right[i]);
        }
        return metric switch
        {
            AnnMetric.InnerProduct => -dot,
            AnnMetric.Cosine => 1 - dot / Math.Sqrt(leftSquares * rightSquares),
            _ => differences,
        };
    }
}
