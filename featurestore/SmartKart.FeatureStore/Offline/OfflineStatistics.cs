namespace SmartKart.FeatureStore.Offline;

/// <summary>What a sweep did, and what it cost.</summary>
/// <param name="Labels">Rows of the training set; 0 of a backfill.</param>
/// <param name="Views">Each view with a source.</param>
/// <param name="Stages">Seconds of each stage, over all entities.</param>
/// <param name="PeakMemoryBytes">The most that this process has held since it began.</param>
/// <param name="SpilledBytes">The most that lay in the temp folder at the end of a stage; 0 where memory was enough.</param>
public sealed record OfflineStatistics(
    long Labels,
    IReadOnlyList<ViewStatistics> Views,
    IReadOnlyDictionary<OfflineStage, double> Stages,
    long PeakMemoryBytes,
    long SpilledBytes)
{
    /// <summary>From the first stage's beginning to the last one's end.</summary>
    public double Seconds => Stages.Values.Sum();

    /// <summary>Events taken in, over all views.</summary>
    public long Events => Views.Sum(view => view.Events);
}

/// <summary>What a view took in.</summary>
/// <param name="View">Its name and version.</param>
/// <param name="Keys">Keys with an event before a label of theirs.</param>
/// <param name="Events">Events that concern the view and lie before a label of their key; each counts once.</param>
public sealed record ViewStatistics(string View, long Keys, long Events);
