namespace SmartKart.Topologies.Features;

/// <summary>How features are computed from the stream.</summary>
public sealed record FeatureTopologyOptions
{
    /// <summary>What tells now; null for a history that carries its own clock.</summary>
    public TimeProvider? Clock { get; init; } = TimeProvider.System;

    /// <summary>How many entities stay decoded in each task, 2 or more; 4,000 unless set. One takes a few kilobytes.</summary>
    public int CachedEntities { get; init; } = 4_000;

    /// <summary>
    /// Which application it is of those that compute features, from 1. What a later one writes to Redis counts as newer than all that an earlier one wrote
    /// there, under the same view's name too.
    /// </summary>
    public int Generation { get; init; } = 1;

    /// <summary>Whether state is kept on disk; else in memory, and restored from its changelog at each start.</summary>
    public bool IsPersistent { get; init; } = true;
}
