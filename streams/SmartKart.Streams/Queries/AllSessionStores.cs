using System.Diagnostics.CodeAnalysis;
using SmartKart.Streams.State;

namespace SmartKart.Streams.Queries;

/// <summary>The parts of a session store on this instance, as one.</summary>
internal sealed class AllSessionStores<K, V>(StoreViews views) : IReadOnlySessionStore<K, V>
{
    private IReadOnlyList<IReadOnlySessionStore<K, V>> Parts => views.Now<IReadOnlySessionStore<K, V>>();

    public bool TryFetchSession(K key, long startMs, long endMs, [MaybeNullWhen(false)] out V value)
    {
        foreach (var store in Parts)
            if (store.TryFetchSession(key, startMs, endMs, out value)) return true;
        value = default;
        return false;
    }

    public IKeyValueIterator<Windowed<K>, V> FindSessions(K key, long earliestEndMs, long latestStartMs) =>
        ChainedIterator<Windowed<K>, V>.Over(Parts, store => store.FindSessions(key, earliestEndMs, latestStartMs));

    public IKeyValueIterator<Windowed<K>, V> BackwardFindSessions(K key, long earliestEndMs, long latestStartMs) =>
        ChainedIterator<Windowed<K>, V>.Over(Parts, store => store.BackwardFindSessions(key, earliestEndMs, latestStartMs));

    public IKeyValueIterator<Windowed<K>, V> Fetch(K key) => ChainedIterator<Windowed<K>, V>.Over(Parts, store => store.Fetch(key));

    public IKeyValueIterator<Windowed<K>, V> All() => ChainedIterator<Windowed<K>, V>.Over(Parts, store => store.All());
}
