using System.Globalization;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Histories.Taobao;

/// <summary>
/// Builds the event of a row. The source has neither prices nor quantities: money is 0 in no currency (ISO 4217's <c>XXX</c>), as the contracts
/// ask, and a row is one unit. It does not say which purchases were made together, so each is an order of its own.
/// </summary>
internal sealed class TaobaoEvents
{
    private const string NoCurrency = "XXX";

    // The name space of this data set's event ids: drawn once at random, and never changed.
    private static readonly Guid Ids = new("d3c0f6a4-6f57-4d0b-8d5b-8f2d51f1f7a9");

    private readonly TaobaoCarts _carts = new();

    /// <param name="row">A row that becomes an event.</param>
    /// <param name="outcome">What it becomes.</param>
    /// <param name="shift">How much later than the file says.</param>
    public HistoryEvent Of(in TaobaoRow row, RowOutcome outcome, TimeSpan shift)
    {
        var at = row.At!.Value + shift; // the rules reject a row without
        if (outcome == TaobaoRules.Cart) return new HistoryEvent<CartUpdated>(Topics.CartUpdated, at, Carted(row, at));
        if (outcome == TaobaoRules.Purchase) return new HistoryEvent<OrderPlaced>(Topics.OrderPlaced, at, Ordered(row, at));
        var action = outcome == TaobaoRules.View ? ClickstreamAction.View : ClickstreamAction.Like;
        return new HistoryEvent<Clickstream>(Topics.Clickstream, at, new Clickstream
        {
            EventId = NameBasedGuid.Create(Ids, NameOf(row)),
            OccurredAt = at,
            UserId = row.UserId!,
            Action = action,
            ProductId = row.ItemId,
            CategoryId = row.CategoryId,
        });
    }

    private CartUpdated Carted(in TaobaoRow row, DateTimeOffset at)
    {
        var (cart, items, wasIn) = _carts.Add(row.UserId!, row.ItemId!, row.CategoryId);
        return new CartUpdated
        {
            EventId = NameBasedGuid.Create(Ids, NameOf(row)),
            OccurredAt = at,
            CartId = cart,
            UserId = row.UserId!,
            Action = wasIn ? CartAction.QuantityChanged : CartAction.ItemAdded,
            ProductId = row.ItemId,
            QuantityDelta = 1,
            Items = items,
            Currency = NoCurrency,
            Subtotal = 0,
        };
    }

    private OrderPlaced Ordered(in TaobaoRow row, DateTimeOffset at)
    {
        var name = NameOf(row);
        return new OrderPlaced
        {
            EventId = NameBasedGuid.Create(Ids, name),
            OccurredAt = at,
            OrderId = name,
            UserId = row.UserId!,
            CartId = _carts.Order(row.UserId!, row.ItemId!),
            Lines = [new LineItem { ProductId = row.ItemId!, Quantity = 1, UnitPrice = 0, CategoryId = row.CategoryId }],
            Currency = NoCurrency,
            Subtotal = 0,
            Total = 0,
        };
    }

    // By what the row says, not by where it stands: a longer copy of the file gives the same row the same id.
    private static string NameOf(in TaobaoRow row)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{row.Behavior}-{row.UserId}-{row.ItemId}-{row.At!.Value.ToUnixTimeSeconds()}");
        return row.Repeat == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name}-{row.Repeat}");
    }
}
