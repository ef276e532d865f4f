using SmartKart.Kafka;
using SmartKart.Schemas.Registry;

namespace SmartKart.Backfill.Replay;

/// <summary>
/// Reads a published history back with a client of its own, from where it began in each partition to where that ended, and demands that it
/// is what was published: per topic the events, their bytes and a digest of them, and in each partition their order.
/// </summary>
/// <param name="kafka">The cluster.</param>
/// <param name="registry">Its schema registry, which tells what wrote the records.</param>
/// <param name="clock">Measures how long it took, and how long the broker was silent.</param>
public sealed class ReplayCheck(KafkaConfiguration kafka, SchemaRegistryClient registry, TimeProvider clock)
{
    private const int BatchRecords = 4096;
    private const int EventsPerReport = 16_384;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(60);

    /// <summary>Reads it back. Blocks its thread while it waits for records.</summary>
    /// <param name="published">What to find.</param>
    /// <param name="progress">Receives the number of events so far, now and then and at the end; null for none.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ReplayException">What was read is not what was published; the message names the topic and the counts.</exception>
    /// <exception cref="KafkaException">The cluster does not give it.</exception>
    /// <exception cref="SchemaRegistryException">The registry does not know what wrote it.</exception>
    public async Task<HistoryReadBack> RunAsync(PublishedHistory published, IProgress<long>? progress, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        var readings = published.Topics.ToDictionary(topic => topic.Name, topic => topic.NewReading(registry));
        try
        {
            await ReadAsync(published, readings, progress, cancellation);
            foreach (var topic in published.Topics)
                if (readings[topic.Name].Totals != topic.Totals) throw ReplayException.Differs(topic.Name, topic.Totals, readings[topic.Name].Totals);
            var totals = readings.ToDictionary(reading => reading.Key, reading => reading.Value.Totals);
            RowsAddUp(published, totals);
            return new HistoryReadBack(totals, clock.GetElapsedTime(started));
        }
        finally
        {
            foreach (var reading in readings.Values) reading.Dispose();
        }
    }

    private async Task ReadAsync(
        PublishedHistory published, Dictionary<string, TopicReading> readings, IProgress<long>? progress, CancellationToken cancellation)
    {
        var unread = new UnreadPartitions(published.Topics);
        if (unread.Count == 0) return;
        using var consumer = BatchConsumer.Open(ConsumerSettings(), BatchRecords);
        consumer.Partitions.Assign(unread.Begins);
        var (events, heard) = (0L, clock.GetTimestamp());
        while (unread.Count > 0)
        {
            using var batch = consumer.Consume(LongestWait, cancellation);
            if (batch.Count > 0 || batch.Ends.Count > 0) heard = clock.GetTimestamp();
            else if (clock.GetElapsedTime(heard) is var silence && silence > LongestSilence) throw unread.Silent(silence);
            for (var at = 0; at < batch.Count; at++)
            {
                if (!unread.Covers(batch[at].Topic, batch[at].Partition, batch[at].Offset)) continue;
                var reading = readings[batch[at].Topic];
                if (!reading.TryTake(batch[at]))
                {
                    await reading.LearnAsync(batch[at].Value.ToArray(), cancellation);
                    reading.TryTake(batch[at]);
                }
                if (++events % EventsPerReport == 0) progress?.Report(events);
                unread.Reached(batch[at].Topic, batch[at].Partition, batch[at].Offset + 1);
            }
            foreach (var end in batch.Ends) unread.Reached(end.Topic, end.Partition, end.Offset);
        }
        progress?.Report(events);
    }

    // A row that became an event must have one to show, and an event of a history with rows must have a row.
    private static void RowsAddUp(PublishedHistory published, Dictionary<string, TopicTotals> read)
    {
        if (published.Account.Rows == 0) return;
        var rows = new Dictionary<string, long>();
        foreach (var (outcome, count) in published.Account.ByOutcome)
            foreach (var topic in outcome.Topics) rows[topic] = rows.GetValueOrDefault(topic) + count;
        foreach (var topic in rows.Keys.Union(read.Keys))
        {
            var (told, events) = (rows.GetValueOrDefault(topic), read.GetValueOrDefault(topic).Events);
            if (told == 0 || events == 0) throw ReplayException.RowsDoNotAddUp(topic, told, events);
        }
    }

    // librdkafka wants a group's name also where none is joined; nothing is ever committed under this one.
    private KafkaConfiguration ConsumerSettings() => kafka
        .With("group.id", "smartkart-replay-check")
        .With("enable.auto.commit", "false")
        .With("enable.partition.eof", "true")
        .With("auto.offset.reset", "error")
        .With("queued.max.messages.kbytes", "65536")
        .With("statistics.interval.ms", "0");
}

/// <summary>A history as it was read back: the same as was published.</summary>
/// <param name="Topics">What was read, by topic.</param>
/// <param name="Elapsed">From opening the client to the last event accounted for.</param>
public sealed record HistoryReadBack(IReadOnlyDictionary<string, TopicTotals> Topics, TimeSpan Elapsed)
{
    /// <summary>All events.</summary>
    public long Events => Topics.Values.Sum(topic => topic.Events);
}
