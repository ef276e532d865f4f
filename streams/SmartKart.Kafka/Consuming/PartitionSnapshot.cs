using System.Globalization;

namespace SmartKart.Kafka;

/// <summary>Takes one record of a snapshot, which is there only during the call.</summary>
public delegate void SnapshotVisitor(ConsumedRecord record);

/// <summary>
/// Reads a partition once, from its first record to where its committed records end now: what a small topic that is compacted remembers.
/// </summary>
public static class PartitionSnapshot
{
    private const int BatchRecords = 256;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    /// <summary>Reads it. Blocks its thread while it waits for records.</summary>
    /// <param name="kafka">The cluster.</param>
    /// <param name="partition">What to read.</param>
    /// <param name="visit">Takes each record, tombstones included, in order.</param>
    /// <param name="clock">Measures how long the broker was silent.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="KafkaException">The broker refuses, or is silent for a minute.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static void Read(KafkaConfiguration kafka, TopicPartition partition, SnapshotVisitor visit, TimeProvider clock, CancellationToken cancellation)
    {
        using var consumer = BatchConsumer.Open(Settings(kafka), BatchRecords);
        consumer.Partitions.Assign([partition.At(Offset.Beginning)]);
        var heard = clock.GetTimestamp();
        while (true)
        {
            using var batch = consumer.Consume(LongestWait, cancellation);
            if (batch.Count > 0) heard = clock.GetTimestamp();
            foreach (var record in batch) visit(record);
            if (batch.Ends.Count > 0) return;
            if (clock.GetElapsedTime(heard) is var silence && silence > LongestSilence)
            {
                throw new KafkaRetriableException(string.Create(CultureInfo.InvariantCulture,
                    $"{partition}: nothing came for {silence.TotalSeconds:0} s, and it is not read to its end. See whether the broker answers."), KafkaErrorCode.TimedOut);
            }
        }
    }

    // librdkafka wants a group's name also where none is joined; nothing is ever committed under this one.
    private static KafkaConfiguration Settings(KafkaConfiguration kafka) => kafka
        .With("group.id", "smartkart-snapshot")
        .With("enable.auto.commit", "false")
        .With("enable.partition.eof", "true")
        .With("fetch.wait.max.ms", "10")        // the end is told with an answer, and there is nothing to wait for
        .With("isolation.level", "read_committed")
        .With("auto.offset.reset", "error")
        .With("statistics.interval.ms", "0");
}
