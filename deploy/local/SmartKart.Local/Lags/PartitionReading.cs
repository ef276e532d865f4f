using SmartKart.Kafka;

namespace SmartKart.Local.Lags;

/// <summary>Looks at records from given offsets on, each partition up to its end or until enough was seen, and not for longer than someone waits.</summary>
internal sealed class PartitionReading(KafkaConfiguration kafka, TimeProvider time)
{
    // librdkafka wants a group's name also where none is joined; nothing is ever committed under this one.
    private const string NoGroup = "smartkart-lag";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(200);

    /// <summary>Reads.</summary>
    /// <param name="from">Where each partition begins.</param>
    /// <param name="see">Sees a record, and says whether enough of its partition was seen.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Whether all was seen that was asked for: false where time ran out.</returns>
    /// <exception cref="KafkaException">The cluster doesn't answer.</exception>
    public bool Read(IReadOnlyCollection<TopicPartitionOffset> from, SeeRecord see, CancellationToken cancel)
    {
        if (from.Count == 0) return true;
        // One record of each is all that most want: little is fetched ahead.
        using var consumer = BatchConsumer.Open(kafka.With("group.id", NoGroup).With("enable.auto.commit", "false").With("enable.partition.eof", "true")
            .With("auto.offset.reset", "earliest").With("statistics.interval.ms", "0").With("fetch.message.max.bytes", "65536").With("queued.max.messages.kbytes", "4096"));
        consumer.Partitions.Assign(from);
        var open = from.Select(each => (each.Topic, each.Partition)).ToHashSet();
        var began = time.GetTimestamp();
        while (open.Count > 0 && time.GetElapsedTime(began) < Patience)
        {
            using var batch = consumer.Consume(LongestWait, cancel);
            foreach (var record in batch)
            {
                if (open.Contains((record.Topic, record.Partition)) && see(record)) open.Remove((record.Topic, record.Partition));
            }
            foreach (var end in batch.Ends) open.Remove((end.Topic, end.Partition));
        }
        consumer.Close();
        return open.Count == 0;
    }
}

/// <summary>Sees one record, where it lies; true where enough of its partition was seen.</summary>
internal delegate bool SeeRecord(ConsumedRecord record);
