using System.Globalization;
using System.Numerics;

namespace SmartKart.Schemas;

/// <summary>A decimal number of any size, for schemas whose precision is over the 28 digits that <see cref="decimal"/> always holds.</summary>
/// <param name="Unscaled">The digits, as a whole number.</param>
/// <param name="Scale">How many of them stand after the point.</param>
public readonly record struct AvroDecimal(BigInteger Unscaled, int Scale)
{
    private const int MaxPlainScale = 1_000;

    /// <summary>The number in plain digits, with a point; with an exponent where it would be mostly zeros.</summary>
    public override string ToString()
    {
        if (Scale is < -MaxPlainScale or > MaxPlainScale) return string.Create(CultureInfo.InvariantCulture, $"{Unscaled}E{-(long)Scale}");
        if (Scale <= 0) return (Unscaled * BigInteger.Pow(10, -Scale)).ToString(CultureInfo.InvariantCulture);
        var digits = BigInteger.Abs(Unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(Scale + 1, '0');
        return $"{(Unscaled.Sign < 0 ? "-" : "")}{digits[..^Scale]}.{digits[^Scale..]}";
    }
}
