using System.Numerics;
using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Tiles.Timeline;

/// <summary>
/// The tiles of the tracks that have the same windows: where they begin, ascending, and which tracks hold something in each. All that has to
/// do with time is worked out here, once for all tracks. Hot path: per event, and per key of a read.
/// </summary>
internal sealed class TileTimeline(TimelinePlan plan)
{
    private readonly TileTrack[] _tracks = plan.NewTracks();
    private readonly TileBounds _bounds = new(plan.Layout);
    private readonly long _hop = plan.Layout.FinestHop;
    private WindowSearch? _windows;     // most states of a stream are never read here
    private ClosedTiles? _closed;
    private long[] _starts = [];
    private ulong[] _held = [];

    /// <summary>How many tiles there are.</summary>
    public int Count { get; private set; }

    /// <summary>Takes in an event.</summary>
    /// <param name="ts">Its time.</param>
    /// <param name="horizon">The latest instant seen, this event's time included.</param>
    /// <param name="values">Its values.</param>
    /// <returns>Whether any window can still cover it.</returns>
    public bool Add(long ts, long horizon, ReadOnlySpan<Scalar> values)
    {
        if (!_bounds.AreOf(horizon)) Advance(horizon);
        // Most events are in the newest tile: it needs no division. Unsigned, what is before it (or far behind Beginning) is far off, too.
        var isNewest = Count > 0 && (ulong)(ts - _starts[Count - 1]) < (ulong)_hop;
        var start = isNewest ? _starts[Count - 1] : plan.Layout.StartOf(ts, _bounds.Starts);
        if (start == TileLayout.Gone) return false;

        var tile = isNewest ? Count - 1 : -1;
        foreach (var track in plan.Tracks)
        {
            if ((track.Of >= 0 && values[track.Of].IsNull) || (track.By >= 0 && values[track.By].IsNull)) continue;
            // Only now: a tile has something of some track.
            if (tile < 0) tile = TileAt(start);
            _held[tile] |= track.Bit;
            _tracks[track.Place].Add(tile, values, ts);
        }
        if (tile >= 0 && _closed?.Has(start) == true) _closed.GiveUp();
        return true;
    }

    /// <summary>Merges tiles that have grown old into coarser ones, and drops those past every window.</summary>
    public void Advance(long horizon)
    {
        if (_bounds.AreOf(horizon)) return;
        Span<long> before = stackalloc long[TileLayout.LevelsMax];
        _bounds.Starts.CopyTo(before);
        _bounds.MoveTo(horizon);
        var bounds = _bounds.Starts;
        // Only tiles that a bound has passed change. From the oldest on; what lies between moves as it is.
        var (next, kept) = (0, 0);
        for (var level = bounds.Length - 1; level >= 0 && next < Count; level--)
        {
            var from = FirstFrom(next, before[level]);
            if (from == Count || _starts[from] >= bounds[level]) continue;
            Keep(next, from, ref kept);
            for (next = from; next < Count && _starts[next] < bounds[level]; next++) Move(next, before, ref kept);
        }
        if (next == kept) return;
        Keep(next, Count, ref kept);
        Count = kept;
    }

    /// <summary>Takes in what another of the same plan holds, whose horizon is not later.</summary>
    public void Merge(TileTimeline other, long horizon)
    {
        _closed?.GiveUp();
        Advance(horizon);
        for (var i = 0; i < other.Count; i++)
        {
            var start = other._starts[i] == TileLayout.Beginning ? TileLayout.Beginning : plan.Layout.StartOf(other._starts[i], _bounds.Starts);
            if (start == TileLayout.Gone) continue;
            var tile = TileAt(start);
            _held[tile] |= other._held[i];
            for (var held = other._held[i]; held != 0; held &= held - 1)
            {
                var track = BitOperations.TrailingZeroCount(held);
                _tracks[track].Merge(tile, other._tracks[track], i);
            }
        }
    }

    /// <summary>Fills in the results of all tracks.</summary>
    public void Finalize(long t, Span<Scalar> results, FeatureLists? lists)
    {
        var starts = _starts.AsSpan(0, Count);
        var end = starts.Length;
        while (end > 0 && starts[end - 1] >= t) end--;
        _closed ??= new ClosedTiles();
        _windows ??= new WindowSearch(plan.Windows);
        if (end == Count && _closed.AreWorthwhile(Count)) Close(_closed);
        var closed = end == Count ? _closed : null;
        var from = _windows.Find(t, starts[..end], closed);
        if (closed is not null) _closed.CountMerges(end - from[^1]);
        var windows = new WindowPlaces { T = t, End = end, From = from, Closed = _windows.Closed, Held = _held.AsSpan(0, Count) };
        foreach (var track in _tracks) track.Finalize(windows, results, lists);
    }

    /// <summary>Drops all.</summary>
    public void Clear()
    {
        foreach (var track in _tracks) track.Clear(Count);
        _held.AsSpan(0, Count).Clear();
        Count = 0;
        _closed?.GiveUp();
    }

    /// <summary>
    /// Appends all to a blob: where tiles begin, from the newest back, which tracks hold something in each, then track by track its states.
    /// </summary>
    public void Write(ref BlobWriter writer, long horizon)
    {
        var starts = _starts.AsSpan(0, Count);
        var held = _held.AsSpan(0, Count);
        var hasBeginning = Count > 0 && starts[0] == TileLayout.Beginning;
        var isFull = !held.ContainsAnyExcept(plan.AllTracks);
        writer.WriteCount(((long)Count << 2) | (isFull ? 2L : 0) | (hasBeginning ? 1L : 0));
        var minute = Hops.Floor(horizon, Hops.Finest);
        for (var i = Count - 1; i >= 0; i--)
        {
            if (starts[i] != TileLayout.Beginning)
            {
                writer.WriteCount((minute - starts[i]) / Hops.Finest);
                minute = starts[i];
            }
            if (!isFull) writer.WriteFixed(held[i], plan.HeldBytes);
        }
        foreach (var track in _tracks) track.Write(ref writer, held);
    }

    /// <summary>Reads what <see cref="Write"/> wrote in place of nothing.</summary>
    public void Read(ref BlobReader reader, long horizon)
    {
        Advance(horizon);
        var heads = new TileHeads(ref reader, plan, _bounds, Hops.Floor(horizon, Hops.Finest));
        if (_starts.Length < heads.Count) Grow(heads.Count);
        Count = heads.Count;
        for (var i = Count - 1; i >= 0; i--) _starts[i] = heads.Read(ref reader, out _held[i]);
        foreach (var track in _tracks) track.Read(ref reader, _held.AsSpan(0, Count));
    }

    private int FirstFrom(int from, long start)
    {
        var at = _starts.AsSpan(from, Count - from).BinarySearch(start);
        return from + (at < 0 ? ~at : at);
    }

    // Tiles that stay what they are, but perhaps further to the front.
    private void Keep(int from, int to, ref int kept)
    {
        if (from != kept && from < to)
        {
            foreach (var track in _tracks) track.Shift(from, to, kept);
            _starts.AsSpan(from, to - from).CopyTo(_starts.AsSpan(kept));
            _held.AsSpan(from, to - from).CopyTo(_held.AsSpan(kept));
        }
        kept += to - from;
    }

    // A tile that a bound has passed: dropped, merged into the one before it, or kept under a coarser beginning.
    private void Move(int tile, ReadOnlySpan<long> before, ref int kept)
    {
        var start = _starts[tile] == TileLayout.Beginning ? TileLayout.Beginning : plan.Layout.Moved(_starts[tile], before, _bounds.Starts);
        if (_closed is not null && !_closed.Has(_starts[tile]) && _closed.Has(start)) _closed.GiveUp();
        var isMerged = kept > 0 && start != TileLayout.Gone && _starts[kept - 1] == start;
        var target = isMerged ? kept - 1 : kept;
        for (var held = _held[tile]; held != 0; held &= held - 1)
        {
            var track = BitOperations.TrailingZeroCount(held);
            if (start == TileLayout.Gone) _tracks[track].Reset(tile);
            else if (isMerged && (_held[target] & (1UL << track)) != 0) _tracks[track].Fold(target, tile);
            else if (target != tile) _tracks[track].Shift(tile, tile + 1, target);
        }
        if (start == TileLayout.Gone) return;
        (_starts[target], _held[target]) = (start, isMerged ? _held[target] | _held[tile] : _held[tile]);
        if (!isMerged) kept++;
    }

    // Up to a multiple of all hops: however old the tiles behind it grow, none comes to begin before it.
    private void Close(ClosedTiles closed)
    {
        var cut = Hops.Floor(_starts[Count - 1], plan.Layout.CoarsestHop);
        var count = FirstFrom(0, cut);
        closed.Make(_starts.AsSpan(0, count), cut);
        foreach (var track in _tracks) track.Close(count);
    }

    private int TileAt(long start)
    {
        if (Count > 0 && _starts[Count - 1] == start) return Count - 1;
        var tile = Count > 0 && _starts[Count - 1] < start ? ~Count : _starts.AsSpan(0, Count).BinarySearch(start);
        if (tile >= 0) return tile;
        tile = ~tile;
        if (Count == _starts.Length) Grow(Math.Max(1, 2 * Count));
        if (tile < Count)
        {
            foreach (var track in _tracks) track.Insert(tile, Count);
            Array.Copy(_starts, tile, _starts, tile + 1, Count - tile);
            Array.Copy(_held, tile, _held, tile + 1, Count - tile);
        }
        (_starts[tile], _held[tile]) = (start, 0);
        Count++;
        return tile;
    }

    private void Grow(int length)
    {
        Array.Resize(ref _starts, length);
        Array.Resize(ref _held, length);
        foreach (var track in _tracks) track.Grow(length);
    }
}
