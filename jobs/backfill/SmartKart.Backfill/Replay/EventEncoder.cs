using System.Text;
using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Backfill.Replay;

/// <summary>
/// Puts events of a kind into their topic's batch: keyed, stamped with their own time, in Confluent's wire format. Hot path: per event.
/// </summary>
/// <typeparam name="TEvent">The generated record.</typeparam>
/// <param name="topic">The topic.</param>
/// <param name="schema">The id under which the registry knows the event's schema.</param>
internal sealed class EventEncoder<TEvent>(Topic topic, SchemaId schema) where TEvent : class, IAvroRecord<TEvent>
{
    private readonly EventFields<TEvent> _fields = new(topic);
    private byte[] _key = new byte[256];
    private int _keyBytes;
    private int _valueBytes;

    /// <summary>The key of the event that was begun last.</summary>
    public ReadOnlySpan<byte> Key => _key.AsSpan(0, _keyBytes);

    /// <summary>Begins a record for an event; <see cref="End"/> makes it part of the batch.</summary>
    /// <returns>The event's Avro binary, where it stands in the batch.</returns>
    public ReadOnlySpan<byte> Begin(ProducerBatch batch, TEvent value)
    {
        EncodeKey(_fields.Key(value));
        batch.Begin(Key, timestampMs: _fields.OccurredAt(value).ToUnixTimeMilliseconds());
        var frame = batch.GetSpan(checked(ConfluentFrame.HeaderBytes + TEvent.MaxBytes(value)));
        ConfluentFrame.WriteHeader(schema, frame);
        var avro = frame.Slice(ConfluentFrame.HeaderBytes, TEvent.Encode(value, frame[ConfluentFrame.HeaderBytes..]));
        _valueBytes = ConfluentFrame.HeaderBytes + avro.Length;
        return avro;
    }

    /// <summary>Ends the record that was begun.</summary>
    public void End(ProducerBatch batch)
    {
        batch.Advance(_valueBytes);
        batch.End();
    }

    private void EncodeKey(string text)
    {
        var bound = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (bound > _key.Length) _key = new byte[Math.Max(bound, 2 * _key.Length)];
        _keyBytes = Encoding.UTF8.GetBytes(text, _key);
    }
}
