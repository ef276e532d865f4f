using SmartKart.Schemas.Catalogue;
using SmartKart.Topologies.Carts;
using SmartKart.Topologies.Experiments;
using SmartKart.Topologies.Inventory;
using SmartKart.Topologies.Orders;
using SmartKart.Topologies.Payments;
using SmartKart.Topologies.Sessions;

namespace SmartKart.Topologies;

/// <summary>The topologies that a worker hosts.</summary>
public static class TopologyCatalog
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<NamedTopology> All { get; } =
    [
        new("sessions", [Topics.Clickstream, Topics.CartUpdated, Topics.OrderPlaced], [Topics.SessionClosed],
            setting => SessionsTopology.Build(setting.Serdes, new SessionsOptions
            {
                Timing = setting.Timing,
                OrderPartitions = setting.Partitions[Topics.OrderPlaced],
            })),
        new("carts", [Topics.CartUpdated, Topics.OrderPlaced], [Topics.CartAbandoned],
            setting => CartsTopology.Build(setting.Serdes, new CartsOptions { Timing = setting.Timing, OrderPartitions = setting.Partitions[Topics.OrderPlaced] })),
        new("orders", [Topics.OrderPlaced, Topics.PaymentProcessed, Topics.OrderStatusChanged], [Topics.OrderAnomalyDetected],
            setting => OrdersTopology.Build(setting.Serdes, new OrdersOptions { Timing = setting.Timing })),
        new("payments", [Topics.PaymentProcessed], [Topics.PaymentRiskMeasured], // a risk is wanted sooner than a visit's end
            setting => PaymentsTopology.Build(setting.Serdes, new PaymentsOptions
            {
                Timing = PaymentsOptions.Soon with { WallClock = setting.Timing.WallClock },
                PaymentPartitions = setting.Partitions[Topics.PaymentProcessed],
            })),
        new("inventory", [Topics.InventoryUpdated], [Topics.StockLevelCrossed], setting => InventoryTopology.Build(setting.Serdes)),
        new("experiments", [Topics.Clickstream, Topics.OrderPlaced], [], setting => ExperimentsTopology.Build(setting.Serdes)),
    ];
}
