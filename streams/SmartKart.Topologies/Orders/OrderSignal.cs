using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Orders;

/// <summary>One of the three things that happen to an order.</summary>
internal sealed record OrderSignal(OrderPlaced? Placed, PaymentProcessed? Paid, OrderStatusChanged? Changed)
{
    public static OrderSignal Of(OrderPlaced placed)
    {
        EventChecks.Present(placed, Topics.OrderPlaced);
        EventChecks.Id(placed.OrderId, Topics.OrderPlaced, "order_id");
        return new OrderSignal(placed, null, null);
    }

    public static OrderSignal Of(PaymentProcessed paid)
    {
        EventChecks.Present(paid, Topics.PaymentProcessed);
        EventChecks.Id(paid.OrderId, Topics.PaymentProcessed, "order_id");
        EventChecks.Id(paid.PaymentId, Topics.PaymentProcessed, "payment_id");
        EventChecks.Amount(paid);
        return new OrderSignal(null, paid, null);
    }

    public static OrderSignal Of(OrderStatusChanged changed)
    {
        EventChecks.Present(changed, Topics.OrderStatusChanged);
        EventChecks.Id(changed.OrderId, Topics.OrderStatusChanged, "order_id");
        return new OrderSignal(null, null, changed);
    }
}
