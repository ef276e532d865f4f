using SmartKart.Backfill.Histories;
using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Registry;

namespace SmartKart.Backfill.Replay;

/// <summary>Publishes events: each is encoded once, into its topic's batch, and a full batch is sent. Hot path: per event.</summary>
/// <param name="producer">What sends them; no more than its queue is in memory.</param>
/// <param name="schemas">The ids of the contracts, by topic.</param>
/// <param name="cancellation">Stops waiting for room in the producer's queue.</param>
internal sealed class PublishingSink(BatchProducer producer, IReadOnlyDictionary<string, SchemaId> schemas, CancellationToken cancellation) : IEventSink, IDisposable
{
    private readonly Dictionary<string, TopicPublication> _topics = [];

    /// <summary>What was published, by topic.</summary>
    public IReadOnlyCollection<TopicPublication> Topics => _topics.Values;

    /// <inheritdoc/>
    public void Take<TEvent>(HistoryEvent<TEvent> historyEvent) where TEvent : class, IAvroRecord<TEvent>
    {
        var topic = Find<TEvent>(historyEvent.Topic);
        topic.Add(historyEvent.Value);
        if (topic.IsFull) producer.Send(topic.Batch, cancellation);
    }

    /// <summary>Sends what is left, and waits until the broker has all of it.</summary>
    /// <exception cref="KafkaDeliveryException">Some were not delivered.</exception>
    public void Finish()
    {
        foreach (var topic in _topics.Values) producer.Send(topic.Batch, cancellation);
        producer.Flush(cancellation);
    }

    /// <summary>Closes the books; what they say stays readable.</summary>
    public void Dispose()
    {
        foreach (var topic in _topics.Values) topic.Dispose();
    }

    private TopicPublication<TEvent> Find<TEvent>(string name) where TEvent : class, IAvroRecord<TEvent>
    {
        if (_topics.TryGetValue(name, out var known))
            return known as TopicPublication<TEvent> ?? throw ReplayException.AnotherContract(name, typeof(TEvent));
        var topic = TopicCatalog.Shipped[name];
        if (SchemaText.Of(TEvent.Schema) != SchemaText.Of(EventSchemas.Shipped.Of(topic))) throw ReplayException.AnotherContract(name, typeof(TEvent));
        var opened = new TopicPublication<TEvent>(topic, schemas[name]);
        _topics[name] = opened;
        return opened;
    }
}
