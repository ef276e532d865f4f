namespace SmartKart.Streams.Building;

/// <summary>Rows of a table that is kept nowhere, but can be computed from the one that it comes from.</summary>
/// <param name="parent">The table that it comes from.</param>
/// <param name="derive">Makes a lookup of these rows from one of the parent's.</param>
internal sealed class DerivedRows<K, V, VR>(ITableRows<K, V> parent, Func<IRowLookup<K, V>, IRowLookup<K, VR>> derive) : ITableRows<K, VR>
{
    public string? QueryableStoreName => null;

    /// <summary>Whether the table's changes are to say what the row was before. Known once the topology is whole.</summary>
    public bool SendsOldValues { get; private set; }

    public IReadOnlyList<string> Stores() => parent.Stores();

    public IRowLookup<K, VR> NewLookup() => derive(parent.NewLookup());

    public void SendOldValues()
    {
        parent.SendOldValues();
        SendsOldValues = true;
    }

    public bool SendOldValuesIfKept() => SendsOldValues |= parent.SendOldValuesIfKept();
}
