using System.Globalization;

namespace SmartKart.Schemas;

/// <summary>
/// Avro's <c>decimal</c> as <see cref="decimal"/>: the unscaled number in two's complement, the highest byte first, in as few
/// bytes as hold it, or in all those of a fixed. Nothing is rounded: a value of more digits than the schema allows is refused, on writing and on reading.
/// </summary>
public static class Decimals
{
    /// <summary>The most digits that <see cref="decimal"/> holds whatever they are; a schema with more is read as <see cref="AvroDecimal"/>.</summary>
    public const int MaxPrecision = 28;

    /// <summary>The most digits that a long holds whatever they are.</summary>
    public const int MaxLongPrecision = 18;

    private const int MaxBytes = 13;        // 96 bits and a sign

    private static readonly UInt128[] PowersOfTen = [.. Enumerable.Range(0, MaxPrecision + 2).Select(Power)];
    private static readonly long[] LongPowersOfTen = [.. PowersOfTen.Take(MaxLongPrecision + 1).Select(power => (long)power)];

    /// <summary>Reads a decimal on bytes.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="precision">The schema's, 1 to 28 digits.</param>
    /// <param name="scale">The schema's, 0 to precision.</param>
    public static decimal ReadDecimal(this ref AvroReader reader, int precision, int scale)
    {
        var start = reader.Position;
        return Read(reader.ReadBytes(), precision, scale, start);
    }

    /// <summary>Reads a decimal on bytes as the whole number that it is before its point is set.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="precision">The schema's, 1 to <see cref="MaxLongPrecision"/> digits.</param>
    public static long ReadUnscaledDecimal(this ref AvroReader reader, int precision)
    {
        var start = reader.Position;
        var bytes = reader.ReadBytes();
        if (bytes.Length is 0 or > sizeof(long)) return decimal.ToInt64(Read(bytes, precision, 0, start));
        long unscaled = (sbyte)bytes[0];
        for (var i = 1; i < bytes.Length; i++) unscaled = (unscaled << 8) | bytes[i];
        if (unscaled >= LongPowersOfTen[precision] || unscaled <= -LongPowersOfTen[precision]) AvroFault.TooManyDigits(precision, start);
        return unscaled;
    }

    /// <summary>Reads a decimal on fixed.</summary>
    /// <param name="reader">Where from.</param>
    /// <param name="sizeBytes">The fixed's size.</param>
    /// <param name="precision">The schema's, 1 to 28 digits.</param>
    /// <param name="scale">The schema's, 0 to precision.</param>
    public static decimal ReadFixedDecimal(this ref AvroReader reader, int sizeBytes, int precision, int scale)
    {
        var start = reader.Position;
        return Read(reader.ReadFixed(sizeBytes), precision, scale, start);
    }

    /// <summary>Writes a decimal on bytes.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="value">The number.</param>
    /// <param name="precision">The schema's, 1 to 28 digits.</param>
    /// <param name="scale">The schema's, 0 to precision.</param>
    /// <param name="field">For the error.</param>
    public static void WriteDecimal(this ref AvroWriter writer, decimal value, int precision, int scale, string field)
    {
        var unscaled = Unscaled(value, precision, scale, writer.Position, field);
        var bytes = BytesOf(unscaled);
        var output = writer.Take(1 + bytes);
        output[0] = (byte)(bytes << 1);
        WriteBigEndian(unscaled, output[1..]);
    }

    /// <summary>Writes a decimal on fixed.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="value">The number.</param>
    /// <param name="sizeBytes">The fixed's size.</param>
    /// <param name="precision">The schema's, 1 to 28 digits.</param>
    /// <param name="scale">The schema's, 0 to precision.</param>
    /// <param name="field">For the error.</param>
    public static void WriteFixedDecimal(this ref AvroWriter writer, decimal value, int sizeBytes, int precision, int scale, string field) =>
        WriteBigEndian(Unscaled(value, precision, scale, writer.Position, field), writer.Take(sizeBytes));

    private static decimal Read(ReadOnlySpan<byte> bytes, int precision, int scale, int offset)
    {
        var negative = bytes.Length > 0 && bytes[0] >= 0x80;
        var sign = negative ? (byte)0xFF : (byte)0;
        while (bytes.Length > MaxBytes && bytes[0] == sign) bytes = bytes[1..];
        var unscaled = negative ? Int128.NegativeOne : Int128.Zero;
        if (bytes.Length > MaxBytes) AvroFault.TooManyDigits(precision, offset);
        foreach (var b in bytes) unscaled = (unscaled << 8) | b;
        var magnitude = (UInt128)(negative ? -unscaled : unscaled);
        if (magnitude >= PowersOfTen[precision]) AvroFault.TooManyDigits(precision, offset);
        var low = (ulong)magnitude;
        return new decimal((int)low, (int)(low >> 32), (int)(uint)(magnitude >> 64), negative, (byte)scale);
    }

    private static Int128 Unscaled(decimal value, int precision, int scale, int offset, string field)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var magnitude = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        var places = scale - value.Scale;
        if (places >= 0)
        {
            // Checked before the product, which could pass 128 bits.
            if (magnitude >= PowersOfTen[precision - places]) TooPrecise(value, precision, scale, offset, field);
            magnitude *= PowersOfTen[places];
        }
        else
        {
            (magnitude, var rest) = UInt128.DivRem(magnitude, PowersOfTen[-places]);
            if (rest != 0) TooPrecise(value, precision, scale, offset, field);
            if (magnitude >= PowersOfTen[precision]) TooPrecise(value, precision, scale, offset, field);
        }
        return bits[3] < 0 ? -(Int128)magnitude : (Int128)magnitude;
    }

    private static int BytesOf(Int128 value)
    {
        var bits = 128 - (int)(value < 0 ? Int128.LeadingZeroCount(~value) : Int128.LeadingZeroCount(value));
        return bits / 8 + 1;
    }

    private static void WriteBigEndian(Int128 value, Span<byte> output)
    {
        for (var i = output.Length - 1; i >= 0; i--)
        {
            output[i] = (byte)value;
            value >>= 8;
        }
    }

    private static UInt128 Power(int exponent)
    {
        UInt128 power = 1;
        for (var i = 0; i < exponent; i++) power *= 10;
        return power;
    }

    private static void TooPrecise(decimal value, int precision, int scale, int offset, string field) =>
        AvroFault.NotHeld(
            $"{value.ToString(CultureInfo.InvariantCulture)} does not fit a decimal({precision}, {scale}); round it or correct it before it is written.",
            offset, field);
}
