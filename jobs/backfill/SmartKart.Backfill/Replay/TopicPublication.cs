using System.Text;
using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Registry;

namespace SmartKart.Backfill.Replay;

/// <summary>The events of one topic on their way out: the batch that gathers them, and the books of what was put into it.</summary>
/// <param name="topic">The topic.</param>
internal abstract class TopicPublication(Topic topic) : IDisposable
{
    // Half a megabyte and more is a full request; what is smaller would only be gathered again by librdkafka.
    private const int FullBatchBytes = 512 * 1024;
    private const int FullBatchRecords = 4096;

    /// <summary>The topic.</summary>
    public Topic Topic { get; } = topic;

    /// <summary>Events that wait to be sent.</summary>
    public ProducerBatch Batch { get; } = new(topic.Name);

    /// <summary>Whether the batch is worth sending.</summary>
    public bool IsFull => Batch.SizeBytes >= FullBatchBytes || Batch.Count >= FullBatchRecords;

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
    private readonly EventFields<TEvent> _fields = new(topic);
    private byte[] _key = new byte[256];

    /// <summary>Puts one event into the batch: keyed, stamped with its own time, in Confluent's wire format.</summary>
    /// <exception cref="ReplayException">Its bytes don't carry it unchanged.</exception>
    public void Add(TEvent value)
    {
        var key = Key(_fields.Key(value));
        Batch.Begin(key, timestampMs: _fields.OccurredAt(value).ToUnixTimeMilliseconds());
        var frame = Batch.GetSpan(checked(ConfluentFrame.HeaderBytes + TEvent.MaxBytes(value)));
        ConfluentFrame.WriteHeader(schema, frame);
        var bytes = TEvent.Encode(value, frame[ConfluentFrame.HeaderBytes..]);
        var avro = frame.Slice(ConfluentFrame.HeaderBytes, bytes);
        // What the digest can't see: a field that encoding and decoding lose alike.
        var decoded = TEvent.Decode(avro);
        if (!decoded.Equals(value)) throw ReplayException.Altered(Topic.Name, value, decoded);
        Tally.Add(key, avro);
        Batch.Advance(ConfluentFrame.HeaderBytes + bytes);
        Batch.End();
    }

    /// <inheritdoc/>
    public override TopicReading NewReading(SchemaRegistryClient registry) => new TopicReading<TEvent>(Topic, registry);

    private ReadOnlySpan<byte> Key(string text)
    {
        var bound = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (bound > _key.Length) _key = new byte[Math.Max(bound, 2 * _key.Length)];
        return _key.AsSpan(0, Encoding.UTF8.GetBytes(text, _key));
    }
}
