using SmartKart.Schemas.Catalogue;
using SmartKart.Topologies.Watermarks;

namespace SmartKart.Topologies.Carts;

/// <summary>How carts are watched.</summary>
public sealed record CartsOptions
{
    /// <summary>How long a cart may be left alone before it is abandoned. More than 0; 30 minutes unless set.</summary>
    public TimeSpan IdleAfter { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// How long a cart is remembered after its last event, by the events' time. A cart that comes back later is a new one, which may be abandoned
    /// again. More than <see cref="IdleAfter"/>; 60 days unless set.
    /// </summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(60);

    /// <summary>When a time is taken for past.</summary>
    public TimingOptions Timing { get; init; } = new();

    /// <summary>How many partitions <c>order_placed</c> has: a cart waits until each has told how far it is. As the catalogue says unless set.</summary>
    public int OrderPartitions { get; init; } = TopicCatalog.Shipped[Topics.OrderPlaced].Partitions;

    internal CartsOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(IdleAfter, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Retention, IdleAfter);
        ArgumentOutOfRangeException.ThrowIfLessThan(OrderPartitions, 1);
        Timing.Checked();
        return this;
    }
}
