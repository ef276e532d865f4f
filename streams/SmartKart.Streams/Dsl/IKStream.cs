using SmartKart.Streams.Processing;

namespace SmartKart.Streams;

/// <summary>
/// A stream of facts, each a record of its own: what a topic holds, or what an operator makes of it. Nothing happens until the topology
/// runs. Operators that may change the key have the records partitioned anew before the next one that goes by key.
/// </summary>
/// <remarks>Each operator takes a name, by which the topology's description, metrics, internal topics and stores know it; null gives it a number.</remarks>
public interface IKStream<K, V>
{
    /// <summary>Keeps the records for which this is true.</summary>
    IKStream<K, V> Filter(Func<K, V, bool> predicate, string? named = null);

    /// <summary>Keeps the records for which this is false.</summary>
    IKStream<K, V> FilterNot(Func<K, V, bool> predicate, string? named = null);

    /// <summary>Makes a new record of each. The key may change: prefer <see cref="MapValues{VR}(Func{V, VR}, string?)"/> where it does not.</summary>
    IKStream<KR, VR> Map<KR, VR>(Func<K, V, KeyValuePair<KR, VR>> mapper, string? named = null);

    /// <summary>Makes a new value of each. The key stays, and so does the partition.</summary>
    IKStream<K, VR> MapValues<VR>(Func<V, VR> mapper, string? named = null);

    /// <summary>Makes a new value of each key and value. The key stays, and so does the partition.</summary>
    IKStream<K, VR> MapValues<VR>(Func<K, V, VR> mapper, string? named = null);

    /// <summary>Makes any number of records of each. Their keys may differ.</summary>
    IKStream<KR, VR> FlatMap<KR, VR>(Func<K, V, IEnumerable<KeyValuePair<KR, VR>>> mapper, string? named = null);

    /// <summary>Makes any number of values of each. The key stays, and so does the partition.</summary>
    IKStream<K, VR> FlatMapValues<VR>(Func<V, IEnumerable<VR>> mapper, string? named = null);

    /// <summary>Makes any number of values of each key and value.</summary>
    IKStream<K, VR> FlatMapValues<VR>(Func<K, V, IEnumerable<VR>> mapper, string? named = null);

    /// <summary>Gives each record another key.</summary>
    IKStream<KR, V> SelectKey<KR>(Func<K, V, KR> mapper, string? named = null);

    /// <summary>Looks at each record as it passes. It may be seen again after a failure: for logs and metrics, not for effects.</summary>
    IKStream<K, V> Peek(Action<K, V> action, string? named = null);

    /// <summary>Ends the stream in a function.</summary>
    void Foreach(Action<K, V> action, string? named = null);

    /// <summary>Gives each record to the first branch whose predicate is true; it goes nowhere where none is.</summary>
    IReadOnlyList<IKStream<K, V>> Branch(string? named = null, params Func<K, V, bool>[] predicates);

    /// <summary>Begins to split the stream into named branches.</summary>
    BranchedKStream<K, V> Split(string? named = null);

    /// <summary>This stream and another as one. There is no order between them.</summary>
    IKStream<K, V> Merge(IKStream<K, V> other, string? named = null);

    /// <summary>Gives each record to a processor of one's own.</summary>
    /// <param name="supplier">Makes a new one at each call.</param>
    /// <param name="named">Its name.</param>
    /// <param name="stateStores">Stores that it uses, by name.</param>
    IKStream<KR, VR> Process<KR, VR>(Func<IProcessor<K, V, KR, VR>> supplier, string? named = null, params string[] stateStores);

    /// <summary>Gives each record to a processor of one's own that leaves the keys as they are.</summary>
    /// <inheritdoc cref="Process"/>
    IKStream<K, VR> ProcessValues<VR>(Func<IProcessor<K, V, K, VR>> supplier, string? named = null, params string[] stateStores);

    /// <summary>Has the records partitioned by their keys, through an internal topic.</summary>
    IKStream<K, V> Repartition(Repartitioned<K, V>? repartitioned = null);

    /// <summary>Writes to a topic.</summary>
    void To(string topic, Produced<K, V>? produced = null);

    /// <summary>Writes each record to the topic that is chosen for it.</summary>
    void To(TopicNameExtractor<K, V> topicChooser, Produced<K, V>? produced = null);

    /// <summary>Writes to a topic of one's own and reads it again.</summary>
    IKStream<K, V> Through(string topic, Produced<K, V>? produced = null);

    /// <summary>Takes each record for the new value of its key, and a tombstone for its deletion.</summary>
    IKTable<K, V> ToTable(Materialized<K, V>? materialized = null, string? named = null);

    /// <summary>Groups by the keys that the records have.</summary>
    IKGroupedStream<K, V> GroupByKey(Grouped<K, V>? grouped = null);

    /// <summary>Groups by other keys.</summary>
    IKGroupedStream<KR, V> GroupBy<KR>(Func<K, V, KR> keySelector, Grouped<KR, V>? grouped = null);

    /// <summary>Pairs records of one key whose times lie within the window of each other. Both sides' topics must be co-partitioned.</summary>
    IKStream<K, VR> Join<VO, VR>(IKStream<K, VO> other, Func<V, VO, VR> joiner, JoinWindows windows, StreamJoined<K, V, VO>? joined = null);

    /// <summary>The same, with the key.</summary>
    IKStream<K, VR> Join<VO, VR>(IKStream<K, VO> other, Func<K, V, VO, VR> joiner, JoinWindows windows, StreamJoined<K, V, VO>? joined = null);

    /// <summary>Pairs as <c>Join</c> does; a record of this side that found none comes alone, once its window has closed. The other's value is then the type's default.</summary>
    IKStream<K, VR> LeftJoin<VO, VR>(IKStream<K, VO> other, Func<V, VO?, VR> joiner, JoinWindows windows, StreamJoined<K, V, VO>? joined = null);

    /// <summary>The same, with the key.</summary>
    IKStream<K, VR> LeftJoin<VO, VR>(IKStream<K, VO> other, Func<K, V, VO?, VR> joiner, JoinWindows windows, StreamJoined<K, V, VO>? joined = null);

    /// <summary>Pairs as <c>Join</c> does; a record of either side that found none comes alone, once its window has closed.</summary>
    IKStream<K, VR> OuterJoin<VO, VR>(IKStream<K, VO> other, Func<V?, VO?, VR> joiner, JoinWindows windows, StreamJoined<K, V, VO>? joined = null);

    /// <summary>The same, with the key.</summary>
    IKStream<K, VR> OuterJoin<VO, VR>(IKStream<K, VO> other, Func<K, V?, VO?, VR> joiner, JoinWindows windows, StreamJoined<K, V, VO>? joined = null);

    /// <summary>Looks each record's key up in a table; a record that finds nothing is dropped. Co-partitioned.</summary>
    IKStream<K, VR> Join<VT, VR>(IKTable<K, VT> table, Func<V, VT, VR> joiner, Joined<K, V, VT>? joined = null);

    /// <summary>The same, with the key.</summary>
    IKStream<K, VR> Join<VT, VR>(IKTable<K, VT> table, Func<K, V, VT, VR> joiner, Joined<K, V, VT>? joined = null);

    /// <summary>Looks each record's key up in a table; where it finds nothing the table's value is the type's default. Co-partitioned.</summary>
    IKStream<K, VR> LeftJoin<VT, VR>(IKTable<K, VT> table, Func<V, VT?, VR> joiner, Joined<K, V, VT>? joined = null);

    /// <summary>The same, with the key.</summary>
    IKStream<K, VR> LeftJoin<VT, VR>(IKTable<K, VT> table, Func<K, V, VT?, VR> joiner, Joined<K, V, VT>? joined = null);

    /// <summary>Looks any key up in a global table; a record that finds nothing is dropped.</summary>
    IKStream<K, VR> Join<KT, VT, VR>(IGlobalKTable<KT, VT> table, Func<K, V, KT> keySelector, Func<V, VT, VR> joiner, string? named = null);

    /// <summary>Looks any key up in a global table; where it finds nothing the table's value is the type's default.</summary>
    IKStream<K, VR> LeftJoin<KT, VT, VR>(IGlobalKTable<KT, VT> table, Func<K, V, KT> keySelector, Func<V, VT?, VR> joiner, string? named = null);
}
