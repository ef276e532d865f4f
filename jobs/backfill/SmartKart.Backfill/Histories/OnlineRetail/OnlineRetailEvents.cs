using System.Collections.Immutable;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Histories.OnlineRetail;

/// <summary>
/// Builds an invoice's events: the order, if it is one, then a movement of stock for each line that moves any. All of them happen at the
/// invoice's time. A cancellation doesn't say which order it takes back, so its movements name none, and no order changes its status.
/// </summary>
internal static class OnlineRetailEvents
{
    private const string OrderPlacedTopic = "order_placed";
    private const string InventoryUpdatedTopic = "inventory_updated";
    private const string Currency = "GBP";
    private const string Warehouse = "main"; // the shop had one

    // The name space of this data set's event ids: drawn once at random, and never changed.
    private static readonly Guid Ids = new("6f1c3b0e-52a9-4f0e-9d43-0b7c9d8f2a61");

    internal static IEnumerable<HistoryEvent> Of(OnlineRetailInvoice invoice, RowOutcome[] outcomes)
    {
        if (outcomes.Contains(OnlineRetailRules.Sale))
            yield return new HistoryEvent<OrderPlaced>(OrderPlacedTopic, invoice.InvoicedAt, Order(invoice, outcomes));
        for (var line = 0; line < outcomes.Length; line++)
            if (ReasonOf(outcomes[line]) is { } reason)
                yield return new HistoryEvent<InventoryUpdated>(InventoryUpdatedTopic, invoice.InvoicedAt, Movement(invoice, line, reason));
    }

    private static OrderPlaced Order(OnlineRetailInvoice invoice, RowOutcome[] outcomes)
    {
        var lines = ImmutableArray.CreateBuilder<LineItem>(outcomes.Length);
        var (subtotal, shipping) = (0m, default(decimal?));
        for (var i = 0; i < outcomes.Length; i++)
        {
            var row = invoice.Rows[i];
            var amount = row.Quantity * row.UnitPrice;
            if (outcomes[i] == OnlineRetailRules.ShippingPaid) shipping = (shipping ?? 0) + amount;
            if (outcomes[i] != OnlineRetailRules.Sale) continue;
            subtotal += amount;
            lines.Add(new LineItem { ProductId = row.StockCode, Quantity = row.Quantity, UnitPrice = row.UnitPrice });
        }
        return new OrderPlaced
        {
            EventId = NameBasedGuid.Create(Ids, $"{OrderPlacedTopic}/{invoice.Number}"),
            OccurredAt = invoice.InvoicedAt,
            OrderId = invoice.Number,
            UserId = invoice.CustomerId ?? $"anon:{invoice.Number}",
            Lines = lines.DrainToImmutable(),
            Currency = Currency,
            Subtotal = subtotal,
            Shipping = shipping,
            Total = subtotal + (shipping ?? 0),
            WarehouseId = Warehouse,
            ShippingCountry = Countries.Code(invoice.Country),
        };
    }

    private static InventoryUpdated Movement(OnlineRetailInvoice invoice, int line, StockChangeReason reason)
    {
        var row = invoice.Rows[line];
        return new InventoryUpdated
        {
            EventId = NameBasedGuid.Create(Ids, $"{InventoryUpdatedTopic}/{invoice.Number}/{line}"),
            OccurredAt = invoice.InvoicedAt,
            ProductId = row.StockCode,
            WarehouseId = Warehouse,
            Reason = reason,
            // Invoices count what goes out to a customer; stock counts what comes in. A stock correction already counts that way.
            QuantityDelta = reason is StockChangeReason.Sold or StockChangeReason.Returned ? -row.Quantity : row.Quantity,
            OrderId = reason is StockChangeReason.Sold ? invoice.Number : null,
        };
    }

    private static StockChangeReason? ReasonOf(RowOutcome outcome) =>
        outcome == OnlineRetailRules.Sale ? StockChangeReason.Sold
        : outcome == OnlineRetailRules.Return ? StockChangeReason.Returned
        : outcome == OnlineRetailRules.StockFound ? StockChangeReason.Adjusted
        : outcome == OnlineRetailRules.WriteOff ? StockChangeReason.WrittenOff
        : null;
}
