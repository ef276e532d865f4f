using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Replay.Positions;
using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Backfill.Replay.Runs;

/// <summary>
/// Publishes a source's events of the topics that were chosen, from where earlier runs ended in each. Hot path: per event.
/// </summary>
/// <param name="producer">What sends them; no more than its queue is in memory.</param>
/// <param name="schemas">The ids of the contracts, by topic.</param>
/// <param name="chosen">The topics, and how many events of each earlier runs published.</param>
/// <param name="cancellation">Stops waiting for room in the producer's queue.</param>
internal sealed class ResumingSink(
    BatchProducer producer, IReadOnlyDictionary<string, SchemaId> schemas, IReadOnlyDictionary<string, long> chosen, CancellationToken cancellation) : IEventSink
{
    private readonly Dictionary<string, OutgoingTopic> _topics = [];
    private readonly Dictionary<string, long> _toPassOver = new(chosen);

    /// <summary>Whether an event is one to be published: of a topic that was chosen, and not published before. To be asked once for each.</summary>
    /// <param name="topic">The event's topic.</param>
    /// <param name="isChosen">Whether its topic is.</param>
    public bool IsNews(string topic, out bool isChosen)
    {
        isChosen = _toPassOver.TryGetValue(topic, out var left);
        if (!isChosen || left == 0) return isChosen;
        _toPassOver[topic] = left - 1;
        return false;
    }

    /// <inheritdoc/>
    public void Take<TEvent>(HistoryEvent<TEvent> historyEvent) where TEvent : class, IAvroRecord<TEvent>
    {
        var topic = Find<TEvent>(historyEvent.Topic);
        topic.Add(historyEvent.Value);
        if (FullBatch.Is(topic.Batch)) producer.Send(topic.Batch, cancellation);
    }

    /// <summary>Sends what is gathered, though the run is being stopped.</summary>
    public void SendAll()
    {
        foreach (var topic in _topics.Values) producer.Send(topic.Batch, CancellationToken.None);
    }

    /// <summary>Events that this run put on their way to a topic.</summary>
    public long Sent(string topic) => _topics.TryGetValue(topic, out var outgoing) ? outgoing.Sent : 0;

    /// <summary>Where the source is, once what was sent is committed.</summary>
    /// <param name="before">Where it was.</param>
    /// <param name="topicIds">The topics' ids.</param>
    /// <param name="isComplete">Whether the source has been read to its end.</param>
    public ReplayPosition Position(ReplayPosition before, IReadOnlyDictionary<string, Guid> topicIds, bool isComplete)
    {
        var topics = new Dictionary<string, TopicPosition>(before.Topics);
        foreach (var (topic, earlier) in chosen) topics[topic] = new TopicPosition(topicIds[topic], earlier + Sent(topic), isComplete);
        return before with { Topics = topics };
    }

    private OutgoingTopic<TEvent> Find<TEvent>(string name) where TEvent : class, IAvroRecord<TEvent>
    {
        if (_topics.TryGetValue(name, out var known))
            return known as OutgoingTopic<TEvent> ?? throw ReplayException.AnotherContract(name, typeof(TEvent));
        var topic = TopicCatalog.Shipped[name];
        if (TEvent.Schema.FullName != topic.ValueSchema) throw ReplayException.AnotherContract(name, typeof(TEvent));
        var opened = new OutgoingTopic<TEvent>(topic, schemas[name]);
        _topics[name] = opened;
        return opened;
    }
}
