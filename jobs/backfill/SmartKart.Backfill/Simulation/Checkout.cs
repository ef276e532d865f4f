using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Simulation;

/// <summary>From cart to captured money: an order, its stock, and a card payment that may need a second attempt.</summary>
internal sealed class Checkout(Storehouse storehouse, Agenda agenda, Chance chance, Journal journal)
{
    private const decimal ShippingPrice = 3.95m;
    private const decimal FreeShippingFrom = 50m;
    private const int MaxAttempts = 2;
    private const double DeclineRate = 0.06;

    internal IEnumerable<TimeSpan> Order(Shopper shopper, Basket basket, string sessionId)
    {
        var order = Place(shopper, basket, sessionId);
        foreach (var (product, quantity) in basket.Items) storehouse.Sell(product, quantity, order.OrderId);

        var paymentId = journal.NextId("payment");
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            yield return chance.Seconds(1, 6);
            var declined = chance.Happens(DeclineRate);
            if (declined)
            {
                Pay(order, shopper, paymentId, attempt, PaymentStatus.Declined, "insufficient_funds");
                yield return chance.Seconds(15, 90);
                continue;
            }
            Pay(order, shopper, paymentId, attempt, PaymentStatus.Authorized, reason: null);
            yield return chance.Exponential(TimeSpan.FromMinutes(30)); // money is taken once the parcel is packed
            Pay(order, shopper, paymentId, attempt, PaymentStatus.Captured, reason: null);
            yield break;
        }
    }

    private OrderPlaced Place(Shopper shopper, Basket basket, string sessionId)
    {
        var subtotal = basket.Subtotal;
        var shipping = subtotal >= FreeShippingFrom ? 0 : ShippingPrice;
        var order = new OrderPlaced
        {
            EventId = journal.NextEventId(),
            OccurredAt = agenda.Now,
            OrderId = journal.NextId("order"),
            UserId = shopper.UserId,
            SessionId = sessionId,
            CartId = basket.Id,
            Lines = basket.Lines,
            Currency = Basket.Currency,
            Subtotal = subtotal,
            Shipping = shipping,
            Total = subtotal + shipping,
            ShippingCountry = "GB",
            NetworkAddress = shopper.NetworkAddress,
            DeviceType = shopper.Device,
            DeviceId = shopper.DeviceId,
        };
        journal.Write("order_placed", agenda.Now, order);
        return order;
    }

    private void Pay(OrderPlaced order, Shopper shopper, string paymentId, int attempt, PaymentStatus status, string? reason) =>
        journal.Write("payment_processed", agenda.Now, new PaymentProcessed
        {
            EventId = journal.NextEventId(),
            OccurredAt = agenda.Now,
            PaymentId = paymentId,
            OrderId = order.OrderId,
            UserId = order.UserId,
            SessionId = order.SessionId,
            Status = status,
            Reason = reason,
            Attempt = attempt,
            Amount = order.Total,
            Currency = order.Currency,
            Method = PaymentMethod.Card,
            CardFingerprint = shopper.CardFingerprint,
            BinCountry = "GB",
            BillingCountry = "GB",
            NetworkAddress = shopper.NetworkAddress,
            NetworkCountry = "GB",
            DeviceType = shopper.Device,
            DeviceId = shopper.DeviceId,
        });
}
