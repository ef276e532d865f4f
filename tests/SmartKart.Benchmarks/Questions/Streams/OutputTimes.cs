using SmartKart.Kafka;

namespace SmartKart.Benchmarks.Questions.Streams;

/// <summary>When each committed record of the output was appended, per partition in order: ms since 1970 by the broker's clock.</summary>
internal static class OutputTimes
{
    public static IReadOnlyList<IReadOnlyList<long>> Read(KafkaConfiguration kafka, CancellationToken cancel)
    {
        using var consumer = BatchConsumer.Open(kafka
            .With("group.id", "reader-of-times")
            .With("isolation.level", "read_committed")
            .With("enable.partition.eof", "true").With("auto.offset.reset", "error"));
        consumer.Partitions.Assign(Enumerable.Range(0, RebalanceTopology.Partitions)
            .Select(partition => new TopicPartitionOffset(RebalanceTopology.Output, partition, 0)));
        var times = Enumerable.Range(0, RebalanceTopology.Partitions).Select(_ => new List<long>()).ToList();
        for (var open = RebalanceTopology.Partitions; open > 0;)
        {
            using var batch = consumer.Consume(TimeSpan.FromSeconds(10), cancel);
            if (batch.Count + batch.Ends.Count == 0) throw new InvalidOperationException("The broker gave neither records of the output nor its end for 10 s.");
            foreach (var record in batch) times[record.Partition].Add(record.TimestampMs);
            open -= batch.Ends.Count;
        }
        return times;
    }
}
