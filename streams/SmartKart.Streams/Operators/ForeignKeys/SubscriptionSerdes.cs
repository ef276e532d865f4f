using System.Buffers;
using System.Buffers.Binary;

namespace SmartKart.Streams.Operators.ForeignKeys;

/// <summary>
/// The head that subscriptions, subscribers and responses begin with: <c>version, its top bit set where there is no hash (1) ‖ hash (16)? ‖
/// partition (4)</c>, big-endian.
/// </summary>
internal static class SubscriptionHead
{
    private const byte Version = 1;
    private const byte NoHash = 0x80;
    private const int HashBytes = 16;

    public static void Write(UInt128? hash, int partition, IBufferWriter<byte> output)
    {
        var bytes = output.GetSpan(1 + HashBytes + sizeof(int));
        var length = 1;
        if (hash is { } value)
        {
            bytes[0] = Version;
            BinaryPrimitives.WriteUInt128BigEndian(bytes[1..], value);
            length += HashBytes;
        }
        else
        {
            bytes[0] = Version | NoHash;
        }
        BinaryPrimitives.WriteInt32BigEndian(bytes[length..], partition);
        output.Advance(length + sizeof(int));
    }

    /// <returns>What follows the head.</returns>
    public static ReadOnlySpan<byte> Read(ReadOnlySpan<byte> bytes, out UInt128? hash, out int partition)
    {
        hash = null;
        var length = bytes.Length > 0 && (bytes[0] & NoHash) == 0 ? 1 + HashBytes : 1;
        if (bytes.Length < length + sizeof(int)) throw SerializationException.TooShort("A message of a foreign-key join", length + sizeof(int), bytes.Length);
        if ((bytes[0] & ~NoHash) != Version)
            throw new InvalidOperationException(
                $"A message of a foreign-key join has version {bytes[0] & ~NoHash}, and this one reads {Version}. " +
                "Run the application's newest version, or reset its internal topics.");
        if (length > 1) hash = BinaryPrimitives.ReadUInt128BigEndian(bytes[1..]);
        partition = BinaryPrimitives.ReadInt32BigEndian(bytes[length..]);
        return bytes[(length + sizeof(int))..];
    }
}

/// <summary>Writes <c>head ‖ instruction (1) ‖ primary key</c>.</summary>
internal sealed class SubscriptionSerde<K>(ISerde<K> keys) : ISerde<Subscription<K>>
{
    public void Serialize(Subscription<K> value, IBufferWriter<byte> output)
    {
        SubscriptionHead.Write(value.Hash, value.PrimaryPartition, output);
        output.GetSpan(1)[0] = (byte)value.Instruction;
        output.Advance(1);
        keys.Serialize(value.PrimaryKey, output);
    }

    public Subscription<K> Deserialize(ReadOnlySpan<byte> bytes)
    {
        var rest = SubscriptionHead.Read(bytes, out var hash, out var partition);
        if (rest.IsEmpty) throw SerializationException.TooShort("A subscription of a foreign-key join", bytes.Length + 1, bytes.Length);
        return new Subscription<K>(hash, (SubscriptionInstruction)rest[0], keys.Deserialize(rest[1..]), partition);
    }
}

/// <summary>Writes the head alone.</summary>
internal sealed class SubscriberSerde : ISerde<Subscriber>
{
    public void Serialize(Subscriber value, IBufferWriter<byte> output) => SubscriptionHead.Write(value.Hash, value.PrimaryPartition, output);

    public Subscriber Deserialize(ReadOnlySpan<byte> bytes)
    {
        SubscriptionHead.Read(bytes, out var hash, out var partition);
        return new Subscriber(hash, partition);
    }
}

/// <summary>Writes <c>head ‖ whether there is a value (1) ‖ value?</c>.</summary>
internal sealed class SubscriptionResponseSerde<VO>(ISerde<VO> values) : ISerde<SubscriptionResponse<VO>>
{
    public void Serialize(SubscriptionResponse<VO> value, IBufferWriter<byte> output)
    {
        SubscriptionHead.Write(value.Hash, value.PrimaryPartition, output);
        var hasValue = value.Value.TryGet(out var present);
        output.GetSpan(1)[0] = hasValue ? (byte)1 : (byte)0;
        output.Advance(1);
        if (hasValue) values.Serialize(present!, output); // it has one
    }

    public SubscriptionResponse<VO> Deserialize(ReadOnlySpan<byte> bytes)
    {
        var rest = SubscriptionHead.Read(bytes, out var hash, out var partition);
        if (rest.IsEmpty) throw SerializationException.TooShort("A response of a foreign-key join", bytes.Length + 1, bytes.Length);
        return new SubscriptionResponse<VO>(hash, rest[0] == 0 ? default : Optional<VO>.Of(values.Deserialize(rest[1..])), partition);
    }
}
