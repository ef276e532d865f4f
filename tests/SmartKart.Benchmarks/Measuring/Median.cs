namespace SmartKart.Benchmarks.Measuring;

/// <summary>The middle of what was measured: one round that something disturbed does not move it.</summary>
public static class Median
{
    /// <returns>The middle value, or the mean of the two middle ones.</returns>
    /// <exception cref="ArgumentException">There is no value.</exception>
    public static double Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        if (sorted.Length == 0)
            throw new ArgumentException("The median of no values is asked for.", nameof(values));
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
