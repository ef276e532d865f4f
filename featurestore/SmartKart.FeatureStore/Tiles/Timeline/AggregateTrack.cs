using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Tiles.Timeline;

/// <summary>
/// The tiles of one aggregate, ascending by where they begin. Hot path: per event and per tile. States of tiles that were merged away or
/// dropped stay behind the last with their arrays, and serve again.
/// </summary>
/// <typeparam name="TAggregate">A struct, so that each gets code of its own.</typeparam>
/// <typeparam name="TPartial">Its state.</typeparam>
internal sealed class AggregateTrack<TAggregate, TPartial>(TrackPlan plan, LevelBounds levels, TAggregate aggregate) : TileTrack
    where TAggregate : struct, IAggregate<TPartial>
    where TPartial : struct
{
    /// <summary>So few are merged as quickly as merges of them are looked up.</summary>
    private const int FewTiles = 8;

    private readonly long[] _bounds = new long[plan.Layout.Levels];
    private readonly long _hop = plan.Layout.FinestHop;
    private long[] _starts = [];
    private TPartial[] _partials = [];
    private TPartial _merged;
    private int _count;
    private long _nextAdvance = long.MinValue;
    private ClosedMerges<TAggregate, TPartial>? _closed;
    private TPartial _window;
    private bool _isClosedSound;    // whether _closed is of these tiles
    private int _merges;            // since it was made or given up

    /// <inheritdoc/>
    public override int Count => _count;

    /// <inheritdoc/>
    public override bool Add(long ts, long horizon, ReadOnlySpan<Scalar> values)
    {
        if (horizon >= _nextAdvance) Advance(horizon);
        // Most events are in the newest tile: it needs no division. Unsigned, what is before it (or far behind Beginning) is far off, too.
        var isNewest = _count > 0 && (ulong)(ts - _starts[_count - 1]) < (ulong)_hop;
        var start = isNewest ? _starts[_count - 1] : plan.Layout.StartOf(ts, _bounds);
        if (start == TileLayout.Gone) return false;

        var value = plan.Of >= 0 ? values[plan.Of] : default;
        var key = plan.By >= 0 ? values[plan.By] : default;
        if ((plan.Of >= 0 && value.IsNull) || (plan.By >= 0 && key.IsNull)) return true;
        var at = isNewest ? _count - 1 : TileAt(start);
        if (_isClosedSound && start < _closed!.Cut) GiveUpClosed();
        aggregate.Add(ref _partials[at], value, key, ts);
        return true;
    }

    /// <inheritdoc/>
    public override void Advance(long horizon)
    {
        if (horizon < _nextAdvance) return;
        Span<long> before = stackalloc long[TileLayout.LevelsMax];
        _bounds.CopyTo(before);
        _nextAdvance = levels.Reach(horizon, _bounds);
        // Only tiles that a bound has passed change. From the oldest on; what lies between moves as it is.
        var (next, kept) = (0, 0);
        for (var level = _bounds.Length - 1; level >= 0 && next < _count; level--)
        {
            var from = FirstFrom(next, before[level]);
            if (from == _count || _starts[from] >= _bounds[level]) continue;
            Keep(next, from, ref kept);
            for (next = from; next < _count && _starts[next] < _bounds[level]; next++) Move(next, before, ref kept);
        }
        if (next == kept) return;
        Keep(next, _count, ref kept);
        _count = kept;
    }

    /// <inheritdoc/>
    public override void Merge(TileTrack other, long horizon)
    {
        GiveUpClosed();
        Advance(horizon);
        var source = (AggregateTrack<TAggregate, TPartial>)other;
        for (var i = 0; i < source._count; i++)
        {
            var start = source._starts[i] == TileLayout.Beginning ? TileLayout.Beginning : plan.Layout.StartOf(source._starts[i], _bounds);
            if (start == TileLayout.Gone) continue;
            var at = TileAt(start);     // before the array is named: it may grow
            aggregate.Merge(ref _partials[at], ref source._partials[i]);
        }
    }

    /// <inheritdoc/>
    public override void Finalize(long t, Span<Scalar> results, FeatureLists? lists)
    {
        var next = _count - 1;
        while (next >= 0 && _starts[next] >= t) next--;
        // What reads have merged would have paid for closed merges twice over: so a state that is read once never makes them, and one that is
        // read along its events does little more than merge its newest tiles.
        if (_count > FewTiles && _merges > 2 * _count && next == _count - 1) Close();
        var cut = _isClosedSound && next == _count - 1 ? _closed!.Cut : long.MinValue;
        // From the newest tile back, each window goes on where the shorter one ended. One tile alone is read where it is.
        var (merged, only) = (0, 0);
        foreach (ref readonly var output in plan.Outputs.AsSpan())
        {
            var start = output.Start(t);
            for (; next >= 0 && _starts[next] >= start && _starts[next] >= cut; next--)
            {
                if (merged == 0) only = next;
                if (merged == 1) aggregate.Merge(ref _merged, ref _partials[only]);
                if (++merged > 1) aggregate.Merge(ref _merged, ref _partials[next]);
            }
            ref var open = ref merged == 1 ? ref _partials[only] : ref _merged;
            var closed = start < cut ? _closed!.PlaceFrom(start) : -1;
            results[output.Result] = closed < 0 ? Read(ref open, output, t, lists)
                : merged == 0 ? Read(ref _closed![closed], output, t, lists)
                : ReadBoth(ref _closed![closed], ref open, output, t, lists);
        }
        if (merged > 1) aggregate.Reset(ref _merged);
        _merges += merged;
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        for (var i = 0; i < _count; i++) aggregate.Reset(ref _partials[i]);
        _count = 0;
        _nextAdvance = long.MinValue;
        GiveUpClosed();
    }

    /// <inheritdoc/>
    public override void Write(ref BlobWriter writer, long horizon)
    {
        var hasBeginning = _count > 0 && _starts[0] == TileLayout.Beginning;
        writer.WriteCount(((long)_count << 1) | (hasBeginning ? 1L : 0));
        var minute = Hops.Floor(horizon, Hops.Finest);
        for (var i = _count - 1; i >= 0; i--)
        {
            if (_starts[i] != TileLayout.Beginning)
            {
                writer.WriteCount((minute - _starts[i]) / Hops.Finest);
                minute = _starts[i];
            }
            aggregate.Write(ref _partials[i], ref writer);
        }
    }

    /// <inheritdoc/>
    public override void Read(ref BlobReader reader, long horizon)
    {
        var header = reader.ReadCount();
        var (count, hasBeginning) = (header >> 1, (header & 1) != 0);
        // A tile takes two bytes at least, and no layout has more tiles than its windows have hops.
        if (count > reader.Remaining || (hasBeginning && (count == 0 || !plan.Layout.HasLifetime)))
            throw reader.Corrupt($"{count} tiles in {reader.Remaining} bytes");
        Advance(horizon);
        if (_starts.Length < count) Grow((int)count);
        _count = (int)count;
        var minute = Hops.Floor(horizon, Hops.Finest);
        for (var i = _count - 1; i >= 0; i--)
        {
            if (i == 0 && hasBeginning)
            {
                _starts[0] = TileLayout.Beginning;
            }
            else
            {
                var back = reader.ReadCount();
                var start = back > Hops.TimeMax / Hops.Finest ? TileLayout.Gone : minute - (back * Hops.Finest);
                if (start == TileLayout.Gone || (back == 0 && i < _count - 1) || plan.Layout.StartOf(start, _bounds) != start)
                    throw reader.Corrupt("a tile where none begins");
                _starts[i] = minute = start;
            }
            aggregate.Read(ref _partials[i], ref reader);
        }
    }

    private int FirstFrom(int from, long start)
    {
        var at = _starts.AsSpan(from, _count - from).BinarySearch(start);
        return from + (at < 0 ? ~at : at);
    }

    // Tiles that stay what they are, but perhaps further to the front.
    private void Keep(int from, int to, ref int kept)
    {
        if (from == kept)
        {
            kept = to;
            return;
        }
        // What lies before them is reset already: swapped, its arrays stay in use.
        for (var i = from; i < to; i++, kept++) (_starts[kept], _partials[kept], _partials[i]) = (_starts[i], _partials[i], _partials[kept]);
    }

    // A tile that a bound has passed: dropped, merged into the one before it, or kept under a coarser beginning.
    private void Move(int at, ReadOnlySpan<long> before, ref int kept)
    {
        var start = _starts[at] == TileLayout.Beginning ? TileLayout.Beginning : plan.Layout.Moved(_starts[at], before, _bounds);
        if (_isClosedSound && _starts[at] >= _closed!.Cut && start < _closed.Cut) GiveUpClosed();
        if (start == TileLayout.Gone)
        {
            aggregate.Reset(ref _partials[at]);
        }
        else if (kept > 0 && _starts[kept - 1] == start)
        {
            aggregate.Merge(ref _partials[kept - 1], ref _partials[at]);
            aggregate.Reset(ref _partials[at]);
        }
        else
        {
            if (at != kept) (_partials[kept], _partials[at]) = (_partials[at], _partials[kept]);
            _starts[kept++] = start;
        }
    }

    private Scalar Read(ref readonly TPartial partial, in Output output, long t, FeatureLists? lists)
    {
        if (!output.IsList) return aggregate.Finalize(in partial, output.Readout, t, null);
        lists?.Begin();
        var length = aggregate.Finalize(in partial, output.Readout, t, lists);
        lists?.End(output.Result);
        return length;
    }

    private Scalar ReadBoth(ref readonly TPartial closed, ref readonly TPartial open, in Output output, long t, FeatureLists? lists)
    {
        aggregate.Merge(ref _window, in closed);
        aggregate.Merge(ref _window, in open);
        var result = Read(ref _window, output, t, lists);
        aggregate.Reset(ref _window);
        return result;
    }

    // All but the newest tile, into which events may still come.
    private void Close()
    {
        _closed ??= new ClosedMerges<TAggregate, TPartial>(aggregate);
        _closed.Make(_starts.AsSpan(0, _count - 1), _partials.AsSpan(0, _count - 1), _starts[_count - 1]);
        (_isClosedSound, _merges) = (true, 0);
    }

    private void GiveUpClosed() => (_isClosedSound, _merges) = (false, 0);

    private int TileAt(long start)
    {
        if (_count > 0 && _starts[_count - 1] == start) return _count - 1;
        var at = _count > 0 && _starts[_count - 1] < start ? ~_count : _starts.AsSpan(0, _count).BinarySearch(start);
        if (at >= 0) return at;
        at = ~at;
        if (_count == _starts.Length) Grow(Math.Max(1, 2 * _count));
        if (at < _count)
        {
            var spare = _partials[_count];
            Array.Copy(_starts, at, _starts, at + 1, _count - at);
            Array.Copy(_partials, at, _partials, at + 1, _count - at);
            _partials[at] = spare;
        }
        _starts[at] = start;
        _count++;
        return at;
    }

    private void Grow(int length)
    {
        Array.Resize(ref _starts, length);
        Array.Resize(ref _partials, length);
    }
}
