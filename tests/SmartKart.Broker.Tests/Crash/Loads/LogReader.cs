using SmartKart.Kafka;

namespace SmartKart.Broker.Tests.Crash.Loads;

/// <summary>Reads a topic on from where it was, to where it ends now, under one isolation level.</summary>
internal sealed class LogReader(BrokerProcess broker, string topic, int partitions, bool committedOnly)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly long[] _next = new long[partitions];

    public delegate void OnRecord(ConsumedRecord record);

    /// <summary>Every record that is there when this is called, and perhaps some that came meanwhile.</summary>
    public void Read(OnRecord take, CancellationToken cancellation)
    {
        // An offset outside the log means that the log lost records which were read before: an error, not an occasion to begin again.
        using var consumer = BatchConsumer.Open(Clients.Of(broker)
            .With("group.id", "log-reader")
            .With("auto.offset.reset", "error")
            .With("isolation.level", committedOnly ? "read_committed" : "read_uncommitted")
            .With("enable.partition.eof", "true")
            .With("fetch.wait.max.ms", "10"));
        consumer.Partitions.Assign(_next.Select((next, partition) => new TopicPartitionOffset(topic, partition, next)));
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        for (var open = Enumerable.Range(0, partitions).ToHashSet(); open.Count > 0;)
        {
            using var batch = consumer.Consume(TimeSpan.FromSeconds(1), patience.Token);
            foreach (var record in batch)
            {
                record.Offset.ShouldBeGreaterThanOrEqualTo(_next[record.Partition], $"{topic}[{record.Partition}] goes back");
                _next[record.Partition] = record.Offset + 1;
                take(record);
            }
            foreach (var end in batch.Ends)
            {
                _next[end.Partition] = Math.Max(_next[end.Partition], end.Offset);      // markers count too; records behind it may be in this batch already
                open.Remove(end.Partition);
            }
        }
    }
}
