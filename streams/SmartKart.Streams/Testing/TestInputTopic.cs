using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.Testing;

/// <summary>Pipes records into a topic of a <see cref="TopologyTestDriver"/>. Each call returns when all its consequences have come about.</summary>
public sealed class TestInputTopic<K, V>
{
    private readonly TopologyTestDriver _driver;
    private readonly string _topic;
    private readonly ISerde<K> _keySerde;
    private readonly ISerde<V> _valueSerde;
    private readonly ByteBuffer _key = new();
    private readonly ByteBuffer _value = new();

    internal TestInputTopic(TopologyTestDriver driver, string topic, ISerde<K> keySerde, ISerde<V> valueSerde) =>
        (_driver, _topic, _keySerde, _valueSerde) = (driver, topic, keySerde, valueSerde);

    /// <summary>Pipes a record in, at the driver's wall-clock time.</summary>
    public void PipeInput(K key, V value) => PipeInput(key, value, _driver.WallClockTime.ToUnixTimeMilliseconds());

    /// <summary>Pipes a record in.</summary>
    /// <param name="key">Its key; null for none.</param>
    /// <param name="value">Its value; null for a tombstone.</param>
    /// <param name="timestampMs">When it happened: ms since 1970, UTC.</param>
    /// <param name="headers">Its headers; null for none.</param>
    public void PipeInput(K key, V value, long timestampMs, Headers? headers = null) => PipeInput(new Record<K, V>(key, value, timestampMs, headers));

    /// <summary>Pipes a record in; <c>Record.Tombstone</c> deletes where the type of the values has no null.</summary>
    public void PipeInput(in Record<K, V> record)
    {
        _key.Clear();
        if (record.Key is not null) _keySerde.Serialize(record.Key, _key);
        _value.Clear();
        if (!record.IsTombstone) _valueSerde.Serialize(record.Value, _value);
        _driver.Pipe(_topic, record.Key is null ? default : _key.Written, record.IsTombstone ? default : _value.Written, record.TimestampMs, record.HeadersOrNull);
    }

    /// <summary>Pipes a record in as it would lie in the topic: one that cannot be read, for instance.</summary>
    public void PipeBytes(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, long timestampMs) => _driver.Pipe(_topic, key, value, timestampMs, headers: null);
}
