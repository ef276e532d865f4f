using SmartKart.Schemas.Events;
using SmartKart.Topologies.Watermarks;

namespace SmartKart.Topologies.Sessions;

/// <summary>What the watch over visits is told.</summary>
/// <param name="Input">Which of its inputs says it: 0 is the clickstream, 1 the carts, from 2 on the partitions of orders.</param>
/// <param name="Happened">The event; null where an input only tells how far it is.</param>
/// <param name="ReachedMs">How far the partition of orders is; null for the task's own inputs, where the event's own time says it.</param>
internal sealed record VisitSignal(int Input, PlacedEvent? Happened, long? ReachedMs)
{
    /// <summary>How many inputs the task reads itself.</summary>
    public const int OwnInputs = 2;

    public static VisitSignal Of(Clickstream click) => new(0, PlacedEvent.Of(click), null);

    public static VisitSignal Of(CartUpdated cart) => new(1, PlacedEvent.Of(cart), null);

    public static VisitSignal Of(Watermarked<PlacedEvent> order) => new(OwnInputs + order.Partition, order.Value, order.ReachedMs);
}
