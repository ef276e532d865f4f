namespace SmartKart.FeatureStore.Expressions.Evaluation;

/// <summary>What functions of numbers give where .NET's own would throw or differ.</summary>
internal static class NumberFunctions
{
    // 2⁶³ is a Double; the greatest Int64 isn't.
    private const double Int64Bound = 9_223_372_036_854_775_808.0;

    /// <summary>The whole part, if it fits.</summary>
    internal static bool TryInt64(double number, out long value)
    {
        var fits = number is >= -Int64Bound and < Int64Bound;       // false for NaN
        value = fits ? (long)number : 0;
        return fits;
    }

    internal static bool TryNegate(long number, out long value)
    {
        value = unchecked(-number);
        return number != long.MinValue;
    }

    internal static bool TryAbs(long number, out long value)
    {
        value = number < 0 ? unchecked(-number) : number;
        return number != long.MinValue;
    }

    internal static bool TrySign(double number, out long value)
    {
        value = number > 0 ? 1 : number < 0 ? -1 : 0;
        return !double.IsNaN(number);
    }
}
