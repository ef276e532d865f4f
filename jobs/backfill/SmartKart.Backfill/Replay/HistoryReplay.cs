using SmartKart.Backfill.Histories;
using SmartKart.Kafka;
using SmartKart.Schemas.Registry;

namespace SmartKart.Backfill.Replay;

/// <summary>
/// Publishes a history: rows → events → Avro in Confluent's wire format → topics. Each event is keyed as its topic is and carries its own
/// time; one idempotent producer sends them in the order in which they happened.
/// </summary>
/// <param name="kafka">The cluster.</param>
/// <param name="admin">Its administrator.</param>
/// <param name="registry">Its schema registry.</param>
/// <param name="clock">What the age of records is measured against, and the time it took.</param>
public sealed class HistoryReplay(KafkaConfiguration kafka, KafkaAdmin admin, SchemaRegistryClient registry, TimeProvider clock)
{
    private const int EventsPerReport = 16_384;

    /// <summary>Publishes it. When it returns the broker has acknowledged every event. Blocks its thread while it reads and sends.</summary>
    /// <param name="history">What to publish.</param>
    /// <param name="progress">Receives the number of events so far, now and then and at the end; null for none.</param>
    /// <param name="cancellation">Stops it; what was sent stays.</param>
    /// <exception cref="ReplayException">An event's bytes do not carry it unchanged, or it is none of its topic's contract.</exception>
    /// <exception cref="HistoryFormatException">The file is not that history.</exception>
    /// <exception cref="KafkaException">The cluster refuses a topic, or lost an event.</exception>
    /// <exception cref="SchemaRegistryException">The registry refuses a contract.</exception>
    public async Task<PublishedHistory> PublishAsync(IHistory history, IProgress<long>? progress, CancellationToken cancellation)
    {
        var topics = new ReplayTopics(admin, registry, clock);
        await topics.CreateAsync(cancellation);
        var schemas = await topics.RegisterAsync(cancellation);

        var started = clock.GetTimestamp();
        using var producer = BatchProducer.Open(ProducerSettings());
        using var sink = new PublishingSink(producer, schemas, cancellation);
        var account = new RowAccount();
        var begins = new Dictionary<string, IReadOnlyList<TopicPartitionOffset>>();
        var keptForever = new List<string>();
        var (first, last) = (default(DateTimeOffset?), default(DateTimeOffset?));
        var events = 0L;
        foreach (var historyEvent in history.Read(account, cancellation))
        {
            if (!begins.ContainsKey(historyEvent.Topic))
            {
                // In time order the first event of a topic is its oldest.
                if (await topics.MakeRoomSinceAsync(historyEvent.Topic, historyEvent.OccurredAt, cancellation)) keptForever.Add(historyEvent.Topic);
                begins[historyEvent.Topic] = await topics.EndsAsync(historyEvent.Topic, cancellation);
            }
            historyEvent.DeliverTo(sink);
            first ??= historyEvent.OccurredAt;
            last = historyEvent.OccurredAt;
            if (++events % EventsPerReport != 0) continue;
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(events);
        }
        sink.Finish();
        progress?.Report(events);
        var elapsed = clock.GetElapsedTime(started);

        var published = new List<PublishedTopic>();
        foreach (var topic in sink.Topics.OrderBy(each => each.Topic.Name, StringComparer.Ordinal))
            published.Add(new PublishedTopic(topic, begins[topic.Topic.Name], await topics.EndsAsync(topic.Topic.Name, cancellation)));
        return new PublishedHistory
        {
            History = history.Name,
            Account = account,
            Topics = published,
            KeptForever = keptForever,
            FirstOccurredAt = first,
            LastOccurredAt = last,
            Elapsed = elapsed,
        };
    }

    // A replay fills the wire: it lingers for full requests, and what waits for the broker is bounded in bytes and in number. Whatever the
    // configuration says, every event must be on the broker once and in order.
    private KafkaConfiguration ProducerSettings() => kafka
        .With("enable.idempotence", "true")
        .With("acks", "all")
        .With("linger.ms", "20")
        .With("queue.buffering.max.messages", "100000")
        .With("queue.buffering.max.kbytes", "65536")
        .With("statistics.interval.ms", "0");
}
