using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Streams;
using SmartKart.Topologies.Events;
using SmartKart.Topologies.Watermarks;

namespace SmartKart.Topologies.Orders;

/// <summary>
/// Orders, payments and changes of state, by order → one tracked order each, to be queried, and <c>order_anomaly_detected</c> where they do
/// not fit.
/// </summary>
/// <remarks>
/// <para>A payment that reserved or took money and whose order was not placed by <see cref="OrdersOptions.OrderWithin"/> after it is a
/// <c>payment_without_order</c>. An order that costs something, for which no money was reserved or taken by
/// <see cref="OrdersOptions.PaymentWithin"/> after it, and which was not cancelled by then, is an <c>order_without_payment</c>. A payment
/// that brings what was taken, in the order's currency, above its total is <c>overpaid</c>; refunds are not set against it, for the customer
/// was charged. Each is told once for a payment, or for an order.</para>
/// <para>All three are decided once the partition's orders and payments have been read past that time and the grace, so in whatever order
/// the topics are read, the same events give the same anomalies, ids included. Changes of state hold nothing back, for shops exist
/// that publish none: a cancellation that is read only after the decision comes too late. A topic in which nothing happens goes
/// by the wall clock, unless <see cref="TimingOptions.WallClock"/> is off.</para>
/// </remarks>
public static class OrdersTopology
{
    /// <summary>The store of orders, a key-value store of ids and <see cref="TrackedOrder"/> with their times.</summary>
    public const string Store = "orders";

    private const string Watch = "orders-watch";

    /// <param name="serdes">Read and write the events.</param>
    /// <param name="options">How orders are followed; null for the usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static Topology Build(IEventSerdes serdes, OrdersOptions? options = null)
    {
        options = (options ?? new OrdersOptions()).Checked();
        var builder = new StreamBuilder();
        foreach (var store in OrderWatch.StateStores(options)) builder.AddStateStore(store);

        var orders = builder.Events<OrderPlaced>(serdes, Topics.OrderPlaced, order => order.OccurredAt)
            .MapValues(OrderSignal.Of);
        var payments = builder.Events<PaymentProcessed>(serdes, Topics.PaymentProcessed, payment => payment.OccurredAt)
            .MapValues(OrderSignal.Of);
        builder.Events<OrderStatusChanged>(serdes, Topics.OrderStatusChanged, change => change.OccurredAt)
            .MapValues(OrderSignal.Of)
            .Merge(orders)
            .Merge(payments)
            .Process(() => new OrderWatch(options), Watch, OrderWatch.StoreNames)
            .To(Topics.OrderAnomalyDetected, Produced.With(Serdes.String(), serdes.SerdeOf<OrderAnomalyDetected>(Topics.OrderAnomalyDetected)));
        return builder.Build();
    }
}
