using System.Buffers.Binary;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>A topic to be created.</summary>
/// <param name="Name">1 to 249 of a–z, A–Z, 0–9, '.', '_' and '-'.</param>
/// <param name="Partitions">How many, 1 or more; -1, the default, leaves it to the broker.</param>
/// <param name="ReplicationFactor">On how many brokers each partition is; -1, the default, leaves it to the broker.</param>
/// <param name="Settings">Settings other than the broker's, by Kafka's names (<c>cleanup.policy</c>, …); null for none.</param>
public sealed record NewTopic(string Name, int Partitions = -1, int ReplicationFactor = -1, IReadOnlyDictionary<string, string>? Settings = null);

/// <summary>A topic as the cluster has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TopicId">What tells it from an earlier topic of its name; empty where the broker gives none.</param>
/// <param name="IsInternal">It is Kafka's own, such as <c>__consumer_offsets</c>.</param>
/// <param name="Partitions">Its partitions, in their order.</param>
public sealed record TopicDescription(string Name, Guid TopicId, bool IsInternal, IReadOnlyList<PartitionDescription> Partitions)
{
    internal static unsafe TopicDescription Read(nint topic)
    {
        var partitions = TopicAdminApi.Partitions(topic, out var count);
        return new TopicDescription(
            Answers.Text(TopicAdminApi.Name(topic)), ReadUuid(TopicAdminApi.TopicId(topic)), TopicAdminApi.IsInternal(topic) != 0,
            [.. Answers.Each(partitions, count, PartitionDescription.Read).OrderBy(each => each.Partition)]);
    }

    private static Guid ReadUuid(nint uuid)
    {
        if (uuid == 0) return Guid.Empty;
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteInt64BigEndian(bytes, TopicAdminApi.UuidHigh(uuid));
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], TopicAdminApi.UuidLow(uuid));
        return new Guid(bytes, bigEndian: true);
    }
}

/// <summary>One partition.</summary>
/// <param name="Partition">Its number, from 0.</param>
/// <param name="Leader">The broker that serves it; null where there is none at the moment.</param>
/// <param name="Replicas">The ids of the brokers that have it, or should.</param>
/// <param name="InSyncReplicas">Of these, those that are in step.</param>
public sealed record PartitionDescription(int Partition, BrokerNode? Leader, IReadOnlyList<int> Replicas, IReadOnlyList<int> InSyncReplicas)
{
    internal static unsafe PartitionDescription Read(nint partition)
    {
        var replicas = TopicAdminApi.Replicas(partition, out var replicaCount);
        var inSync = TopicAdminApi.InSyncReplicas(partition, out var inSyncCount);
        return new PartitionDescription(
            TopicAdminApi.Partition(partition), BrokerNode.ReadOrNull(TopicAdminApi.Leader(partition)),
            Answers.Each(replicas, replicaCount, AdminApi.NodeId), Answers.Each(inSync, inSyncCount, AdminApi.NodeId));
    }
}
