using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Backfill.Replay.Runs;

/// <summary>One topic's events on their way out: the batch that gathers them, and their number.</summary>
/// <param name="topic">The topic.</param>
internal abstract class OutgoingTopic(Topic topic)
{
    /// <summary>The topic.</summary>
    public Topic Topic { get; } = topic;

    /// <summary>Events that wait to be sent.</summary>
    public ProducerBatch Batch { get; } = new(topic.Name);

    /// <summary>How many this run has put into the batch.</summary>
    public long Sent { get; protected set; }
}

/// <summary>The same, for events of a known kind. Hot path: per event.</summary>
/// <typeparam name="TEvent">The generated record.</typeparam>
internal sealed class OutgoingTopic<TEvent>(Topic topic, SchemaId schema) : OutgoingTopic(topic) where TEvent : class, IAvroRecord<TEvent>
{
    private readonly EventEncoder<TEvent> _encoder = new(topic, schema);

    /// <summary>Puts one event into the batch.</summary>
    public void Add(TEvent value)
    {
        _encoder.Begin(Batch, value);
        _encoder.End(Batch);
        Sent++;
    }
}
