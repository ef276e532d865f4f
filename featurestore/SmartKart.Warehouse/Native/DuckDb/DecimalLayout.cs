namespace SmartKart.Warehouse.Native.DuckDb;

/// <summary>How a DECIMAL column stores its values: as integers of some width, with the point at a scale.</summary>
/// <param name="Storage">SMALLINT, INTEGER, BIGINT or HUGEINT.</param>
/// <param name="Scale">Digits after the point.</param>
internal readonly record struct DecimalLayout(DuckDbType Storage, byte Scale)
{
    private const int MaxScale = 28;                                // System.Decimal's
    private const int MaxPrecision = 38;                            // DECIMAL's
    private static readonly Int128 MaxMagnitude = ((Int128)1 << 96) - 1;
    private const int LongDigits = 18;                              // that any long has room for
    private static readonly Int128[] PowersOfTen = [.. Powers()];
    private static readonly long[] LongPowersOfTen = [.. PowersOfTen.Take(LongDigits + 1).Select(power => (long)power)];

    /// <exception cref="OverflowException">The value has more digits than a System.Decimal.</exception>
    internal decimal Value(Int128 unscaled)
    {
        var magnitude = Int128.Abs(unscaled);
        if (magnitude > MaxMagnitude || Scale > MaxScale)
            throw new OverflowException($"{unscaled}e-{Scale} has more digits than a decimal holds");
        return new decimal((int)(uint)magnitude, (int)(uint)(magnitude >> 32), (int)(uint)(magnitude >> 64), unscaled < 0, Scale);
    }

    /// <summary>A decimal's digits without their point.</summary>
    internal static Int128 Unscaled(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = ((Int128)(uint)bits[2] << 64) | ((Int128)(uint)bits[1] << 32) | (uint)bits[0];
        return bits[3] < 0 ? -magnitude : magnitude; // the sign is the last one's highest bit
    }

    /// <summary>The same number with this layout's digits after the point; false where digits would be lost, or it has too many.</summary>
    internal bool TryRescale(Int128 unscaled, int scale, int precision, out Int128 rescaled)
    {
        var shift = Scale - scale;
        // What fits 18 digits, as money does, is calculated in 64 bits.
        if (shift is >= 0 and <= LongDigits && (long)unscaled is var value && value == unscaled
            && value < LongPowersOfTen[LongDigits - shift] && value > -LongPowersOfTen[LongDigits - shift])
        {
            value *= LongPowersOfTen[shift];
            rescaled = value;
            return precision >= LongDigits || Math.Abs(value) < LongPowersOfTen[precision];
        }
        rescaled = unscaled;
        for (; shift < 0; shift++)
        {
            (rescaled, var digit) = Int128.DivRem(rescaled, 10);
            if (digit != 0) return false;
        }
        if (rescaled == Int128.MinValue) return false; // it has no counterpart above zero
        if (shift == 0) return Int128.Abs(rescaled) < PowersOfTen[precision];
        if (Int128.Abs(rescaled) >= PowersOfTen[MaxPrecision - shift]) return rescaled == 0; // a product of more digits would not fit 128 bits
        rescaled *= PowersOfTen[shift];
        return Int128.Abs(rescaled) < PowersOfTen[precision];
    }

    private static IEnumerable<Int128> Powers()
    {
        var power = Int128.One;
        for (var exponent = 0; exponent <= MaxPrecision; exponent++, power *= 10) yield return power;
    }
}
