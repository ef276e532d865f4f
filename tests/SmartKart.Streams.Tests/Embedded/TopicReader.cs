using System.Diagnostics;
using System.Text;
using SmartKart.Kafka;

namespace SmartKart.Streams.Tests.Embedded;

/// <summary>A record as a test looks at it.</summary>
public sealed record ReadRecord(int Partition, long Offset, string? Key, byte[]? Value, long TimestampMs, IReadOnlyDictionary<string, string> Headers)
{
    public string? Text => Value is null ? null : Encoding.UTF8.GetString(Value);

    public long Number => System.Buffers.Binary.BinaryPrimitives.ReadInt64BigEndian(Value);
}

/// <summary>Reads topics from their beginning, committed records alone.</summary>
public sealed class TopicReader : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private readonly BatchConsumer _consumer;
    private readonly string _topic;

    public TopicReader(EmbeddedBroker broker, string topic, int partitions = 1)
    {
        _topic = topic;
        _consumer = BatchConsumer.Open(broker.Kafka.With("group.id", "reader").With("isolation.level", "read_committed"));
        _consumer.Partitions.Assign(Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
    }

    /// <summary>What came so far.</summary>
    public List<ReadRecord> Records { get; } = [];

    /// <summary>Reads until there are so many.</summary>
    public IReadOnlyList<ReadRecord> Read(int records) => ReadUntil(all => all.Count >= records, $"{records} records");

    /// <summary>Reads until a condition holds, or fails the test at a deadline.</summary>
    public IReadOnlyList<ReadRecord> ReadUntil(Func<IReadOnlyList<ReadRecord>, bool> isEnough, string what)
    {
        var began = Stopwatch.GetTimestamp();
        while (!isEnough(Records))
        {
            if (Stopwatch.GetElapsedTime(began) > Deadline)
                throw new ShouldAssertException($"{_topic} never had {what}; it has {Records.Count} records: {string.Join(", ", Records.TakeLast(20).Select(each => $"{each.Key}={each.Text}"))}");
            Take(TimeSpan.FromMilliseconds(200));
        }
        return Records;
    }

    public void Dispose() => _consumer.Dispose();

    private void Take(TimeSpan wait)
    {
        using var batch = _consumer.Consume(wait, TestContext.Current.CancellationToken);
        foreach (var record in batch)
        {
            var headers = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var header in record.Headers) headers[Encoding.UTF8.GetString(header.Name)] = Encoding.UTF8.GetString(header.Value);
            Records.Add(new ReadRecord(
                record.Partition, record.Offset, record.HasKey ? Encoding.UTF8.GetString(record.Key) : null, record.IsTombstone ? null : record.Value.ToArray(), record.TimestampMs, headers));
        }
    }
}
