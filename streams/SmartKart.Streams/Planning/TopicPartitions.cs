using System.Collections.Concurrent;
using SmartKart.Kafka;

namespace SmartKart.Streams.Planning;

/// <summary>How many partitions topics have, asked once of the broker: for sinks that choose partitions themselves. Any thread.</summary>
internal sealed class TopicPartitions(KafkaAdmin admin)
{
    private readonly ConcurrentDictionary<string, int> _known = new(StringComparer.Ordinal);

    /// <summary>Asks, and waits for the answer the first time.</summary>
    /// <exception cref="KafkaException">There is no such topic, or no broker answered.</exception>
    public int Of(string topic) => _known.GetOrAdd(topic, name => admin.Topics.DescribeAsync(name).GetAwaiter().GetResult().Partitions.Count);
}
