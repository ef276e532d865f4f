using SmartKart.Streams.Graph;
using SmartKart.Streams.Operators.Stateless;

namespace SmartKart.Streams.Building;

/// <summary>Has a stream's records partitioned by their keys, through an internal topic: a sink, the topic, a source.</summary>
internal static class Repartitioning
{
    /// <summary>The suffix of the internal topics, as in Kafka Streams.</summary>
    private const string Suffix = "-repartition";

    /// <summary>The stream as it is, or partitioned anew where its keys may have changed.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">What the internal topic is named for.</param>
    /// <param name="keySerde">Writes the keys; null: as the stream.</param>
    /// <param name="valueSerde">Writes the values; null: as the stream.</param>
    public static KStream<K, V> IfRequired<K, V>(KStream<K, V> stream, string name, ISerde<K>? keySerde = null, ISerde<V>? valueSerde = null) => stream.RepartitionRequired
        ? Through(stream, new Repartitioned<K, V> { Name = name, KeySerde = keySerde, ValueSerde = valueSerde }, "KSTREAM-REPARTITION-", dropNullKeys: true)
        : stream;

    /// <summary>The stream partitioned anew.</summary>
    public static KStream<K, V> Through<K, V>(KStream<K, V> stream, Repartitioned<K, V> repartitioned, string prefix, bool dropNullKeys = false)
    {
        var dsl = stream.Dsl;
        var number = dsl.NameOf(null, prefix);
        var topic = (repartitioned.Name ?? number) + Suffix;
        var key = DslContext.SerdeOf(repartitioned.KeySerde, stream.KeySerde, $"the keys of the internal topic {topic}", "Repartitioned, Grouped or Joined");
        var value = DslContext.SerdeOf(repartitioned.ValueSerde, stream.ValueSerde, $"the values of the internal topic {topic}", "Repartitioned, Grouped or Joined");
        var parent = stream.Node;
        if (dropNullKeys)
        {
            // No operator that goes by key takes a record without one: it need not travel.
            parent = dsl.NameOf($"{topic}-filter", "KSTREAM-FILTER-");
            dsl.Topology.AddProcessor(parent, () => new FilterProcessor<K, V>((recordKey, _) => recordKey is not null, keepIf: true), stream.Node);
        }
        var sink = dsl.NameOf($"{topic}-sink", "KSTREAM-SINK-");
        var source = dsl.NameOf($"{topic}-source", "KSTREAM-SOURCE-");
        dsl.Topology.Graph.AddRepartitionTopic(new RepartitionTopic(topic, repartitioned.NumberOfPartitions));
        dsl.Topology.AddSink(sink, topic, key, value, repartitioned.Partitioner ?? WindowedKeys.PartitionerOf<K, V>(key), parent);
        dsl.Topology.AddSource(source, [topic], key, value);
        return new KStream<K, V>(dsl, source, key, value, [topic], repartitionRequired: false);
    }
}
