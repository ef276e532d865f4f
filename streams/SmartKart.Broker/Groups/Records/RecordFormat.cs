using System.Buffers;
using System.Buffers.Binary;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Groups.Records;

/// <summary>
/// The bytes of the offsets topic's records, which are Apache Kafka's own: Kafka's tools can read this topic.
/// <code>
/// key    ┌ type  ┬ fields … ┐     value  ┌ version ┬ fields … ┐
///        │ int16 │          │            │  int16  │          │
///        └───────┴──────────┘            └─────────┴──────────┘
/// </code>
/// </summary>
internal static class RecordFormat
{
    public static byte[] Encode(RecordKey key) => Encode(key, (short)key.Type, flexible: false);

    public static byte[] Encode(IRecordValue value) => Encode(value, value.Version, value.Version >= value.FlexibleSince);

    /// <returns>Null for a type that this broker doesn't know: a newer Kafka's, which it leaves alone.</returns>
    /// <exception cref="ProtocolException">The bytes are no such key.</exception>
    public static RecordKey? DecodeKey(ReadOnlySpan<byte> bytes)
    {
        var type = bytes.Length < sizeof(short) ? (short)-1 : BinaryPrimitives.ReadInt16BigEndian(bytes);
        if (type > (short)RecordType.CurrentMemberAssignment) return null;
        var key = new RecordKey { Type = type == 0 ? RecordType.OffsetCommit : (RecordType)type };    // 0 was written by Kafka 0.8
        Decode(bytes, type, flexible: false, key);
        return key;
    }

    /// <exception cref="ProtocolException">The bytes are no such value.</exception>
    public static IRecordValue DecodeValue(RecordType type, ReadOnlySpan<byte> bytes)
    {
        IRecordValue value = type switch
        {
            RecordType.OffsetCommit => new OffsetCommitValue(),
            RecordType.GroupMetadata => new GroupMetadataValue(),
            RecordType.ConsumerGroupMetadata => new EpochValue(),
            RecordType.ConsumerGroupPartitionMetadata => new PartitionMetadataValue(),
            RecordType.ConsumerGroupMemberMetadata => new MemberMetadataValue(),
            RecordType.TargetAssignmentMetadata => new EpochValue(),
            RecordType.TargetAssignmentMember => new TargetAssignmentValue(),
            RecordType.CurrentMemberAssignment => new CurrentAssignmentValue(),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No value is known for this type of record; add one."),
        };
        var version = bytes.Length < sizeof(short) ? (short)-1 : BinaryPrimitives.ReadInt16BigEndian(bytes);
        Decode(bytes, version, version >= value.FlexibleSince, value);
        return value;
    }

    private static byte[] Encode<T>(T message, short version, bool flexible) where T : class, IMessage
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        BinaryPrimitives.WriteInt16BigEndian(buffer.GetSpan(sizeof(short)), version);
        buffer.Advance(sizeof(short));
        MessageWriter.Write(buffer, message, version, flexible);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Decode<T>(ReadOnlySpan<byte> bytes, short version, bool flexible, T message) where T : class, IMessage
    {
        if (version < 0)
            throw new ProtocolException("no version in front, or a negative one", message.GetType().Name, version, nameof(version), 0);
        MessageReader.Read(new ReadOnlySequence<byte>(bytes[sizeof(short)..].ToArray()), version, flexible, message);
    }
}
