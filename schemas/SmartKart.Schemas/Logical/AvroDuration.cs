using System.Buffers.Binary;

namespace SmartKart.Schemas;

/// <summary>Avro's <c>duration</c>: three counts that cannot be turned into each other, since a month has no fixed length.</summary>
/// <param name="Months">Months.</param>
/// <param name="Days">Days.</param>
/// <param name="Milliseconds">Milliseconds.</param>
public readonly record struct AvroDuration(uint Months, uint Days, uint Milliseconds);

/// <summary>A duration on the wire: three little-endian numbers of four bytes.</summary>
public static class AvroDurations
{
    /// <summary>Reads a <c>duration</c>.</summary>
    public static AvroDuration ReadDuration(this ref AvroReader reader)
    {
        var bytes = reader.ReadFixed(AvroSize.Duration);
        return new AvroDuration(
            BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]));
    }

    /// <summary>Writes a <c>duration</c>.</summary>
    public static void WriteDuration(this ref AvroWriter writer, AvroDuration value)
    {
        var output = writer.Take(AvroSize.Duration);
        BinaryPrimitives.WriteUInt32LittleEndian(output, value.Months);
        BinaryPrimitives.WriteUInt32LittleEndian(output[4..], value.Days);
        BinaryPrimitives.WriteUInt32LittleEndian(output[8..], value.Milliseconds);
    }
}
