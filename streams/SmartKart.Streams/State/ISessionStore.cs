using System.Diagnostics.CodeAnalysis;

namespace SmartKart.Streams.State;

/// <summary>What can be asked of a session store. Times are ms since 1970, UTC.</summary>
public interface IReadOnlySessionStore<K, V>
{
    /// <summary>Looks up the session with exactly these bounds.</summary>
    bool TryFetchSession(K key, long startMs, long endMs, [MaybeNullWhen(false)] out V value);

    /// <summary>Walks a key's sessions that end at or after the one and start at or before the other, by end. Dispose of it.</summary>
    IKeyValueIterator<Windowed<K>, V> FindSessions(K key, long earliestEndMs, long latestStartMs);

    /// <summary>The same, from the last to the first.</summary>
    IKeyValueIterator<Windowed<K>, V> BackwardFindSessions(K key, long earliestEndMs, long latestStartMs);

    /// <summary>Walks all sessions of a key. Dispose of it.</summary>
    IKeyValueIterator<Windowed<K>, V> Fetch(K key);

    /// <summary>Walks the sessions of all keys. Dispose of it.</summary>
    IKeyValueIterator<Windowed<K>, V> All();
}

/// <summary>Values per key and session. What ends at or before stream time less the retention is gone. Stream time here is the latest end put.</summary>
public interface ISessionStore<K, V> : IStateStore, IReadOnlySessionStore<K, V>
{
    /// <summary>Sets a session's value; null deletes it.</summary>
    void Put(Windowed<K> session, V value);

    /// <summary>Deletes a session.</summary>
    void Remove(Windowed<K> session);
}
