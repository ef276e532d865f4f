namespace SmartKart.Streams.Operators.Aggregation;

/// <summary>Counts records.</summary>
internal readonly struct CountAggregation<K, V> : IAggregation<K, V, long>
{
    public long First(K key, V value) => 1;

    public long Add(K key, V value, long aggregate) => aggregate + 1;

    public long Extend(K key, long session) => session;

    public long Merge(K key, long earlier, long later) => earlier + later;
}
