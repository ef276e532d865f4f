namespace SmartKart.Topologies.Experiments;

/// <summary>How experiments are counted.</summary>
public sealed record ExperimentsOptions
{
    /// <summary>How long after a recommendation was first shown a purchase is taken to come of it. More than 0; 7 days unless set.</summary>
    public TimeSpan AttributionWindow { get; init; } = TimeSpan.FromDays(7);

    /// <summary>
    /// How far back, by the events' time, hours can be queried, and take what is late. At least the attribution window and an hour; 90 days unless
    /// set.
    /// </summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(90);

    internal ExperimentsOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(AttributionWindow, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(Retention, AttributionWindow + TimeSpan.FromHours(1));
        return this;
    }
}
