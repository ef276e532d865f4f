namespace SmartKart.Streams.Operators.Aggregation;

/// <summary>Combines values, the first as it is.</summary>
internal readonly struct ReduceAggregation<K, V>(Func<V, V, V> reducer) : IAggregation<K, V, V>
{
    public V First(K key, V value) => value;

    public V Add(K key, V value, V aggregate) => reducer(aggregate, value);

    public V Extend(K key, V session) => session;

    public V Merge(K key, V earlier, V later) => reducer(earlier, later);
}
