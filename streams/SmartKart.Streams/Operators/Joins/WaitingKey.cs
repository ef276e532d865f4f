using System.Buffers;
using System.Buffers.Binary;

namespace SmartKart.Streams.Operators.Joins;

/// <summary>
/// The key of a record that found none to join, and waits for its window to close. Ordered by time, then by side, so that those whose
/// time has come lie first.
/// </summary>
/// <param name="TimestampMs">The record's time.</param>
/// <param name="IsLeft">Its side.</param>
/// <param name="Key">Its key; none stands for the beginning of a range.</param>
/// <param name="Number">Which it is, from 0, of those with one key, time and side.</param>
internal readonly record struct WaitingKey<K>(long TimestampMs, bool IsLeft, Optional<K> Key, int Number);

/// <summary>
/// Writes <c>time (8, big-endian, sign flipped) ‖ side (1: 0 is left) ‖ key ‖ number (4, big-endian)</c>. A key that is none ends after the
/// side: less than any that is one.
/// </summary>
internal sealed class WaitingKeySerde<K>(ISerde<K> keys) : ISerde<WaitingKey<K>>
{
    private const int HeadBytes = sizeof(long) + 1;

    public void Serialize(WaitingKey<K> value, IBufferWriter<byte> output)
    {
        var head = output.GetSpan(HeadBytes);
        BinaryPrimitives.WriteInt64BigEndian(head, value.TimestampMs ^ long.MinValue); // unsigned bytes then order as signed times do
        head[sizeof(long)] = value.IsLeft ? (byte)0 : (byte)1;
        output.Advance(HeadBytes);
        if (!value.Key.TryGet(out var key)) return;
        keys.Serialize(key, output);
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(sizeof(int)), value.Number);
        output.Advance(sizeof(int));
    }

    public WaitingKey<K> Deserialize(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeadBytes + sizeof(int))
            throw SerializationException.TooShort("The key of a record that waits to be joined", HeadBytes + sizeof(int), bytes.Length);
        return new WaitingKey<K>(
            BinaryPrimitives.ReadInt64BigEndian(bytes) ^ long.MinValue,
            bytes[sizeof(long)] == 0,
            Optional<K>.Of(keys.Deserialize(bytes[HeadBytes..^sizeof(int)])),
            BinaryPrimitives.ReadInt32BigEndian(bytes[^sizeof(int)..]));
    }
}
