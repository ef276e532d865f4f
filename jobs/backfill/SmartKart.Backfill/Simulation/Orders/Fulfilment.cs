using System.Collections.Immutable;
using SmartKart.Backfill.Simulation.Catalogue;
using SmartKart.Backfill.Simulation.Shoppers;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Simulation.Orders;

using Item = (Product Product, int Quantity, LineItem Line);
using Items = IReadOnlyList<(Product Product, int Quantity, LineItem Line)>;

/// <summary>What becomes of an order: confirmed, packed, shipped, delivered; some are cancelled before that, some come back, some are reviewed.</summary>
internal sealed class Fulfilment(Marketplace shop)
{
    private const double CancelRate = 0.015, DisputeRate = 0.0005, ReviewRate = 0.12;
    private const double Disappointment = 1.5; // how much likelier what doesn't suit comes back
    private static readonly string[] ReturnReasons = ["changed_mind", "changed_mind", "not_as_described", "damaged", "too_late"];

    private readonly Chance _chance = shop.Chance;

    /// <param name="payment">Authorized.</param>
    /// <param name="items">What was ordered.</param>
    /// <param name="shopper">Who will judge it; null for a thief, who neither returns nor reviews.</param>
    internal IEnumerable<TimeSpan> Deliver(Payment payment, Items items, Shopper? shopper)
    {
        var order = payment.Order;
        yield return _chance.Exponential(TimeSpan.FromMinutes(10));
        Tell(order, OrderStatus.Confirmed, previous: null, expected: shop.Agenda.Told + TimeSpan.FromDays(4));
        if (shopper is not null && _chance.Happens(CancelRate))
        {
            yield return _chance.Exponential(TimeSpan.FromMinutes(40));
            Cancel(order, OrderStatus.Confirmed, "changed_mind", items);
            yield break;
        }
        yield return _chance.Exponential(TimeSpan.FromHours(5));
        Tell(order, OrderStatus.Packed, OrderStatus.Confirmed);
        payment.Capture(); // money is taken once the parcel is packed
        yield return TimeSpan.FromMinutes(30) + _chance.Exponential(TimeSpan.FromHours(8));
        Tell(order, OrderStatus.Shipped, OrderStatus.Packed, expected: shop.Agenda.Told + TimeSpan.FromDays(3));
        yield return TimeSpan.FromHours(14) + _chance.Exponential(TimeSpan.FromHours(30));
        Tell(order, OrderStatus.Delivered, OrderStatus.Shipped);
        if (shopper is null) yield break;

        if (_chance.Happens(DisputeRate)) shop.Agenda.Begin(TimeSpan.FromDays(_chance.Between(5, 40)), payment.ChargeBack("dispute"));
        if (shopper.Number >= 0)
        {
            foreach (var (product, _, _) in items)
            {
                if (!_chance.Happens(ReviewRate)) continue;
                shop.Agenda.Begin(TimeSpan.FromDays(1) + _chance.Exponential(TimeSpan.FromDays(4)), Reviews.Of(shopper, product, order.OrderId, shop));
            }
        }
        var returned = Returned(items, shopper);
        if (returned.Count == 0) yield break;
        yield return TimeSpan.FromDays(2) + _chance.Exponential(TimeSpan.FromDays(5));
        foreach (var wait in TakeBack(payment, items, returned, shopper)) yield return wait;
    }

    /// <summary>Nobody would pay: the order ends, and its stock is for sale again.</summary>
    internal void CancelUnpaid(OrderPlaced order, Items items) => Cancel(order, previous: null, "payment_missing", items);

    private List<Item> Returned(Items items, Shopper shopper)
    {
        var returned = new List<Item>();
        foreach (var item in items)
        {
            var disappointment = Math.Exp(-Disappointment * 0.3 * (Visits.Utility.Fit(shopper, item.Product) + item.Product.Quality));
            if (_chance.Happens(Math.Min(0.5, item.Product.ReturnRate * disappointment))) returned.Add(item);
        }
        return returned;
    }

    private IEnumerable<TimeSpan> TakeBack(Payment payment, Items items, List<Item> returned, Shopper shopper)
    {
        var order = payment.Order;
        var reason = _chance.OneOf<string>(ReturnReasons);
        var lines = returned.Count == items.Count ? [] : LinesOf(returned);
        Tell(order, OrderStatus.Returned, OrderStatus.Delivered, reason, lines);
        foreach (var (product, quantity, _) in returned)
            if (reason != "damaged") shop.Storehouse.TakeBack(product, quantity, order.OrderId);
        yield return TimeSpan.FromHours(6) + _chance.Exponential(TimeSpan.FromDays(1));

        // What was paid for these lines: their part of a coupon is taken off, and shipping isn't given back.
        var value = 0m;
        foreach (var (_, quantity, line) in returned) value += quantity * line.UnitPrice;
        var refund = Math.Round(value * (1 - (order.Discount ?? 0) / order.Subtotal), 2);
        Tell(order, OrderStatus.Refunded, OrderStatus.Returned, reason, lines, refund);
        payment.Refund(refund, "return");
        shopper.Earn((double)refund);
    }

    private void Cancel(OrderPlaced order, OrderStatus? previous, string reason, Items items)
    {
        Tell(order, OrderStatus.Cancelled, previous, reason);
        foreach (var (product, quantity, _) in items) shop.Storehouse.TakeBack(product, quantity, order.OrderId);
    }

    private void Tell(
        OrderPlaced order, OrderStatus status, OrderStatus? previous, string? reason = null, ImmutableArray<LineItem> lines = default, decimal? refund = null,
        DateTimeOffset? expected = null) => shop.Journal.Write(Topics.OrderStatusChanged, new OrderStatusChanged
    {
        EventId = shop.Journal.NextEventId(),
        OccurredAt = shop.Agenda.Told,
        OrderId = order.OrderId,
        UserId = order.UserId,
        Status = status,
        PreviousStatus = previous,
        Reason = reason,
        Lines = lines.IsDefault ? [] : lines,
        Currency = order.Currency,
        Refund = refund,
        WarehouseId = Storehouse.WarehouseId,
        ExpectedDeliveryOn = expected is { } day ? DateOnly.FromDateTime(day.UtcDateTime) : null,
    });

    private static ImmutableArray<LineItem> LinesOf(List<Item> items)
    {
        var lines = ImmutableArray.CreateBuilder<LineItem>(items.Count);
        foreach (var (_, _, line) in items) lines.Add(line);
        return lines.MoveToImmutable();
    }
}
