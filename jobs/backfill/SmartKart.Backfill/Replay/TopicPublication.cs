using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Registry;

namespace SmartKart.Backfill.Replay;

/// <summary>The events of one topic on their way out: the batch that gathers them, and the books of what was put into it.</summary>
/// <param name="topic">The topic.</param>
internal abstract class TopicPublication(Topic topic) : IDisposable
{
    /// <summary>The topic.</summary>
    public Topic Topic { get; } = topic;

    /// <summary>Events that wait to be sent.</summary>
    public ProducerBatch Batch { get; } = new(topic.Name);

    /// <summary>Whether the batch is worth sending.</summary>
    public bool IsFull => FullBatch.Is(Batch);

    /// <summary>What was published so far.</summary>
    public TopicTotals Totals => Tally.Totals;

    /// <summary>The books.</summary>
    protected EventTally Tally { get; } = new();

    /// <summary>What reads these events back.</summary>
    public abstract TopicReading NewReading(SchemaRegistryClient registry);

    public void Dispose() => Tally.Dispose();
}

/// <summary>The same, for events of a known kind. Hot path: per event.</summary>
/// <typeparam name="TEvent">The generated record.</typeparam>
/// <param name="topic">The topic.</param>
/// <param name="schema">The id under which the registry knows the event's schema.</param>
internal sealed class TopicPublication<TEvent>(Topic topic, SchemaId schema) : TopicPublication(topic) where TEvent : class, IAvroRecord<TEvent>
{
    private readonly EventEncoder<TEvent> _encoder = new(topic, schema);

    /// <summary>Puts one event into the batch: keyed, stamped with its own time, in Confluent's wire format.</summary>
    /// <exception cref="ReplayException">Its bytes don't carry it unchanged.</exception>
    public void Add(TEvent value)
    {
        var avro = _encoder.Begin(Batch, value);
        // What the digest can't see: a field that encoding and decoding lose alike.
        var decoded = TEvent.Decode(avro);
        if (!decoded.Equals(value)) throw ReplayException.Altered(Topic.Name, value, decoded);
        Tally.Add(_encoder.Key, avro);
        _encoder.End(Batch);
    }

    /// <inheritdoc/>
    public override TopicReading NewReading(SchemaRegistryClient registry) => new TopicReading<TEvent>(Topic, registry);
}
