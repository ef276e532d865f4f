using SmartKart.Streams.State;

namespace SmartKart.Streams.Queries;

/// <summary>Walks the entries of one part of a store after the other: in the order of keys within a part, and of tasks among them, as Kafka Streams.</summary>
internal sealed class ChainedIterator<K, V>(IReadOnlyList<IKeyValueIterator<K, V>> parts) : IKeyValueIterator<K, V>
{
    private int _at;

    public KeyValuePair<K, V> Current => parts[_at].Current;

    public bool MoveNext()
    {
        for (; _at < parts.Count; _at++)
            if (parts[_at].MoveNext()) return true;
        return false;
    }

    public void Dispose()
    {
        foreach (var part in parts) part.Dispose();
    }

    /// <summary>Asks all parts; where one refuses, the others' iterators are let go.</summary>
    public static ChainedIterator<K, V> Over<TStore>(IReadOnlyList<TStore> stores, Func<TStore, IKeyValueIterator<K, V>> ask)
    {
        var parts = new List<IKeyValueIterator<K, V>>();
        try
        {
            foreach (var store in stores) parts.Add(ask(store));
            return new ChainedIterator<K, V>(parts);
        }
        catch
        {
            foreach (var part in parts) part.Dispose();
            throw;
        }
    }
}
