namespace SmartKart.FeatureStore.Offline.Sweeping;

/// <summary>All rows of some keys, of each stream: what one worker sweeps at a time.</summary>
/// <param name="streams">A buffer for each stream.</param>
internal sealed class SweepBatch(RowBuffer[] streams)
{
    public IReadOnlyList<RowBuffer> Streams => streams;

    public void Clear()
    {
        foreach (var rows in streams) rows.Clear();
    }
}
