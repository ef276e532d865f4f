using SmartKart.Kafka;
using SmartKart.Streams.Graph;
using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Threads;

/// <summary>
/// Where to begin in partitions of which nothing was committed, for sources that differ from the application's setting: the client
/// knows only one setting for all topics.
/// </summary>
internal static class OffsetResets
{
    /// <param name="consumer">The thread's.</param>
    /// <param name="subTopology">Whose sources they are.</param>
    /// <param name="options">The application's.</param>
    /// <param name="partitions">The task's partitions.</param>
    /// <param name="rewinds">Takes where to begin.</param>
    public static void Apply(
        BatchConsumer consumer, SubTopology subTopology, StreamsOptions options, IReadOnlyList<TopicPartition> partitions, Dictionary<TopicPartition, long> rewinds)
    {
        var resets = subTopology.Nodes.OfType<ISourceDefinition>().Where(source => source.OffsetReset is { } reset && reset != options.AutoOffsetReset)
            .SelectMany(source => source.Topics.Select(topic => (Topic: subTopology.TopicName(topic, options.ApplicationId), source.OffsetReset)))
            .ToDictionary(each => each.Topic, each => each.OffsetReset, StringComparer.Ordinal);
        TopicPartition[] differing = [.. partitions.Where(partition => resets.ContainsKey(partition.Topic) && !rewinds.ContainsKey(partition))];
        if (differing.Length == 0) return;
        foreach (var committed in consumer.Partitions.Committed(differing))
        {
            if (committed.Offset != Offset.None) continue;
            var partition = new TopicPartition(committed.Topic, committed.Partition);
            var (beginning, end) = consumer.Partitions.Bounds(partition);
            rewinds[partition] = resets[committed.Topic] == AutoOffsetReset.Earliest ? beginning : end;
        }
    }
}
