using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Building;

/// <summary>What later operators ask of a table: its rows by key, and, in its changes, what a row was before.</summary>
internal interface ITableRows<K, V>
{
    /// <summary>The store that may be queried; null where there is none.</summary>
    string? QueryableStoreName { get; }

    /// <summary>
    /// The stores that a processor must be connected to so that it can look rows up. Asking makes sure that there are some: a table that
    /// was kept nowhere is then kept, or looked up through the tables it comes from.
    /// </summary>
    IReadOnlyList<string> Stores();

    /// <summary>A way to look rows up; each processor has its own.</summary>
    IRowLookup<K, V> NewLookup();

    /// <summary>From now on the table's changes say what the row was before. Called while the topology is being built.</summary>
    void SendOldValues();

    /// <summary>The same, but only where that costs no further store.</summary>
    /// <returns>Whether changes now say what the row was before.</returns>
    bool SendOldValuesIfKept()
    {
        SendOldValues();
        return true;
    }
}

/// <summary>Looks up rows of a table. Owned by one processor.</summary>
internal interface IRowLookup<K, V>
{
    /// <summary>Is called once, by the processor's own.</summary>
    void Init(IProcessorContext context);

    /// <summary>The row of a key, as it stands now.</summary>
    bool TryGet(K key, out ValueAndTimestamp<V> row);

    /// <summary>The row of a key as the table last forwarded it: without what its store holds back until the commit.</summary>
    bool TryGetForwarded(K key, out ValueAndTimestamp<V> row) => TryGet(key, out row);
}
