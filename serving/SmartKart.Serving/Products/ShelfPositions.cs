using SmartKart.Kafka;

namespace SmartKart.Serving.Products;

/// <summary>
/// How far the topics were read, so that an interruption ends where it began: whoever read again would put old stock on the shelf. One thread at a time.
/// </summary>
internal sealed class ShelfPositions
{
    private readonly Dictionary<TopicPartition, long> _next = [];
    private readonly Dictionary<string, Guid> _topics = new(StringComparer.Ordinal);

    /// <summary>Looks at a topic before it is read. One that was deleted and made again has other records under the same offsets.</summary>
    public void Meet(TopicDescription topic)
    {
        if (_topics.TryGetValue(topic.Name, out var known) && known != topic.TopicId)
        {
            foreach (var partition in _next.Keys.Where(each => each.Topic == topic.Name).ToList()) _next.Remove(partition);
        }
        _topics[topic.Name] = topic.TopicId;
    }

    /// <summary>A record has been dealt with.</summary>
    public void Passed(TopicPartitionOffset record) => _next[new TopicPartition(record.Topic, record.Partition)] = record.Offset + 1;

    /// <summary>Where to go on; the beginning of what wasn't read yet. An offset that is gone is the beginning, too, by <c>auto.offset.reset</c>.</summary>
    public TopicPartitionOffset Next(TopicPartition partition) => partition.At(_next.GetValueOrDefault(partition, Offset.Beginning));
}
