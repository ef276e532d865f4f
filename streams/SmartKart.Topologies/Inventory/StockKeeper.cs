using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Streams;
using SmartKart.Streams.Processing;
using SmartKart.Streams.State;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Inventory;

/// <summary>Keeps the live stock, and tells which levels a movement crosses. Hot path: per record.</summary>
internal sealed class StockKeeper(InventoryOptions options) : IProcessor<string, InventoryUpdated, string, StockLevelCrossed>
{
    private static readonly LiveStock Unheard = new();

    private IProcessorContext<string, StockLevelCrossed> _context = null!; // these two: Init comes before all else
    private IKeyValueStore<StockKey, LiveStock> _stock = null!;

    public void Init(IProcessorContext<string, StockLevelCrossed> context) =>
        (_context, _stock) = (context, context.GetStateStore<IKeyValueStore<StockKey, LiveStock>>(InventoryTopology.Store));

    public void Process(in Record<string, InventoryUpdated> record)
    {
        var movement = EventChecks.Present(record.Value, Topics.InventoryUpdated);
        Check(movement);
        var key = new StockKey(movement.ProductId, movement.WarehouseId);
        var isKnown = _stock.TryGet(key, out var known);
        var before = isKnown ? known! : Unheard;
        if (before.Remembered.Contains(movement.EventId)) return;
        var after = before.After(movement, options.RememberedMovements);
        _stock.Put(key, after);

        // What is first heard of stood, just before, where its first movement says; else above every level.
        var from = isKnown ? before.Level : LiveStock.LevelOf(movement.QuantityBefore, movement.ReorderPoint);
        if (from < StockLevel.Low && after.Level >= StockLevel.Low && IsAtReorderPoint(after)) Tell(StockLevel.Low, movement, after);
        if (from < StockLevel.Out && after.Level >= StockLevel.Out) Tell(StockLevel.Out, movement, after);
    }

    // Without a reorder point there is nothing to be low by, also for what is out.
    private static bool IsAtReorderPoint(LiveStock stock) => stock.Quantity <= stock.ReorderPoint;

    private static void Check(InventoryUpdated movement)
    {
        EventChecks.Id(movement.ProductId, Topics.InventoryUpdated, "product_id");
        EventChecks.Id(movement.WarehouseId, Topics.InventoryUpdated, "warehouse_id");
        if (movement.QuantityDelta == 0)
            throw UnusableEventException.BadValue(
                Topics.InventoryUpdated, $"a quantity_delta of 0 for the product '{movement.ProductId}'", "A movement moves something.");
        if (movement is { QuantityBefore: { } before, QuantityAfter: { } after } && (long)before + movement.QuantityDelta != after)
            throw UnusableEventException.BadValue(
                Topics.InventoryUpdated, $"{before} units of the product '{movement.ProductId}' before, {movement.QuantityDelta} moved and {after} after",
                "quantity_after is quantity_before + quantity_delta.");
        if (movement.ReorderPoint < 0)
            throw UnusableEventException.BadValue(
                Topics.InventoryUpdated, $"a reorder_point of {movement.ReorderPoint} for the product '{movement.ProductId}'", "It is 0 or more.");
    }

    private void Tell(StockLevel level, InventoryUpdated movement, LiveStock stock)
    {
        var today = LiveStock.DayOf(movement.OccurredAt);
        _context.Forward(new Record<string, StockLevelCrossed>(movement.ProductId, new StockLevelCrossed
        {
            EventId = DerivedEventId.Of(Topics.StockLevelCrossed, $"{level}/{movement.EventId}"),
            OccurredAt = movement.OccurredAt,
            ProductId = movement.ProductId,
            WarehouseId = movement.WarehouseId,
            MerchantId = stock.MerchantId,
            Level = level,
            Quantity = stock.Quantity ?? 0, // a level has a quantity
            ReorderPoint = stock.ReorderPoint,
            Sold7d = stock.SoldIn(7, today),
            Sold30d = stock.SoldIn(30, today),
            SellThrough30d = stock.SellThrough(30, today),
        }, movement.OccurredAt.ToUnixTimeMilliseconds()));
    }
}
