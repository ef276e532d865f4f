using SmartKart.Kafka;

namespace SmartKart.Backfill.Replay;

/// <summary>The partitions of a history that are not read to their end yet.</summary>
internal sealed class UnreadPartitions
{
    private readonly Dictionary<TopicPartition, long> _ends = [];

    public UnreadPartitions(IEnumerable<PublishedTopic> topics)
    {
        var begins = new List<TopicPartitionOffset>();
        foreach (var topic in topics)
        {
            var begun = topic.Begins.ToDictionary(each => each.Partition, each => each.Offset);
            foreach (var end in topic.Ends)
            {
                // A partition that came meanwhile began at nothing.
                var begin = begun.GetValueOrDefault(end.Partition);
                if (end.Offset <= begin) continue;
                begins.Add(end with { Offset = begin });
                _ends[new TopicPartition(end.Topic, end.Partition)] = end.Offset;
            }
        }
        Begins = begins;
    }

    /// <summary>Where to begin, of those that have anything to read.</summary>
    public IReadOnlyList<TopicPartitionOffset> Begins { get; }

    /// <summary>How many are left.</summary>
    public int Count => _ends.Count;

    /// <summary>Whether an offset is one that is still to be read.</summary>
    public bool Covers(string topic, int partition, long offset) => _ends.TryGetValue(new TopicPartition(topic, partition), out var end) && offset < end;

    /// <summary>Notes where the reader is: the offset that it will read next.</summary>
    public void Reached(string topic, int partition, long next)
    {
        var at = new TopicPartition(topic, partition);
        if (_ends.TryGetValue(at, out var end) && next >= end) _ends.Remove(at);
    }

    /// <summary>What to say of a broker that gives no more.</summary>
    public ReplayException Silent(TimeSpan waited)
    {
        var (partition, end) = _ends.First();
        return ReplayException.Silent(partition, end, waited);
    }
}
