using System.Diagnostics.CodeAnalysis;
using SmartKart.Streams.State;

namespace SmartKart.Streams.Queries;

/// <summary>The parts of a window store on this instance, as one.</summary>
internal sealed class AllWindowStores<K, V>(StoreViews views) : IReadOnlyWindowStore<K, V>
{
    private IReadOnlyList<IReadOnlyWindowStore<K, V>> Parts => views.Now<IReadOnlyWindowStore<K, V>>();

    public bool TryFetch(K key, long startMs, [MaybeNullWhen(false)] out V value)
    {
        foreach (var store in Parts)
            if (store.TryFetch(key, startMs, out value)) return true;
        value = default;
        return false;
    }

    public IKeyValueIterator<long, V> Fetch(K key, long fromMs, long toMs) => ChainedIterator<long, V>.Over(Parts, store => store.Fetch(key, fromMs, toMs));

    public IKeyValueIterator<long, V> BackwardFetch(K key, long fromMs, long toMs) => ChainedIterator<long, V>.Over(Parts, store => store.BackwardFetch(key, fromMs, toMs));

    public IKeyValueIterator<Windowed<K>, V> Fetch(K keyFrom, K keyTo, long fromMs, long toMs) =>
        ChainedIterator<Windowed<K>, V>.Over(Parts, store => store.Fetch(keyFrom, keyTo, fromMs, toMs));

    public IKeyValueIterator<Windowed<K>, V> FetchAll(long fromMs, long toMs) => ChainedIterator<Windowed<K>, V>.Over(Parts, store => store.FetchAll(fromMs, toMs));

    public IKeyValueIterator<Windowed<K>, V> All() => ChainedIterator<Windowed<K>, V>.Over(Parts, store => store.All());
}
