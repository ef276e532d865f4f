using SmartKart.Topologies.Watermarks;

namespace SmartKart.Topologies.Orders;

/// <summary>How orders are followed.</summary>
public sealed record OrdersOptions
{
    /// <summary>
    /// How long after an order was placed money may be reserved or taken for it. More than 0; 24 hours unless set. Shops that live on bank transfers
    /// set days.
    /// </summary>
    public TimeSpan PaymentWithin { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How long after a payment its order may be placed. More than 0; 15 minutes unless set.</summary>
    public TimeSpan OrderWithin { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long an order is remembered after its last event, by the events' time. More than both of the above; 180 days unless set.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(180);

    /// <summary>How many payments one order may have, 1 or more; 100 unless set. More are refused: no order has so many, but an attack may.</summary>
    public int MaxPayments { get; init; } = 100;

    /// <summary>When a time is taken for past.</summary>
    public TimingOptions Timing { get; init; } = new();

    internal OrdersOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(PaymentWithin, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(OrderWithin, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Retention, PaymentWithin);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Retention, OrderWithin);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxPayments, 1);
        Timing.Checked();
        return this;
    }
}
