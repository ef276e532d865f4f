namespace SmartKart.Topologies.Inventory;

/// <summary>How stock is followed.</summary>
public sealed record InventoryOptions
{
    /// <summary>
    /// How many movements of a product in a warehouse are remembered by their ids, so that one that is sent again does not count again. 1 to
    /// 1,000; 16 unless set.
    /// </summary>
    public int RememberedMovements { get; init; } = 16;

    internal InventoryOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(RememberedMovements, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(RememberedMovements, 1000);
        return this;
    }
}
