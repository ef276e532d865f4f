using SmartKart.Kafka;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Topologies.Archive;

/// <summary>Looks how much of several topics waits to be archived: one question to the cluster for all.</summary>
internal sealed class WaitingTopics(KafkaAdmin admin, IReadOnlyList<Topic> topics, string root, ArchiveOptions options, TimeProvider clock)
{
    private readonly WaitingTopic[] _topics = [.. topics.Select(topic => new WaitingTopic(topic, root, options))];

    /// <summary>All of them.</summary>
    public IReadOnlyList<WaitingTopic> All => _topics;

    /// <summary>Those that the cluster did not have at the last look.</summary>
    public IReadOnlyList<WaitingTopic> Missing { get; private set; } = [];

    /// <summary>Looks.</summary>
    /// <returns>Those of which a run is to begin.</returns>
    /// <exception cref="KafkaException">The cluster doesn't answer.</exception>
    public async Task<IReadOnlyList<WaitingTopic>> LookAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        WaitingTopic[] asked = [.. _topics.Where(topic => !topic.IsHeldUp(now))];
        await DescribeAsync([.. asked.Where(topic => topic.Partitions.Count == 0)], cancellation);
        var there = asked.Where(topic => topic.Partitions.Count > 0).ToDictionary(topic => topic.Topic.Name, StringComparer.Ordinal);
        Missing = [.. asked.Where(topic => topic.Partitions.Count == 0)];
        if (there.Count == 0) return [];
        var ends = await admin.Offsets.ListAsync(there.Values.SelectMany(topic => topic.Partitions), OffsetSpec.Latest, committedOnly: true, cancellation);
        foreach (var of in ends.GroupBy(end => end.Partition.Topic, StringComparer.Ordinal))
        {
            // One that was deleted is described anew, and found missing, at the next look.
            if (of.Any(end => end.Error is not null)) there[of.Key].Partitions = [];
            else there[of.Key].Look(of.Select(end => (end.Partition.Partition, end.Offset)), now);
        }
        return [.. there.Values.Where(topic => topic.Partitions.Count > 0 && topic.IsDue(now))];
    }

    private async Task DescribeAsync(WaitingTopic[] unknown, CancellationToken cancellation)
    {
        if (unknown.Length == 0) return;
        var described = await admin.Topics.DescribeAsync(unknown.Select(topic => topic.Topic.Name), cancellation);
        foreach (var topic in unknown)
        {
            var found = described.First(answer => answer.Name == topic.Topic.Name);
            topic.Partitions = found.Error is null
                ? [.. Enumerable.Range(0, found.Value.Partitions.Count).Select(partition => new TopicPartition(topic.Topic.Name, partition))]
                : [];
        }
    }
}
