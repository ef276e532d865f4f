using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Tiles.Reading;

/// <summary>
/// The results of a key at an instant, straight from its blob: those of <see cref="TileState.Read"/> and <see cref="TileState.Finalize"/>, to the
/// last bit, in one pass over the bytes. A blob has the states of a track from the newest back, so a window's result is there when its oldest
/// state has been merged, and the next window goes on from it: no tiles are made, which is what most of a read's time went into. For what is read
/// once; a state is for what is read again or added to. Hot path: per key of a read, without allocations but for texts. Not thread safe.
/// </summary>
internal sealed class WindowReader(TilePlan plan)
{
    private readonly TimelineReader[] _timelines = plan.NewReaders();
    private TileState? _state;

    /// <summary>Reads a blob.</summary>
    /// <param name="blob">It must be all that there is of the key: of a hot key's two, <see cref="TileState.Merge"/> the states.</param>
    /// <param name="t">The instant, in microseconds since 1970; at or after the blob's horizon.</param>
    /// <param name="results">Takes the results: one for each of the plan's. Of a list: its length.</param>
    /// <param name="lists">Takes the lists, if given.</param>
    /// <returns>The blob's header.</returns>
    /// <exception cref="TileBlobException">It is damaged, of a later format or of another plan; the results mean nothing then.</exception>
    /// <exception cref="AggregateOverflowException">A sum doesn't fit an Int64; likewise.</exception>
    public BlobHeader Read(ReadOnlySpan<byte> blob, long t, Span<Scalar> results, FeatureLists? lists)
    {
        lists?.Clear(plan.Results.Count);
        var reader = BlobHeader.Open(blob);
        try
        {
            var header = BlobHeader.Read(ref reader);
            if (header.Plan != plan.Fingerprint) throw TileBlobException.OtherPlan(header.Plan, plan.Fingerprint);
            if (header.Newest is not { } newest || plan.IsExpired(newest, t)) return ReadEmpty(blob, results);
            var horizon = header.Horizon!.Value;        // it is there wherever an event is
            reader.Origin = horizon;
            foreach (var timeline in _timelines) timeline.Read(ref reader, horizon, t, results, lists);
            return reader.Remaining == 0 ? header : throw reader.Corrupt($"{reader.Remaining} bytes too many");
        }
        finally
        {
            reader.Dispose();
        }
    }

    // Its bytes are held to be sound all the same, as they are for a key that is awake.
    private BlobHeader ReadEmpty(ReadOnlySpan<byte> blob, Span<Scalar> results)
    {
        var header = (_state ??= plan.NewState()).Read(blob);
        plan.EmptyResults.CopyTo(results);
        return header;
    }
}
