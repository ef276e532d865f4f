using System.Diagnostics.CodeAnalysis;
using System.Text;
using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Registry;

namespace SmartKart.Backfill.Replay;

/// <summary>The events of one topic on their way back: decoded through the registry, encoded again, and counted.</summary>
internal abstract class TopicReading : IDisposable
{
    /// <summary>What was read so far.</summary>
    public TopicTotals Totals => Tally.Totals;

    /// <summary>The books.</summary>
    protected EventTally Tally { get; } = new();

    /// <summary>Takes one record.</summary>
    /// <returns>False where the schema that wrote it is not known yet: <see cref="LearnAsync"/> first.</returns>
    /// <exception cref="ReplayException">It is not as it was published, or not in time order.</exception>
    public abstract bool TryTake(ConsumedRecord record);

    /// <summary>Asks the registry for the schema that wrote a record.</summary>
    public abstract Task LearnAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation);

    public void Dispose() => Tally.Dispose();
}

/// <summary>
/// The same, for events of a known kind. A replay publishes in time order, so all events of a partition are in that order, and with them
/// those of each key; that needs one time per partition where a time per key would need memory without bound. Hot path: per event.
/// </summary>
/// <typeparam name="TEvent">The generated record.</typeparam>
/// <param name="topic">The topic.</param>
/// <param name="registry">Where writers' schemas are.</param>
internal sealed class TopicReading<TEvent>(Topic topic, SchemaRegistryClient registry) : TopicReading where TEvent : class, IAvroRecord<TEvent>
{
    private readonly EventFields<TEvent> _fields = new(topic);
    private readonly AvroDeserializer<TEvent> _reader = new(registry);
    private readonly Dictionary<int, DateTimeOffset> _lastByPartition = [];
    private byte[] _avro = new byte[4096];

    /// <inheritdoc/>
    public override bool TryTake(ConsumedRecord record)
    {
        if (record.IsTombstone) throw Wrong(record, "the record has no value");
        if (!TryDecode(record, out var value)) return false;
        var at = _fields.OccurredAt(value);
        if (!Encoding.UTF8.GetString(record.Key).Equals(_fields.Key(value), StringComparison.Ordinal)) throw Wrong(record, $"the record's key is not its event's {topic.Key}");
        // A topic of the catalogue is stamped as it is appended; one that was made otherwise keeps what was sent.
        if (record.TimestampKind == TimestampKind.Created && record.TimestampMs != at.ToUnixTimeMilliseconds())
            throw Wrong(record, "the record's timestamp is not the time of its event");
        if (_lastByPartition.TryGetValue(record.Partition, out var last) && at < last) throw ReplayException.OutOfOrder(Partition(record), record.Offset, at, last);
        _lastByPartition[record.Partition] = at;

        var bound = TEvent.MaxBytes(value);
        if (bound > _avro.Length) _avro = new byte[Math.Max(bound, 2 * _avro.Length)];
        Tally.Add(record.Key, _avro.AsSpan(0, TEvent.Encode(value, _avro)));
        return true;
    }

    /// <inheritdoc/>
    public override async Task LearnAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation) => _ = await _reader.DeserializeAsync(message, cancellation);

    private bool TryDecode(ConsumedRecord record, [NotNullWhen(true)] out TEvent? value)
    {
        try
        {
            return _reader.TryDeserialize(record.Value, out value);
        }
        catch (Exception fault) when (fault is ConfluentFrameException or AvroDataException)
        {
            throw Wrong(record, fault.Message, fault);
        }
    }

    private static ReplayException Wrong(ConsumedRecord record, string what, Exception? cause = null) => ReplayException.WrongRecord(Partition(record), record.Offset, what, cause);

    private static TopicPartition Partition(ConsumedRecord record) => new(record.Topic, record.Partition);
}
