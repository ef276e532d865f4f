using System.Diagnostics.CodeAnalysis;

namespace SmartKart.Streams.State;

/// <summary>What can be asked of a window store. Times are ms since 1970, UTC, of the windows' starts; both bounds are included.</summary>
public interface IReadOnlyWindowStore<K, V>
{
    /// <summary>Looks up a key's value in the window that starts then.</summary>
    bool TryFetch(K key, long startMs, [MaybeNullWhen(false)] out V value);

    /// <summary>Walks a key's windows that start between these two times, by start. The iterator's key is the start. Dispose of it.</summary>
    IKeyValueIterator<long, V> Fetch(K key, long fromMs, long toMs);

    /// <summary>The same, from the last to the first.</summary>
    IKeyValueIterator<long, V> BackwardFetch(K key, long fromMs, long toMs);

    /// <summary>Walks the windows that start between these two times, of keys whose bytes lie between these two. Dispose of it.</summary>
    IKeyValueIterator<Windowed<K>, V> Fetch(K keyFrom, K keyTo, long fromMs, long toMs);

    /// <summary>Walks the windows of all keys that start between these two times. Dispose of it.</summary>
    IKeyValueIterator<Windowed<K>, V> FetchAll(long fromMs, long toMs);

    /// <summary>Walks everything. Dispose of it.</summary>
    IKeyValueIterator<Windowed<K>, V> All();
}

/// <summary>
/// Values per key and window start. What starts at or before stream time less the retention is gone, and putting it is a late record's
/// lot: it is dropped and counted. Stream time here is the latest start put.
/// </summary>
public interface IWindowStore<K, V> : IStateStore, IReadOnlyWindowStore<K, V>
{
    /// <summary>How long each window is.</summary>
    TimeSpan WindowSize { get; }

    /// <summary>Sets a key's value in the window that starts then; null deletes it. A store that keeps duplicates adds it instead.</summary>
    void Put(K key, V value, long startMs);

    /// <summary>Deletes a key's value in the window that starts then.</summary>
    void Delete(K key, long startMs);
}

/// <summary>A window store that remembers beside each value the time of the record that made it.</summary>
public interface ITimestampedWindowStore<K, V> : IWindowStore<K, ValueAndTimestamp<V>>;
