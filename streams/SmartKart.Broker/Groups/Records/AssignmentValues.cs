using System.Collections.Immutable;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Groups.Records;

/// <summary>What a member of a consumer group shall have in the end. Kafka's ConsumerGroupTargetAssignmentMemberValue, version 0.</summary>
internal sealed class TargetAssignmentValue : IRecordValue
{
    public List<PartitionsOfTopic> TopicPartitions = [];

    public short Version => 0;

    public short FlexibleSince => 0;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct => codec.Array(ref TopicPartitions);
}

/// <summary>What a member of a consumer group has, and what it is giving up. Kafka's ConsumerGroupCurrentMemberAssignmentValue, version 0.</summary>
internal sealed class CurrentAssignmentValue : IRecordValue
{
    public int MemberEpoch;
    public int PreviousMemberEpoch;
    public sbyte State;
    public List<PartitionsOfTopic> AssignedPartitions = [];
    public List<PartitionsOfTopic> PartitionsPendingRevocation = [];

    public short Version => 0;

    public short FlexibleSince => 0;

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Int32(ref MemberEpoch);
        codec.Int32(ref PreviousMemberEpoch);
        codec.Int8(ref State);
        codec.Array(ref AssignedPartitions);
        codec.Array(ref PartitionsPendingRevocation);
    }
}

/// <summary>Some partitions of one topic.</summary>
internal sealed class PartitionsOfTopic : IMessagePart
{
    public Guid TopicId;
    public List<int> Partitions = [];

    public static List<PartitionsOfTopic> From(ImmutableSortedSet<TopicIdPartition> partitions) =>
        [.. partitions.GroupBy(partition => partition.TopicId, partition => partition.Partition)
            .Select(topic => new PartitionsOfTopic { TopicId = topic.Key, Partitions = [.. topic] })];

    public static ImmutableSortedSet<TopicIdPartition> ToSet(IEnumerable<PartitionsOfTopic> topics) =>
        [.. topics.SelectMany(topic => topic.Partitions.Select(partition => new TopicIdPartition(topic.TopicId, partition)))];

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Uuid(ref TopicId);
        codec.Array(ref Partitions);
    }
}
