using SmartKart.Streams.Operators.Tables;
using SmartKart.Streams.State;

namespace SmartKart.Streams.Building;

/// <summary>
/// Rows of a table that has a store of its own: from the start, or from the moment on that a later operator needs it, so that a table
/// that nobody looks into costs none.
/// </summary>
/// <param name="topology">Where the store is added.</param>
/// <param name="node">The table's node, which fills the store.</param>
/// <param name="storeName">The store's name.</param>
/// <param name="isQueryable">Whether the store was named, and so may be queried.</param>
/// <param name="builder">Makes the store's builder; is asked once, when the table is first kept.</param>
internal sealed class KeptRows<K, V>(Topology topology, string node, string storeName, bool isQueryable, Func<IStoreBuilder> builder) : ITableRows<K, V>
{
    private bool _isKept;

    public string? QueryableStoreName => isQueryable ? storeName : null;

    /// <summary>The store that the table's node is to fill; null where it is to fill none. Known once the topology is whole.</summary>
    public string? KeptAs => _isKept ? storeName : null;

    /// <summary>Whether the table's changes are to say what the row was before. Known once the topology is whole.</summary>
    public bool SendsOldValues { get; private set; }

    /// <summary>Keeps the table.</summary>
    public KeptRows<K, V> Keep()
    {
        if (_isKept) return this;
        topology.AddStateStore(builder(), node);
        _isKept = true;
        return this;
    }

    public IReadOnlyList<string> Stores()
    {
        Keep();
        return [storeName];
    }

    public IRowLookup<K, V> NewLookup() => new StoreLookup<K, V>(storeName);

    public void SendOldValues()
    {
        Keep();
        SendsOldValues = true;
    }

    public bool SendOldValuesIfKept() => SendsOldValues |= _isKept;
}
