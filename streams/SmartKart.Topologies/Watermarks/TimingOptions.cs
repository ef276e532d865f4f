namespace SmartKart.Topologies.Watermarks;

/// <summary>When a topology takes a time for past. The same for every topology that waits.</summary>
public sealed record TimingOptions
{
    /// <summary>
    /// How far out of order a partition's events may be: one that is earlier than that before the partition's latest is late, and changes nothing
    /// that waits. 0 or more; 1 minute unless set, which is also how far ahead of the clock an event may be.
    /// </summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Whether a partition that is quiet goes by the wall clock; yes unless set. Not for a history that is replayed with its own clock: there
    /// time stands still when nothing comes, and results would depend on how fast it is played.
    /// </summary>
    public bool WallClock { get; init; } = true;

    /// <summary>After how long without an event a partition is quiet, by the wall clock. More than 0; 30 s unless set.</summary>
    public TimeSpan QuietAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often how far a partition has come is told to those who wait for it, by the wall clock. More than 0; 1 s unless set.</summary>
    public TimeSpan TellEvery { get; init; } = TimeSpan.FromSeconds(1);

    internal long GraceMs => (long)Grace.TotalMilliseconds;

    internal TimingOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Grace, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(QuietAfter, TimeSpan.FromMilliseconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(TellEvery, TimeSpan.FromMilliseconds(1));
        return this;
    }
}
