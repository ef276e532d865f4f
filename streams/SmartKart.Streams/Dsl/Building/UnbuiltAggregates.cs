namespace SmartKart.Streams.Building;

internal sealed class KGroupedStream<K, V>(KStream<K, V> stream, string? name) : IKGroupedStream<K, V>
{
    public KStream<K, V> Stream => stream;
    public string? Name => name;
    public IKTable<K, long> Count(Materialized<K, long>? materialized = null, string? named = null) => throw new NotSupportedException();
    public IKTable<K, V> Reduce(Func<V, V, V> reducer, Materialized<K, V>? materialized = null, string? named = null) => throw new NotSupportedException();
    public IKTable<K, VR> Aggregate<VR>(Func<VR> initializer, Func<K, V, VR, VR> aggregator, Materialized<K, VR>? materialized = null, string? named = null) => throw new NotSupportedException();
    public IWindowedKStream<K, V> WindowedBy(TimeWindows windows) => throw new NotSupportedException();
    public IWindowedKStream<K, V> WindowedBy(SlidingWindows windows) => throw new NotSupportedException();
    public ISessionWindowedKStream<K, V> WindowedBy(SessionWindows windows) => throw new NotSupportedException();
}

internal static class Suppression
{
    public static IKTable<K, V> Of<K, V>(KTable<K, V> table, Suppressed suppressed) => throw new NotSupportedException();
}

internal static class WindowedKeys
{
    public static Processing.StreamPartitioner<K, V>? PartitionerOf<K, V>(ISerde<K> serde) => null;
}
