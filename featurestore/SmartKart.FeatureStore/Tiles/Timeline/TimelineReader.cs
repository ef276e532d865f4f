using System.Numerics;
using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Tiles.Timeline;

/// <summary>
/// Reads the results of a timeline's tracks out of a blob. Of its tiles it keeps only how many states each track has in each window, which is
/// all that the tracks must know. Hot path: per key of a read.
/// </summary>
internal sealed class TimelineReader(TimelinePlan plan)
{
    private readonly TrackReader[] _tracks = plan.NewReaders();
    private readonly TileBounds _bounds = new(plan.Layout);
    private readonly WindowStarts _windows = new(plan.Windows);
    private readonly int _parts = plan.Windows.Length + 2;
    private readonly int[] _states = new int[plan.Tracks.Length * (plan.Windows.Length + 2)];      // tracks × parts

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
        Array.Clear(_states);
        if (heads.IsFull) CountFull(ref heads, ref reader, t);
        else Count(ref heads, ref reader, t);
        for (var track = 0; track < _tracks.Length; track++) _tracks[track].Read(ref reader, StatesOf(track), t, results, lists);
    }

    private void Count(ref TileHeads heads, ref BlobReader reader, long t)
    {
        var starts = _windows.At(t);
        var part = 0;
        for (var left = heads.Count; left > 0; left--)
        {
            var start = heads.Read(ref reader, out var held);
            while (part < starts.Length && start < starts[part]) part++;
            for (; held != 0; held &= held - 1) _states[(BitOperations.TrailingZeroCount(held) * _parts) + part]++;
        }
    }

    private void CountFull(ref TileHeads heads, ref BlobReader reader, long t)
    {
        var starts = _windows.At(t);
        var first = StatesOf(0);
        var part = 0;
        for (var left = heads.Count; left > 0; left--)
        {
            var start = heads.Read(ref reader, out _);
            while (part < starts.Length && start < starts[part]) part++;
            first[part]++;
        }
        for (var track = 1; track < _tracks.Length; track++) first.CopyTo(StatesOf(track));
    }

    private Span<int> StatesOf(int track) => _states.AsSpan(track * _parts, _parts);
}
