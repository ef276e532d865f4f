using System.Buffers.Binary;

namespace SmartKart.Streams.Tasks;

/// <summary>
/// Partition time as it is kept with a committed offset, so that stream time goes on where it was after a restart. As Kafka Streams
/// writes it: a version, 1 byte, and the time in ms since 1970, 8 bytes, big-endian; all in base 64. Its later versions put more behind.
/// </summary>
public static class PartitionTime
{
    private const byte Version = 1;
    private const int Bytes = 1 + sizeof(long);

    /// <summary>Writes it.</summary>
    /// <param name="timeMs">In ms since 1970; -1 for none.</param>
    public static string Encode(long timeMs)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        bytes[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], timeMs);
        return Convert.ToBase64String(bytes);
    }

    /// <summary>Reads it; false where it is not one: the offset was committed by somebody else.</summary>
    /// <param name="metadata">What was committed with the offset.</param>
    /// <param name="timeMs">In ms since 1970; -1 for none.</param>
    public static bool TryDecode(string metadata, out long timeMs)
    {
        timeMs = -1;
        var bytes = new byte[metadata.Length];
        if (!Convert.TryFromBase64String(metadata, bytes, out var written) || written < Bytes || bytes[0] < Version) return false;
        timeMs = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(1));
        return timeMs >= -1;
    }
}
