using System.Numerics;

namespace SmartKart.Schemas;

/// <summary>Avro's <c>decimal</c> of more than 28 digits, as <see cref="AvroDecimal"/>.</summary>
public static class BigDecimals
{
    private const int MaxPlaces = 1 << 26;

    private const double DigitsPerBit = 0.30103;        // log10(2), rounded up

    /// <summary>Reads a decimal on bytes.</summary>
    public static AvroDecimal ReadBigDecimal(this ref AvroReader reader, int precision, int scale)
    {
        var start = reader.Position;
        return Read(reader.ReadBytes(), precision, scale, start);
    }

    /// <summary>Reads a decimal on fixed.</summary>
    public static AvroDecimal ReadFixedBigDecimal(this ref AvroReader reader, int sizeBytes, int precision, int scale)
    {
        var start = reader.Position;
        return Read(reader.ReadFixed(sizeBytes), precision, scale, start);
    }

    /// <summary>The most bytes that a decimal on bytes takes.</summary>
    public static int MaxBytes(AvroDecimal value, int scale) =>
        // A digit is less than 3.33 bits, and the writer may have to add some.
        AvroSize.Int + value.Unscaled.GetByteCount() + (int)Math.Clamp((long)scale - value.Scale, 0, MaxPlaces) / 2 + 1;

    /// <summary>Writes a decimal on bytes.</summary>
    public static void WriteBigDecimal(this ref AvroWriter writer, AvroDecimal value, int precision, int scale, string field)
    {
        var unscaled = Unscaled(value, precision, scale, writer.Position, field);
        var bytes = unscaled.GetByteCount();
        writer.WriteLong(bytes);
        unscaled.TryWriteBytes(writer.Take(bytes), out _, isBigEndian: true);
    }

    /// <summary>Writes a decimal on fixed.</summary>
    public static void WriteFixedBigDecimal(this ref AvroWriter writer, AvroDecimal value, int sizeBytes, int precision, int scale, string field)
    {
        var unscaled = Unscaled(value, precision, scale, writer.Position, field);
        var output = writer.Take(sizeBytes);
        var bytes = unscaled.GetByteCount();
        if (bytes > sizeBytes) AvroFault.NotHeld($"{value} does not fit {sizeBytes} bytes.", writer.Position, field);
        output.Fill(unscaled.Sign < 0 ? (byte)0xFF : (byte)0);
        unscaled.TryWriteBytes(output[(sizeBytes - bytes)..], out _, isBigEndian: true);
    }

    private static AvroDecimal Read(ReadOnlySpan<byte> bytes, int precision, int scale, int offset)
    {
        var unscaled = new BigInteger(bytes, isBigEndian: true);
        if (Exceeds(unscaled, precision)) AvroFault.TooManyDigits(precision, offset);
        return new AvroDecimal(unscaled, scale);
    }

    // The count of bits decides nearly always; the power of ten, which may be as large as the precision says, only near the border.
    private static bool Exceeds(BigInteger unscaled, int precision)
    {
        var bits = unscaled.GetBitLength();
        if (bits * DigitsPerBit + 1 <= precision) return false;
        return (bits - 1) * DigitsPerBit > precision + 1 || BigInteger.Abs(unscaled) >= BigInteger.Pow(10, precision);
    }

    private static BigInteger Unscaled(AvroDecimal value, int precision, int scale, int offset, string field)
    {
        var unscaled = value.Unscaled;
        if (unscaled.IsZero) return unscaled;
        var places = (long)scale - value.Scale;
        // Before a power of ten is made that is as large as the scale says.
        if (places > precision || -places > unscaled.GetBitLength() * DigitsPerBit + 1) TooPrecise(value, precision, scale, offset, field);
        if (places >= 0)
        {
            unscaled *= BigInteger.Pow(10, (int)places);
        }
        else
        {
            unscaled = BigInteger.DivRem(unscaled, BigInteger.Pow(10, value.Scale - scale), out var rest);
            if (!rest.IsZero) TooPrecise(value, precision, scale, offset, field);
        }
        if (Exceeds(unscaled, precision)) TooPrecise(value, precision, scale, offset, field);
        return unscaled;
    }

    private static void TooPrecise(AvroDecimal value, int precision, int scale, int offset, string field) =>
        AvroFault.NotHeld($"{value} does not fit a decimal({precision}, {scale}); round it or correct it before it is written.", offset, field);
}
