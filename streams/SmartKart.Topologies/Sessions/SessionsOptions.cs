using SmartKart.Schemas.Catalogue;
using SmartKart.Topologies.Watermarks;

namespace SmartKart.Topologies.Sessions;

/// <summary>How visits are told apart.</summary>
public sealed record SessionsOptions
{
    /// <summary>Without an event for longer than this, a visit is over. More than 0; 30 minutes unless set.</summary>
    public TimeSpan Gap { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// How long a visit may last: what comes later begins another, so that a robot that never rests is told of too. At least
    /// <see cref="Gap"/>; 12 hours unless set.
    /// </summary>
    public TimeSpan MaxLength { get; init; } = TimeSpan.FromHours(12);

    /// <summary>How many steps of its path an event carries, the first ones. 1 or more; 200 unless set, as the contract says.</summary>
    public int MaxSteps { get; init; } = 200;

    /// <summary>When a time is taken for past.</summary>
    public TimingOptions Timing { get; init; } = new();

    /// <summary>How many partitions <c>order_placed</c> has: a visit waits until each has told how far it is. As the catalogue says unless set.</summary>
    public int OrderPartitions { get; init; } = TopicCatalog.Shipped[Topics.OrderPlaced].Partitions;

    internal SessionsOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Gap, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxLength, Gap);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxSteps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(OrderPartitions, 1);
        Timing.Checked();
        return this;
    }
}
