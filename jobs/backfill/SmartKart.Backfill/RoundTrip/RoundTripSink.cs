using SmartKart.Backfill.Histories;
using SmartKart.Schemas;

namespace SmartKart.Backfill.RoundTrip;

/// <summary>
/// Encodes each event as Avro, decodes the bytes and demands the event back. Hot path: per event, into one buffer that grows to the
/// largest.
/// </summary>
public sealed class RoundTripSink : IEventSink
{
    private const int FirstBufferBytes = 4096;
    private readonly Dictionary<string, TopicTotals> _topics = [];
    private byte[] _buffer = new byte[FirstBufferBytes];

    /// <summary>Events and their bytes, by topic.</summary>
    public IReadOnlyDictionary<string, TopicTotals> Topics => _topics;

    /// <inheritdoc/>
    /// <exception cref="RoundTripException">The codec gave another event back.</exception>
    public void Take<TEvent>(HistoryEvent<TEvent> historyEvent) where TEvent : class, IAvroRecord<TEvent>
    {
        var value = historyEvent.Value;
        var bound = TEvent.MaxBytes(value);
        if (bound > _buffer.Length) _buffer = new byte[Math.Max(bound, 2 * _buffer.Length)];
        var bytes = TEvent.Encode(value, _buffer);
        var decoded = TEvent.Decode(_buffer.AsSpan(0, bytes));
        if (!decoded.Equals(value)) throw new RoundTripException(historyEvent.Topic, value, decoded);
        _topics[historyEvent.Topic] = _topics.GetValueOrDefault(historyEvent.Topic).Plus(bytes);
    }
}

/// <summary>What a topic would hold.</summary>
/// <param name="Events">Events.</param>
/// <param name="SizeBytes">Their Avro binary, without the wire format's 5 bytes each.</param>
public readonly record struct TopicTotals(long Events, long SizeBytes)
{
    internal TopicTotals Plus(int sizeBytes) => new(Events + 1, SizeBytes + sizeBytes);
}
