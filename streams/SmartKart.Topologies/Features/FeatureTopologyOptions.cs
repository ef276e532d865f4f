namespace SmartKart.Topologies.Features;

/// <summary>How features are computed from the stream.</summary>
public sealed record FeatureTopologyOptions
{
    /// <summary>
    /// What tells now, so that an event too far ahead of it is refused; null for a history that carries its own clock, where no event is ahead.
    /// </summary>
    public TimeProvider? Clock { get; init; } = TimeProvider.System;

    /// <summary>How far ahead of the clock an event may be; 1 minute unless set.</summary>
    public TimeSpan AheadMax { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many entities stay decoded in each task, 2 or more; 4,000 unless set. One takes a few kilobytes.</summary>
    public int CachedEntities { get; init; } = 4_000;

    /// <summary>Whether state is kept on disk; else in memory, and restored from its changelog at each start.</summary>
    public bool IsPersistent { get; init; } = true;
}
