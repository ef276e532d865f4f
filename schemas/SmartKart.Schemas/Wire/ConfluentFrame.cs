using System.Buffers.Binary;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace SmartKart.Schemas;

/// <summary>
/// Confluent's wire format: how a Kafka message says which schema wrote it. Hot path: per record.
/// <code>
///   0      1 – 4                          5 –
/// ┌──────┬──────────────────────────────┬───────────────┐
/// │ 0x00 │ schema id, int32, big-endian │ Avro binary … │
/// └──────┴──────────────────────────────┴───────────────┘
/// </code>
/// The Avro binary has no length and no end mark: it is the rest of the message. Confluent's documentation, "Wire format".
/// </summary>
public static class ConfluentFrame
{
    /// <summary>The first byte of every message: the format's version, of which there is one.</summary>
    public const byte MagicByte = 0x00;

    /// <summary>Bytes before the Avro binary.</summary>
    public const int HeaderBytes = 1 + sizeof(int);

    /// <summary>Writes the head.</summary>
    /// <param name="id">The schema that wrote what follows.</param>
    /// <param name="output">At least <see cref="HeaderBytes"/> long.</param>
    /// <exception cref="ArgumentOutOfRangeException">The output is shorter.</exception>
    public static void WriteHeader(SchemaId id, Span<byte> output)
    {
        BinaryPrimitives.WriteInt32BigEndian(output.Slice(1), id.Value);
        output[0] = MagicByte;
    }

    /// <summary>Reads the head, where bytes that are no such message are to be expected.</summary>
    /// <returns><see cref="FrameFault.None"/> where it is sound.</returns>
    public static FrameFault TryReadHeader(ReadOnlySpan<byte> message, out SchemaId id)
    {
        id = default;
        if (message.Length > 0 && message[0] != MagicByte) return FrameFault.WrongMagicByte;
        if (message.Length < HeaderBytes) return FrameFault.Truncated;
        id = new SchemaId(BinaryPrimitives.ReadInt32BigEndian(message.Slice(1)));
        return FrameFault.None;
    }

    /// <summary>Reads the head.</summary>
    /// <exception cref="ConfluentFrameException">The bytes are no such message.</exception>
    public static SchemaId ReadHeader(ReadOnlySpan<byte> message)
    {
        var fault = TryReadHeader(message, out var id);
        if (fault != FrameFault.None) Throw(fault, message);
        return id;
    }

    [DoesNotReturn]
    private static void Throw(FrameFault fault, ReadOnlySpan<byte> message) => throw (fault switch
    {
        FrameFault.WrongMagicByte => new ConfluentFrameException(fault, 0,
            $"Confluent wire format, byte 0: the magic byte is 0x{message[0]:x2}, not 0x00. " +
            "The message was written without a schema registry; let its producer use a registry's serializer, or read it by other means."),
        FrameFault.Truncated => new ConfluentFrameException(fault, message.Length,
            $"Confluent wire format, byte {message.Length}: the message ends inside its head of {HeaderBytes} bytes. " +
            (message.IsEmpty
                ? "An empty value is a tombstone or a fault of its producer; tell them apart before reading."
                : "It was cut short on its way.")),
        _ => new UnreachableException($"No error is written for {fault}."),
    });
}
