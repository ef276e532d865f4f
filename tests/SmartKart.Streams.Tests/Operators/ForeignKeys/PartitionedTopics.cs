using SmartKart.Kafka;
using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Tests.Operators.ForeignKeys;

/// <summary>Topics in memory, each of so many partitions: what is written goes to the task that reads the partition, or is kept to be looked at.</summary>
internal sealed class PartitionedTopics(int partitions) : IRecordCollector
{
    private readonly Dictionary<string, PartitionedTopic> _topics = new(StringComparer.Ordinal);

    public ITopicWriter WriterOf(string topic) => Topic(topic);

    public IChangelogWriter ChangelogOf(string topic, int partition) => new NoChangelog();

    /// <summary>A task reads its partitions.</summary>
    public void ReadBy(StreamTask task)
    {
        foreach (var queue in task.Partitions.Queues) Topic(queue.Partition.Topic).Readers[queue.Partition.Partition] = queue.Buffer;
    }

    /// <summary>What went to a topic that no task reads, in the order it went.</summary>
    public RecordBuffer Kept(string topic) => Topic(topic).Kept;

    private PartitionedTopic Topic(string topic) =>
        _topics.TryGetValue(topic, out var known) ? known : _topics[topic] = new PartitionedTopic(topic, partitions);

    private sealed class PartitionedTopic(string topic, int partitions) : ITopicWriter
    {
        private long _nextOffset;

        public string Topic => topic;

        public int Partitions => partitions;

        public RecordBuffer?[] Readers { get; } = new RecordBuffer?[partitions];

        public RecordBuffer Kept { get; } = new();

        public void Send(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, int partition, long timestampMs, Headers? headers)
        {
            var (hasKey, hasValue) = (!key.IsEmpty, !value.IsEmpty); // none that is there is empty
            var offset = _nextOffset++;
            // What has no key may go anywhere, and does.
            if (partition < 0) partition = hasKey ? Murmur2.PartitionOf(key, partitions) : (int)(offset % partitions);
            (Readers[partition] ?? Kept).Add(offset, timestampMs, key, hasKey, value, hasValue, headers);
        }
    }

    private sealed class NoChangelog : IChangelogWriter
    {
        public long? NextOffset => null;

        public void Append(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
        {
            // Nothing is restored here.
        }

        public void AppendTombstone(ReadOnlySpan<byte> key)
        {
            // As above.
        }
    }
}
