namespace SmartKart.Benchmarks.Measuring;

/// <summary>What so large a share of the measured does not exceed.</summary>
public static class Quantile
{
    /// <param name="values">What was measured.</param>
    /// <param name="share">0 to 1: 0.99 of all values are at most the returned one.</param>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static double Of(IReadOnlyCollection<double> values, double share)
    {
        if (values.Count == 0) throw new ArgumentException("A quantile of no values is asked for.", nameof(values));
        return values.Order().ElementAt(Math.Max(0, (int)Math.Ceiling(share * values.Count) - 1));
    }
}
