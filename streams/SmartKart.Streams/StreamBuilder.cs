using SmartKart.Streams.Building;
using SmartKart.Streams.State;

namespace SmartKart.Streams;

/// <summary>
/// The way in: streams and tables over topics, to be transformed, aggregated and joined. Every call writes to one topology, which
/// <see cref="Build"/> returns. One thread.
/// </summary>
public sealed class StreamBuilder
{
    private readonly DslContext _dsl = new();

    /// <summary>Reads a topic as a stream.</summary>
    /// <exception cref="TopologyException">The topic is read already, or there is no serde for its types.</exception>
    public IKStream<K, V> Stream<K, V>(string topic, Consumed<K, V>? consumed = null) => Stream([topic], consumed);

    /// <summary>Reads topics as one stream. Their records come in no order between them.</summary>
    /// <inheritdoc cref="Stream{K, V}(string, Consumed{K, V}?)"/>
    public IKStream<K, V> Stream<K, V>(IReadOnlyList<string> topics, Consumed<K, V>? consumed = null)
    {
        var name = _dsl.NameOf(consumed?.Name, "KSTREAM-SOURCE-");
        var key = DslContext.SerdeOf(consumed?.KeySerde, null, $"the keys of {string.Join(", ", topics)}", "Consumed.With");
        var value = DslContext.SerdeOf(consumed?.ValueSerde, null, $"the values of {string.Join(", ", topics)}", "Consumed.With");
        _dsl.Topology.AddSource(name, topics, key, value, consumed?.TimestampExtractor, consumed?.OffsetReset);
        return new KStream<K, V>(_dsl, name, key, value, topics, repartitionRequired: false);
    }

    /// <summary>Reads a topic as a table: each record is the new value of its key, a tombstone its deletion. Records without a key are dropped.</summary>
    /// <inheritdoc cref="Stream{K, V}(string, Consumed{K, V}?)"/>
    public IKTable<K, V> Table<K, V>(string topic, Consumed<K, V>? consumed = null, Materialized<K, V>? materialized = null) =>
        TableBuilding.Table(_dsl, topic, consumed, materialized);

    /// <summary>Reads a topic, all its partitions, as a table that every instance has whole.</summary>
    /// <inheritdoc cref="Stream{K, V}(string, Consumed{K, V}?)"/>
    public IGlobalKTable<K, V> GlobalTable<K, V>(string topic, Consumed<K, V>? consumed = null, Materialized<K, V>? materialized = null) =>
        TableBuilding.GlobalTable(_dsl, topic, consumed, materialized);

    /// <summary>Adds a state store for processors of one's own.</summary>
    public StreamBuilder AddStateStore(IStoreBuilder store)
    {
        _dsl.Topology.AddStateStore(store);
        return this;
    }

    /// <summary>What was written so far.</summary>
    public Topology Build() => _dsl.Topology;
}
