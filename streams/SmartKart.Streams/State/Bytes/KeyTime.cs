using System.Buffers.Binary;

namespace SmartKart.Streams.State.Bytes;

/// <summary>
/// Where in a key lies the time by which it is filed: 8 bytes, big-endian, so many bytes from the key's end, the sign bit flipped so that
/// times before 1970 come first in the order of the bytes.
/// </summary>
internal readonly record struct KeyTime(int BytesFromEnd)
{
    internal const int Bytes = sizeof(long);

    /// <summary>Reads a key's time, in ms.</summary>
    public long Of(ReadOnlySpan<byte> key) => Read(key[^BytesFromEnd..]);

    /// <summary>Reads a time.</summary>
    public static long Read(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt64BigEndian(bytes) ^ long.MinValue;

    /// <summary>Writes a time.</summary>
    public static void Write(Span<byte> bytes, long timeMs) => BinaryPrimitives.WriteInt64BigEndian(bytes, timeMs ^ long.MinValue);
}
