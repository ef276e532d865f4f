namespace SmartKart.Streams.Operators.Aggregation;

/// <summary>Aggregates by the user's functions.</summary>
/// <param name="initializer">The aggregate of no record.</param>
/// <param name="aggregator">The aggregate with one record more.</param>
/// <param name="merger">The aggregate of two sessions; null where there are none to merge.</param>
internal readonly struct FunctionAggregation<K, V, VR>(Func<VR> initializer, Func<K, V, VR, VR> aggregator, Func<K, VR, VR, VR>? merger)
    : IAggregation<K, V, VR>
{
    public VR First(K key, V value) => aggregator(key, value, initializer());

    public VR Add(K key, V value, VR aggregate) => aggregator(key, value, aggregate);

    // As in Kafka Streams: the session that comes of a record begins empty, and those that it joins are merged into it.
    public VR Extend(K key, VR session) => Merge(key, initializer(), session);

    public VR Merge(K key, VR earlier, VR later) => merger!(key, earlier, later); // only sessions merge, and theirs is always given
}
