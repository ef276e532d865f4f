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

    /// <summary>Of what a member has: since which of its epochs it has each of the partitions (KIP-1251). Empty where that is not told.</summary>
    public List<int> AssignmentEpochs = [];

    public static List<PartitionsOfTopic> From(ImmutableSortedSet<TopicIdPartition> partitions) =>
        [.. partitions.GroupBy(partition => partition.TopicId, partition => partition.Partition)
            .Select(topic => new PartitionsOfTopic { TopicId = topic.Key, Partitions = [.. topic] })];

    /// <summary>The same, with the epochs.</summary>
    public static List<PartitionsOfTopic> From(ImmutableSortedSet<TopicIdPartition> partitions, IReadOnlyDictionary<TopicIdPartition, int> epochs)
    {
        var topics = From(partitions);
        foreach (var topic in topics)
            topic.AssignmentEpochs = [.. topic.Partitions.Select(partition => epochs[new TopicIdPartition(topic.TopicId, partition)])];
        return topics;
    }

    public static ImmutableSortedSet<TopicIdPartition> ToSet(IEnumerable<PartitionsOfTopic> topics) =>
        [.. topics.SelectMany(topic => topic.Partitions.Select(partition => new TopicIdPartition(topic.TopicId, partition)))];

    /// <summary>The epochs that are told, per partition.</summary>
    public static ImmutableSortedDictionary<TopicIdPartition, int> EpochsOf(IEnumerable<PartitionsOfTopic> topics) => topics
        .SelectMany(topic => topic.Partitions.Zip(topic.AssignmentEpochs, (partition, epoch) => KeyValuePair.Create(new TopicIdPartition(topic.TopicId, partition), epoch)))
        .ToImmutableSortedDictionary();

    public void Describe<TCodec>(ref TCodec codec) where TCodec : struct, IMessageCodec, allows ref struct
    {
        codec.Uuid(ref TopicId);
        codec.Array(ref Partitions);
        codec.Tagged(0, ref AssignmentEpochs, since: 0);
    }
}
