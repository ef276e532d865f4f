using System.Diagnostics.CodeAnalysis;
using SmartKart.Streams.State;

namespace SmartKart.Streams.Queries;

/// <summary>The parts of a key-value store on this instance, as one.</summary>
internal sealed class AllKeyValueStores<K, V>(StoreViews views) : IReadOnlyKeyValueStore<K, V>
{
    public long ApproximateEntries => Parts.Sum(store => store.ApproximateEntries);

    private IReadOnlyList<IReadOnlyKeyValueStore<K, V>> Parts => views.Now<IReadOnlyKeyValueStore<K, V>>();

    public bool TryGet(K key, [MaybeNullWhen(false)] out V value)
    {
        foreach (var store in Parts)
            if (store.TryGet(key, out value)) return true;
        value = default;
        return false;
    }

    public IKeyValueIterator<K, V> Range(K from, K to) => ChainedIterator<K, V>.Over(Parts, store => store.Range(from, to));

    public IKeyValueIterator<K, V> ReverseRange(K from, K to) => ChainedIterator<K, V>.Over(Parts, store => store.ReverseRange(from, to));

    public IKeyValueIterator<K, V> All() => ChainedIterator<K, V>.Over(Parts, store => store.All());

    public IKeyValueIterator<K, V> ReverseAll() => ChainedIterator<K, V>.Over(Parts, store => store.ReverseAll());

    public IKeyValueIterator<K, V> PrefixScan(ReadOnlySpan<byte> prefix)
    {
        var kept = prefix.ToArray();
        return ChainedIterator<K, V>.Over(Parts, store => store.PrefixScan(kept));
    }
}
