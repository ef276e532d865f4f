using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Groups.Records;

/// <summary>What a record of the offsets topic is about. Kafka's numbers: they are the versions of the records' keys.</summary>
internal enum RecordType : short
{
    OffsetCommit = 1,
    GroupMetadata = 2,
    ConsumerGroupMetadata = 3,
    ConsumerGroupPartitionMetadata = 4,
    ConsumerGroupMemberMetadata = 5,
    TargetAssignmentMetadata = 6,
    TargetAssignmentMember = 7,
    CurrentMemberAssignment = 8,
}

/// <summary>
/// The key of a record in the offsets topic, for all of Kafka's types at once: its type is written first, as the version of what
/// follows (OffsetCommitKey 1, GroupMetadataKey 2, ConsumerGroupMetadataKey 3 …).
/// </summary>
internal sealed class RecordKey : IMessage
{
    public RecordType Type;
    public string Group = "";
    public string Topic = "";
    public int Partition;
    public string Member = "";

    public static RecordKey Of(RecordType type, string group, string member = "") => new() { Type = type, Group = group, Member = member };

    public static RecordKey Offset(string group, string topic, int partition) =>
        new() { Type = RecordType.OffsetCommit, Group = group, Topic = topic, Partition = partition };

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.String(ref Group);
        codec.String(ref Topic, until: 1);
        codec.Int32(ref Partition, until: 1);
        codec.String(ref Member, since: 5, until: 5);
        codec.String(ref Member, since: 7, until: 8);
    }
}
