using SmartKart.Streams.Tasks;

namespace SmartKart.Streams.Testing;

/// <summary>Reads what went to a topic of a <see cref="TopologyTestDriver"/>, first in, first out.</summary>
public sealed class TestOutputTopic<K, V>
{
    private readonly TopologyTestDriver _driver;
    private readonly RecordBuffer _captured;
    private readonly string _topic;
    private readonly ISerde<K> _keySerde;
    private readonly ISerde<V> _valueSerde;

    internal TestOutputTopic(TopologyTestDriver driver, RecordBuffer captured, string topic, ISerde<K> keySerde, ISerde<V> valueSerde) =>
        (_driver, _captured, _topic, _keySerde, _valueSerde) = (driver, captured, topic, keySerde, valueSerde);

    /// <summary>Nothing is left to read.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>How many records are left to read.</summary>
    public int Count
    {
        get
        {
            if (_topic.EndsWith("-changelog", StringComparison.Ordinal)) _driver.Commit(); // changelogs are written at commits
            return _captured.Count;
        }
    }

    /// <summary>The next record.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public Record<K, V> ReadRecord()
    {
        if (IsEmpty) throw new InvalidOperationException($"Nothing is left to read in the topic '{_topic}'.");
        ref readonly var head = ref _captured.Head;
        var key = head.HasKey ? _keySerde.Deserialize(head.Key.Span) : default!; // K has a null where records without a key are written
        var record = head.HasValue
            ? new Record<K, V>(key, _valueSerde.Deserialize(head.Value.Span), head.TimestampMs, head.Headers)
            : Record<K, V>.Tombstone(key, head.TimestampMs, head.Headers);
        _captured.RemoveHead();
        return record;
    }

    /// <summary>All records that are left.</summary>
    public IReadOnlyList<Record<K, V>> ReadRecords()
    {
        var records = new List<Record<K, V>>(Count);
        while (_captured.Count > 0) records.Add(ReadRecord());
        return records;
    }

    /// <summary>All keys and values that are left; a tombstone's value is the type's default.</summary>
    public IReadOnlyList<KeyValuePair<K, V>> ReadKeyValues() => [.. ReadRecords().Select(record => KeyValuePair.Create(record.Key, record.Value))];
}
