using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Orders;

/// <summary>What does not fit in an order, judged by what had happened when the time for it was over.</summary>
internal sealed class OrderAnomalies(OrdersOptions options)
{
    /// <summary>Judges an order that was placed at a time.</summary>
    public OrderAnomalyDetected? OfOrder(TrackedOrder order, DateTimeOffset since)
    {
        var due = since + options.PaymentWithin;
        if (order.PlacedAt != since || order.Total is not > 0 || order.CancelledAt <= due) return null;
        foreach (var payment in order.Payments)
            if (payment.PaidAt <= due) return null;
        return Anomaly(order, OrderAnomalyKind.OrderWithoutPayment, since, due, payment: null, paid: null, order.Currency);
    }

    /// <summary>Judges a payment that first reserved or took money at a time.</summary>
    public OrderAnomalyDetected? OfPayment(TrackedOrder order, string paymentId, DateTimeOffset since)
    {
        var due = since + options.OrderWithin;
        if (order.PaymentOf(paymentId) is not { } payment || payment.PaidAt != since || order.PlacedAt <= due) return null;
        // An order that was placed after that may have been read already, and may not: nothing of it is told.
        var unknown = OrderHistory.Unknown(order.OrderId, payment.UserId);
        return Anomaly(unknown, OrderAnomalyKind.PaymentWithoutOrder, since, due, payment, payment.PaidAmount, payment.Currency);
    }

    /// <summary>Judges a payment that first took money at a time.</summary>
    public OrderAnomalyDetected? OfCapture(TrackedOrder order, string paymentId, DateTimeOffset since)
    {
        var due = since + options.OrderWithin;
        if (order.PaymentOf(paymentId) is not { } payment || payment.CapturedAt != since) return null;
        if (!(order.PlacedAt <= due) || payment.Currency != order.Currency) return null;
        var before = 0m;
        foreach (var other in order.Payments)
            if (other.Currency == order.Currency && IsBefore(other, payment)) before += other.CapturedAmount;
        var taken = before + payment.CapturedAmount;
        return before <= order.Total && taken > order.Total ? Anomaly(order, OrderAnomalyKind.Overpaid, since, due, payment, taken, payment.Currency) : null;
    }

    private static bool IsBefore(TrackedPayment one, TrackedPayment other) =>
        one.CapturedAt < other.CapturedAt || (one.CapturedAt == other.CapturedAt && string.CompareOrdinal(one.PaymentId, other.PaymentId) < 0);

    private static OrderAnomalyDetected Anomaly(
        TrackedOrder order, OrderAnomalyKind kind, DateTimeOffset since, DateTimeOffset due, TrackedPayment? payment, decimal? paid, string? currency) => new()
    {
        EventId = DerivedEventId.Of(Topics.OrderAnomalyDetected, $"{kind}/{order.OrderId}/{payment?.PaymentId}"),
        OccurredAt = due,
        OrderId = order.OrderId,
        PaymentId = payment?.PaymentId,
        UserId = order.UserId,
        Kind = kind,
        SinceAt = since,
        Currency = currency ?? "XXX",
        OrderTotal = order.Total,
        PaidAmount = paid,
    };
}
