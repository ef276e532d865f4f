using System.Text.RegularExpressions;
using SmartKart.Streams.Graph;
using SmartKart.Streams.Operators.Stateless;

namespace SmartKart.Streams.Building;

/// <summary>Has a stream's records partitioned by their keys, through an internal topic: a filter, a sink, the topic, a source.</summary>
internal static partial class Repartitioning
{
    /// <summary>The suffix of the internal topics, as in Kafka Streams.</summary>
    public const string Suffix = "-repartition";

    /// <summary>The stream as it is, or partitioned anew where its keys may have changed.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">What the internal topic is named for.</param>
    /// <param name="keySerde">Writes the keys; null: as the stream.</param>
    /// <param name="valueSerde">Writes the values; null: as the stream.</param>
    /// <param name="keepNullKeys">Whether what follows takes records without a key; else they need not travel.</param>
    public static KStream<K, V> IfRequired<K, V>(
        KStream<K, V> stream, string name, ISerde<K>? keySerde = null, ISerde<V>? valueSerde = null, bool keepNullKeys = false) =>
        stream.RepartitionRequired
            ? Through(stream, new Repartitioned<K, V> { Name = name, KeySerde = keySerde, ValueSerde = valueSerde }, name, keepNullKeys)
            : stream;

    /// <summary>The stream partitioned anew.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="repartitioned">How.</param>
    /// <param name="name">What the internal topic is named for.</param>
    /// <param name="keepNullKeys">Whether records without a key travel too.</param>
    public static KStream<K, V> Through<K, V>(KStream<K, V> stream, Repartitioned<K, V> repartitioned, string name, bool keepNullKeys)
    {
        var dsl = stream.Dsl;
        var topic = name + Suffix;
        var key = DslContext.SerdeOf(repartitioned.KeySerde, stream.KeySerde, $"the keys of the internal topic {topic}", "Repartitioned, Grouped or Joined");
        var value = DslContext.SerdeOf(
            repartitioned.ValueSerde, stream.ValueSerde, $"the values of the internal topic {topic}", "Repartitioned, Grouped or Joined");
        // A name of the user's names all three; a number does not, for each has one of its own.
        var named = Numbered().IsMatch(name) ? null : topic;
        var sink = dsl.NameOf(named is null ? null : $"{named}-sink", "KSTREAM-SINK-");
        var filter = dsl.NameOf(named is null ? null : $"{named}-filter", "KSTREAM-FILTER-");
        var source = dsl.NameOf(named is null ? null : $"{named}-source", "KSTREAM-SOURCE-");
        dsl.Topology.Graph.AddRepartitionTopic(new RepartitionTopic(topic, repartitioned.NumberOfPartitions));
        dsl.Topology.AddProcessor(filter, () => new FilterProcessor<K, V>((recordKey, _) => keepNullKeys || recordKey is not null, keepIf: true), stream.Node);
        dsl.Topology.AddSink(sink, topic, key, value, repartitioned.Partitioner ?? WindowedKeys.PartitionerOf<K, V>(key), filter);
        dsl.Topology.AddSource(source, [topic], key, value);
        return new KStream<K, V>(dsl, source, key, value, [topic], repartitionRequired: false);
    }

    [GeneratedRegex("^KSTREAM.*-[0-9]{10}$")]
    private static partial Regex Numbered();
}
