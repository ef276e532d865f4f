namespace SmartKart.FeatureStore.Offline;

/// <summary>What a sweep is at.</summary>
public enum OfflineStage
{
    /// <summary>Labels are read and checked.</summary>
    Labels,
    /// <summary>Events are read and sorted by key and time.</summary>
    Sort,
    /// <summary>Events go through the tiles, and features come out of them.</summary>
    Sweep,
    /// <summary>The training set is written.</summary>
    Write,
}

/// <summary>How far a sweep is.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Subject">What it is about: a topic, or the join keys of an entity.</param>
/// <param name="Rows">Labels (or, in a backfill, events) that are done in this stage.</param>
/// <param name="Total">Of how many; null where that isn't known.</param>
public readonly record struct OfflineProgress(OfflineStage Stage, string Subject, long Rows, long? Total);
