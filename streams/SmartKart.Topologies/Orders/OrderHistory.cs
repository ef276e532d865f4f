using System.Collections.Immutable;
using SmartKart.Schemas.Events;

namespace SmartKart.Topologies.Orders;

/// <summary>
/// What an event makes of an order. Whatever the order in which events come, and however often, the same events make the same order: what is
/// the latest goes by the events' times, and of two at one instant by their content.
/// </summary>
internal static class OrderHistory
{
    /// <summary>An order of which nothing came yet.</summary>
    public static TrackedOrder Unknown(string orderId, string userId) => new() { OrderId = orderId, UserId = userId };

    public static TrackedOrder With(this TrackedOrder order, OrderPlaced placed) => order.PlacedAt <= placed.OccurredAt
        ? order
        : order with { UserId = placed.UserId, PlacedAt = placed.OccurredAt, Total = placed.Total, Currency = placed.Currency };

    public static TrackedOrder With(this TrackedOrder order, OrderStatusChanged change)
    {
        if (!change.Lines.IsDefaultOrEmpty) return order;
        if (change.Status == OrderStatus.Cancelled && !(order.CancelledAt <= change.OccurredAt)) order = order with { CancelledAt = change.OccurredAt };
        var isLater = order.StatusAt is not { } at || at < change.OccurredAt || (at == change.OccurredAt && order.Status < change.Status);
        return isLater ? order with { Status = change.Status, StatusAt = change.OccurredAt } : order;
    }

    public static TrackedOrder With(this TrackedOrder order, PaymentProcessed answer)
    {
        var place = IndexOf(order.Payments, answer.PaymentId);
        if (place >= 0) return order with { Payments = order.Payments.SetItem(place, order.Payments[place].With(answer)) };
        var payment = new TrackedPayment(answer.PaymentId, answer.UserId, answer.Status, answer.OccurredAt, answer.Amount, answer.Currency).With(answer);
        return order with { Payments = order.Payments.Insert(~place, payment) };
    }

    public static TrackedPayment? PaymentOf(this TrackedOrder order, string paymentId) =>
        IndexOf(order.Payments, paymentId) is >= 0 and var place ? order.Payments[place] : null;

    private static TrackedPayment With(this TrackedPayment payment, PaymentProcessed answer)
    {
        var takes = answer.Status == PaymentStatus.Captured;
        if ((takes || answer.Status == PaymentStatus.Authorized) && !(payment.PaidAt <= answer.OccurredAt))
            payment = payment with { PaidAt = answer.OccurredAt, PaidAmount = answer.Amount };
        if (takes && !(payment.CapturedAt <= answer.OccurredAt))
            payment = payment with { CapturedAt = answer.OccurredAt, CapturedAmount = answer.Amount };
        var isLater = payment.At < answer.OccurredAt || (payment.At == answer.OccurredAt && payment.Status < answer.Status);
        return isLater ? payment with { Status = answer.Status, At = answer.OccurredAt, Amount = answer.Amount, Currency = answer.Currency } : payment;
    }

    // By their ids, so that their order does not depend on how they came; the complement of where it belongs, where there is none.
    private static int IndexOf(ImmutableArray<TrackedPayment> payments, string paymentId)
    {
        for (var place = 0; place < payments.Length; place++)
        {
            var order = string.CompareOrdinal(payments[place].PaymentId, paymentId);
            if (order >= 0) return order == 0 ? place : ~place;
        }
        return ~payments.Length;
    }
}
