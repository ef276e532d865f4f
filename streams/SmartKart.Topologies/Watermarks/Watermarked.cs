using System.Buffers;
using System.Buffers.Binary;
using SmartKart.Streams;

namespace SmartKart.Topologies.Watermarks;

/// <summary>A value on its way through an internal topic, with how far the partition that it comes from has been read; or that alone.</summary>
/// <param name="Partition">The partition it comes from.</param>
/// <param name="ReachedMs">The latest time of that partition, this value's included.</param>
/// <param name="Target">The partition of the internal topic that is to be told; -1 where there is a value, which goes by its key.</param>
/// <param name="Value">The value; null where only the time is told.</param>
internal sealed record Watermarked<T>(int Partition, long ReachedMs, int Target, T? Value) where T : class
{
    /// <summary>Sends values by their keys, and tells each partition what it is to be told.</summary>
    public static int PartitionOf(string topic, string key, Watermarked<T> value, int partitions) => value.Target < 0 ? -1 : value.Target % partitions;
}

/// <summary>
/// Partition (4 bytes), time reached (8), target (4), all big-endian; then the value's own bytes, none where there is no value. Hot path.
/// </summary>
internal sealed class WatermarkedSerde<T>(ISerde<T> values) : ISerde<Watermarked<T>> where T : class
{
    private const int TimeAt = sizeof(int), TargetAt = TimeAt + sizeof(long), HeaderBytes = TargetAt + sizeof(int);

    public void Serialize(Watermarked<T> value, IBufferWriter<byte> output)
    {
        var header = output.GetSpan(HeaderBytes);
        BinaryPrimitives.WriteInt32BigEndian(header, value.Partition);
        BinaryPrimitives.WriteInt64BigEndian(header[TimeAt..], value.ReachedMs);
        BinaryPrimitives.WriteInt32BigEndian(header[TargetAt..], value.Target);
        output.Advance(HeaderBytes);
        if (value.Value is not null) values.Serialize(value.Value, output);
    }

    public Watermarked<T> Deserialize(ReadOnlySpan<byte> bytes)
    {
        var target = BinaryPrimitives.ReadInt32BigEndian(bytes[TargetAt..]);
        return new Watermarked<T>(
            BinaryPrimitives.ReadInt32BigEndian(bytes),
            BinaryPrimitives.ReadInt64BigEndian(bytes[TimeAt..]),
            target,
            target < 0 ? values.Deserialize(bytes[HeaderBytes..]) : null);
    }
}
