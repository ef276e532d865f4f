namespace SmartKart.FeatureStore.Offline.Sweeping;

/// <summary>
/// Cuts sorted streams into batches of whole keys. A batch ends once it has so many rows, of labels and events together: so batches are alike in
/// work, however unlike the keys are. Not thread safe.
/// </summary>
internal sealed class BatchReader(IReadOnlyList<SortedRows> streams)
{
    /// <summary>Large enough that handing it over costs nothing beside it, small enough that no worker is left with much at the end.</summary>
    private const int BatchRows = 1 << 14;

    /// <returns>False at the end.</returns>
    public bool TryRead(SweepBatch batch)
    {
        batch.Clear();
        var rows = 0;
        while (rows < BatchRows && TryLeastKey(out var key))
        {
            for (var i = 0; i < streams.Count; i++) rows += streams[i].Take(key, batch.Streams[i]);
        }
        for (var i = 0; i < streams.Count; i++) streams[i].Flush(batch.Streams[i]);
        return rows > 0;
    }

    private bool TryLeastKey(out int least)
    {
        least = int.MaxValue;
        var isAny = false;
        foreach (var stream in streams)
        {
            if (!stream.TryPeek(out var key)) continue;
            least = Math.Min(least, key);
            isAny = true;
        }
        return isAny;
    }
}
