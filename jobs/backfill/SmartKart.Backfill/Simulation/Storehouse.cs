using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Simulation;

/// <summary>Keeps the stock: what is sold goes out at once, and a supplier refills what runs low, some hours later.</summary>
internal sealed class Storehouse(Agenda agenda, Chance chance, Journal journal)
{
    private const string WarehouseId = "main";
    private static readonly TimeSpan MeanDelivery = TimeSpan.FromHours(3);

    internal void Sell(Product product, int quantity, string orderId)
    {
        Move(product, -quantity, StockChangeReason.Sold, orderId);
        if (product.Stock > product.ReorderPoint || product.IsOnOrder) return;
        product.IsOnOrder = true;
        agenda.Start(TimeSpan.Zero, Restock(product));
    }

    private IEnumerable<TimeSpan> Restock(Product product)
    {
        yield return chance.Exponential(MeanDelivery);
        product.IsOnOrder = false;
        Move(product, chance.Between(20, 60), StockChangeReason.Restocked, orderId: null);
    }

    private void Move(Product product, int delta, StockChangeReason reason, string? orderId)
    {
        var before = product.Stock;
        product.Stock += delta;
        journal.Write("inventory_updated", agenda.Now, new InventoryUpdated
        {
            EventId = journal.NextEventId(),
            OccurredAt = agenda.Now,
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
    }
}
