using SmartKart.Schemas.Catalogue;
using SmartKart.Topologies.Watermarks;

namespace SmartKart.Topologies.Payments;

/// <summary>How payments are measured.</summary>
public sealed record PaymentsOptions
{
    /// <summary>Five seconds of grace, and as long until a partition is quiet.</summary>
    public static TimingOptions Soon { get; } = new() { Grace = TimeSpan.FromSeconds(5), QuietAfter = TimeSpan.FromSeconds(5) };

    /// <summary>
    /// When a time is taken for past. A risk is wanted soon: <see cref="Soon"/> unless set. So long a record comes
    /// after its payment where little happens.
    /// </summary>
    public TimingOptions Timing { get; init; } = Soon;

    /// <summary>
    /// How many attempts of one user, card or address are looked at for a payment, the latest ones: an attack must not make each further payment
    /// dearer. Counts end there. 100 or more; 10,000 unless set.
    /// </summary>
    public int MaxAttempts { get; init; } = 10_000;

    /// <summary>
    /// How long a payment is remembered, by the events' time, so that a later answer is not taken for its first. At least 30 days, and that unless set.
    /// </summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How many partitions <c>payment_processed</c> has. As the catalogue says unless set.</summary>
    public int PaymentPartitions { get; init; } = TopicCatalog.Shipped[Topics.PaymentProcessed].Partitions;

    internal PaymentsOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAttempts, 100);
        ArgumentOutOfRangeException.ThrowIfLessThan(Retention, TimeSpan.FromDays(30));
        ArgumentOutOfRangeException.ThrowIfLessThan(PaymentPartitions, 1);
        Timing.Checked();
        return this;
    }
}
