using System.Diagnostics.CodeAnalysis;

namespace SmartKart.Streams.State;

/// <summary>What can be asked of a key-value store.</summary>
public interface IReadOnlyKeyValueStore<K, V>
{
    /// <summary>Looks a key up.</summary>
    bool TryGet(K key, [MaybeNullWhen(false)] out V value);

    /// <summary>Walks the entries whose serialized keys lie between these two, both included, in the order of the bytes. Dispose of it.</summary>
    IKeyValueIterator<K, V> Range(K from, K to);

    /// <summary>The same, from the last to the first.</summary>
    IKeyValueIterator<K, V> ReverseRange(K from, K to);

    /// <summary>Walks all entries in the order of their serialized keys. Dispose of it.</summary>
    IKeyValueIterator<K, V> All();

    /// <summary>The same, from the last to the first.</summary>
    IKeyValueIterator<K, V> ReverseAll();

    /// <summary>Walks the entries whose serialized keys begin with these bytes. Dispose of it.</summary>
    IKeyValueIterator<K, V> PrefixScan(ReadOnlySpan<byte> prefix);

    /// <summary>How many entries there are, roughly.</summary>
    long ApproximateEntries { get; }
}

/// <summary>A key-value store.</summary>
public interface IKeyValueStore<K, V> : IStateStore, IReadOnlyKeyValueStore<K, V>
{
    /// <summary>Sets a key's value; null deletes the key.</summary>
    void Put(K key, V value);

    /// <summary>Sets a key's value unless it has one.</summary>
    /// <returns>Whether it was set.</returns>
    bool PutIfAbsent(K key, V value);

    /// <summary>Deletes a key; nothing happens where there is none.</summary>
    void Delete(K key);
}

/// <summary>A key-value store that remembers beside each value the time of the record that made it.</summary>
public interface ITimestampedKeyValueStore<K, V> : IKeyValueStore<K, ValueAndTimestamp<V>>;

/// <summary>A walk over a store's entries; a <c>foreach</c> disposes of it. It belongs to one thread.</summary>
public interface IKeyValueIterator<K, V> : IDisposable
{
    /// <summary>The entry at hand.</summary>
    KeyValuePair<K, V> Current { get; }

    /// <summary>Goes on to the next; false at the end.</summary>
    bool MoveNext();

    /// <summary>For <c>foreach</c>: itself.</summary>
    IKeyValueIterator<K, V> GetEnumerator() => this;
}
