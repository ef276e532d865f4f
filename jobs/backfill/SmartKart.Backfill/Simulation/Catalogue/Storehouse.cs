using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Simulation.Catalogue;

/// <summary>
/// Keeps the stock: what is sold goes out at once, and a supplier refills what runs low, a day or two later. It never sells what isn't there.
/// </summary>
internal sealed class Storehouse(Agenda agenda, Chance chance, Journal journal)
{
    internal const string WarehouseId = "main";
    private static readonly TimeSpan LeadTime = TimeSpan.FromHours(8);
    private static readonly TimeSpan MeanDelay = TimeSpan.FromHours(20);

    internal void Sell(Product product, int quantity, string orderId) => Move(product, -quantity, StockChangeReason.Sold, orderId);

    internal void TakeBack(Product product, int quantity, string orderId) => Move(product, quantity, StockChangeReason.Returned, orderId);

    /// <summary>A count at night: something is missing, broken, or more than the books said.</summary>
    internal void Count(Product product)
    {
        var delta = chance.Happens(0.4) ? 1 : -chance.Between(1, 2);
        if (product.Stock + delta < 0) return;
        Move(product, delta, delta < 0 && chance.Happens(0.5) ? StockChangeReason.WrittenOff : StockChangeReason.Adjusted, orderId: null);
    }

    private IEnumerable<TimeSpan> Restock(Product product)
    {
        yield return LeadTime + chance.Exponential(MeanDelay);
        product.IsOnOrder = false;
        Move(product, product.OrderQuantity, StockChangeReason.Restocked, orderId: null);
    }

    private void Move(Product product, int delta, StockChangeReason reason, string? orderId)
    {
        var before = product.Stock;
        product.Stock += delta;
        journal.Write(Topics.InventoryUpdated, new InventoryUpdated
        {
            EventId = journal.NextEventId(),
            OccurredAt = agenda.Told,
            ProductId = product.Id,
            WarehouseId = WarehouseId,
            MerchantId = product.MerchantId,
            Reason = reason,
            QuantityDelta = delta,
            QuantityBefore = before,
            QuantityAfter = product.Stock,
            ReorderPoint = product.ReorderPoint,
            OrderId = orderId,
        });
        if (product.Stock > product.ReorderPoint || product.IsOnOrder) return;
        product.IsOnOrder = true;
        agenda.Begin(TimeSpan.Zero, Restock(product));
    }
}
