using SmartKart.Backfill.Simulation.Catalogue;
using SmartKart.Backfill.Simulation.Fraud;
using SmartKart.Backfill.Simulation.Shoppers;
using SmartKart.Backfill.Simulation.Visits;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Simulation.Orders;

/// <summary>From cart to paid order: what is no longer in stock leaves the cart first, and a payment may take several attempts.</summary>
internal sealed class Checkout(Marketplace shop, Fraudsters fraudsters)
{
    private const decimal ShippingPrice = 3.95m;
    private const decimal FreeShippingFrom = 50m;
    private const double CouponRate = 0.05;
    private const decimal CouponShare = 0.1m;
    private const string Coupon = "coupon-welcome";

    private readonly Chance _chance = shop.Chance;

    /// <summary>An honest order.</summary>
    internal IEnumerable<TimeSpan> Order(Shopper shopper, Basket basket, string sessionId)
    {
        if (!IsThere(basket)) yield break;
        var order = Place(shopper.Identity, basket, sessionId);
        shopper.Spend((double)order.Total, shop.Agenda.Day);
        fraudsters.OrderWasPlaced();
        foreach (var wait in Pay(new Payment(order, shopper.Identity, Means.Honest(_chance), shop), basket, shopper)) yield return wait;
    }

    /// <summary>An order that is fraud.</summary>
    internal IEnumerable<TimeSpan> Order(Identity seeming, Basket basket, string sessionId, Means means, Incident incident)
    {
        if (!IsThere(basket)) yield break;
        var order = Place(seeming, basket, sessionId);
        var payment = new Payment(order, seeming, means, shop);
        shop.Truth.Fraud(incident, order, payment.Id);
        foreach (var wait in Pay(payment, basket, shopper: null)) yield return wait;
        if (payment.IsAuthorized && !_chance.Happens(Incident.UnnoticedRate)) shop.Agenda.Begin(Incident.Notice(_chance), payment.ChargeBack("fraudulent"));
    }

    private IEnumerable<TimeSpan> Pay(Payment payment, Basket basket, Shopper? shopper)
    {
        foreach (var wait in payment.Attempts()) yield return wait;
        if (payment.IsAuthorized) shop.Agenda.Begin(TimeSpan.Zero, shop.Fulfilment.Deliver(payment, basket.Items, shopper));
        else shop.Fulfilment.CancelUnpaid(payment.Order, basket.Items);
    }

    // Others may have bought meanwhile.
    private static bool IsThere(Basket basket)
    {
        for (var place = basket.Items.Count - 1; place >= 0; place--)
        {
            var (product, quantity, _) = basket.Items[place];
            var missing = product.Status == ProductStatus.Active ? quantity - product.Stock : quantity;
            if (missing > 0) basket.Change(place, -missing);
        }
        return !basket.IsEmpty;
    }

    private OrderPlaced Place(Identity who, Basket basket, string sessionId)
    {
        var subtotal = basket.Subtotal;
        var discount = _chance.Happens(CouponRate) ? Math.Round(subtotal * CouponShare, 2) : (decimal?)null;
        var shipping = subtotal >= FreeShippingFrom ? 0 : ShippingPrice;
        var order = new OrderPlaced
        {
            EventId = shop.Journal.NextEventId(),
            OccurredAt = shop.Agenda.Told,
            OrderId = shop.Journal.NextId("order"),
            UserId = who.UserId,
            SessionId = sessionId,
            CartId = basket.Id,
            Lines = basket.Lines,
            Currency = Market.Currency,
            Subtotal = subtotal,
            Discount = discount,
            Shipping = shipping,
            Total = subtotal - (discount ?? 0) + shipping,
            PromotionId = discount is null ? null : Coupon,
            WarehouseId = Storehouse.WarehouseId,
            ShippingCountry = who.Country,
            ShippingAddressHash = who.ShippingAddressHash,
            BillingAddressHash = who.BillingAddressHash,
            AccountCreatedAt = who.AccountCreatedAt is { } made ? shop.Agenda.Tell(made) : null,
            NetworkAddress = who.NetworkAddress,
            DeviceType = who.Device,
            DeviceId = who.DeviceId,
        };
        shop.Journal.Write(Topics.OrderPlaced, order);
        foreach (var (product, quantity, _) in basket.Items)
        {
            product.Demand.Units += quantity;
            shop.Storehouse.Sell(product, quantity, order.OrderId);
        }
        return order;
    }
}
