using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;
using SmartKart.FeatureStore.Tiles.Timeline;

namespace SmartKart.FeatureStore.Tiles.Reading;

/// <summary>
/// Reads the results of a timeline's tracks out of a blob. Of its tiles it keeps only how many there are up to each window's end, which is all
/// that the tracks must know. Hot path: per key of a read.
/// </summary>
internal sealed class TimelineReader(TimelinePlan plan)
{
    private readonly TrackReader[] _tracks = plan.NewReaders();
    private readonly TileBounds _bounds = new(plan.Layout);
    private readonly WindowStarts _windows = new(plan.Windows);
    private readonly int[] _tilesUpTo = new int[plan.Windows.Length + 2];       // of the instant, of each window, and all
    private readonly int[] _statesUpTo = new int[plan.Windows.Length + 2];      // the same of a track
    private ulong[] _held = new ulong[16];
    private int[] _counts = new int[17];

    /// <summary>Reads the timeline, and fills in the results of all tracks.</summary>
    /// <param name="reader">Stands at it.</param>
    /// <param name="horizon">The blob's horizon.</param>
    /// <param name="t">The instant, in microseconds since 1970.</param>
    /// <param name="results">Takes the results, in the plan's places.</param>
    /// <param name="lists">Takes the lists.</param>
    public void Read(ref BlobReader reader, long horizon, long t, Span<Scalar> results, FeatureLists? lists)
    {
        _bounds.MoveTo(horizon);
        var heads = new TileHeads(ref reader, plan, _bounds, Hops.Floor(horizon, Hops.Finest));
        if (_held.Length < heads.Count) (_held, _counts) = (new ulong[2 * heads.Count], new int[(2 * heads.Count) + 1]);
        Find(heads, ref reader, t);
        var held = _held.AsSpan(0, heads.Count);
        for (var track = 0; track < _tracks.Length; track++)
            _tracks[track].Read(ref reader, heads.IsFull ? _tilesUpTo : CountUpTo(held, track), t, results, lists);
    }

    private void Find(TileHeads heads, ref BlobReader reader, long t)
    {
        var starts = _windows.At(t);
        var window = 0;
        for (var tile = 0; tile < heads.Count; tile++)
        {
            var start = heads.Read(ref reader, out _held[tile]);
            while (window < starts.Length && start < starts[window]) _tilesUpTo[window++] = tile;
        }
        for (; window < _tilesUpTo.Length; window++) _tilesUpTo[window] = heads.Count;
    }

    // Without a branch per tile: which tiles a track has states in is as good as random.
    private ReadOnlySpan<int> CountUpTo(ReadOnlySpan<ulong> held, int track)
    {
        var (counts, count) = (_counts, 0);
        for (var tile = 0; tile < held.Length; tile++)
        {
            count += (int)(held[tile] >> track) & 1;
            counts[tile + 1] = count;
        }
        for (var window = 0; window < _statesUpTo.Length; window++) _statesUpTo[window] = counts[_tilesUpTo[window]];
        return _statesUpTo;
    }
}
