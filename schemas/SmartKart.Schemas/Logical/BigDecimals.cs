using System.Numerics;

namespace SmartKart.Schemas;

/// <summary>Avro's <c>decimal</c> of more than 28 digits, as <see cref="AvroDecimal"/>.</summary>
public static class BigDecimals
{
    /// <summary>Reads a decimal on bytes.</summary>
    public static AvroDecimal ReadBigDecimal(this ref AvroReader reader, int scale) => new(new BigInteger(reader.ReadBytes(), isBigEndian: true), scale);

    /// <summary>Reads a decimal on fixed.</summary>
    public static AvroDecimal ReadFixedBigDecimal(this ref AvroReader reader, int sizeBytes, int scale) =>
        new(new BigInteger(reader.ReadFixed(sizeBytes), isBigEndian: true), scale);

    /// <summary>The most bytes that a decimal on bytes takes.</summary>
    public static int MaxBytes(AvroDecimal value, int scale) =>
        // A digit is less than 3.33 bits, and the writer may have to add some.
        AvroSize.Int + value.Unscaled.GetByteCount() + Math.Max(0, scale - value.Scale) / 2 + 1;

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

    private static BigInteger Unscaled(AvroDecimal value, int precision, int scale, int offset, string field)
    {
        var unscaled = value.Unscaled;
        if (value.Scale <= scale)
        {
            unscaled *= BigInteger.Pow(10, scale - value.Scale);
        }
        else
        {
            unscaled = BigInteger.DivRem(unscaled, BigInteger.Pow(10, value.Scale - scale), out var rest);
            if (!rest.IsZero) TooPrecise(value, precision, scale, offset, field);
        }
        if (BigInteger.Abs(unscaled) >= BigInteger.Pow(10, precision)) TooPrecise(value, precision, scale, offset, field);
        return unscaled;
    }

    private static void TooPrecise(AvroDecimal value, int precision, int scale, int offset, string field) =>
        AvroFault.NotHeld($"{value} does not fit a decimal({precision}, {scale}); round it or correct it before it is written.", offset, field);
}
