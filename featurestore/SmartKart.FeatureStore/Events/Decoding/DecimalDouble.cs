namespace SmartKart.FeatureStore.Events.Decoding;

/// <summary>
/// A decimal as the double that expressions calculate with: to the last bit what DuckDB's cast of a DECIMAL gives, so that the stream adds up the
/// very numbers that history does.
/// </summary>
internal static class DecimalDouble
{
    private const long MaxExact = 1L << 53;      // up to there every whole number is a double

    private static readonly long[] Powers = [.. Enumerable.Range(0, 19).Select(Power)];
    private static readonly double[] DoublePowers = [.. Powers.Select(power => (double)power)];

    /// <param name="unscaled">The number without its point.</param>
    /// <param name="scale">Digits after the point, 0 to 18.</param>
    internal static double Of(long unscaled, int scale)
    {
        if (unscaled is >= -MaxExact and <= MaxExact) return unscaled / DoublePowers[scale];
        var (whole, rest) = Math.DivRem(unscaled, Powers[scale]);
        return whole + rest / DoublePowers[scale];
    }

    private static long Power(int exponent)
    {
        var power = 1L;
        for (; exponent > 0; exponent--) power *= 10;
        return power;
    }
}
