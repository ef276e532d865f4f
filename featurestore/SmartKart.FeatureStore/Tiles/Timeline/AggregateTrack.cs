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
internal sealed class AggregateTrack<TAggregate, TPartial>(TrackPlan plan, TAggregate aggregate) : TileTrack
    where TAggregate : struct, IAggregate<TPartial>
    where TPartial : struct
{
    private readonly long[] _bounds = new long[plan.Layout.Levels];
    private readonly long _hop = plan.Layout.FinestHop;
    private long[] _starts = [];
    private TPartial[] _partials = [];
    private TPartial _merged;
    private int _count;
    private long _nextAdvance = long.MinValue;

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
        aggregate.Add(ref _partials[at], value, key, ts);
        return true;
    }

    /// <inheritdoc/>
    public override void Advance(long horizon)
    {
        if (horizon < _nextAdvance) return;
        var hop = Hops.Floor(horizon, _hop);
        _nextAdvance = hop + _hop;
        Span<long> before = stackalloc long[TileLayout.LevelsMax];
        _bounds.CopyTo(before);
        plan.Layout.Bound(hop, _bounds);
        // Bounds move on the next level's hop: mostly they haven't.
        if (_count == 0 || before[.._bounds.Length].SequenceEqual(_bounds)) return;
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            var start = _starts[i] == TileLayout.Beginning ? TileLayout.Beginning : plan.Layout.Moved(_starts[i], before, _bounds);
            if (start == TileLayout.Gone)
            {
                aggregate.Reset(ref _partials[i]);
            }
            else if (kept > 0 && _starts[kept - 1] == start)
            {
                aggregate.Merge(ref _partials[kept - 1], ref _partials[i]);
                aggregate.Reset(ref _partials[i]);
            }
            else
            {
                // What lies between is reset already: swapped, its arrays stay in use.
                if (i != kept) (_partials[kept], _partials[i]) = (_partials[i], _partials[kept]);
                _starts[kept++] = start;
            }
        }
        _count = kept;
    }

    /// <inheritdoc/>
    public override void Merge(TileTrack other, long horizon)
    {
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
        // From the newest tile back, each window goes on where the shorter one ended. One tile alone is read where it is.
        var (merged, only) = (0, 0);
        foreach (ref readonly var output in plan.Outputs.AsSpan())
        {
            var start = output.Start(t);
            for (; next >= 0 && _starts[next] >= start; next--)
            {
                if (merged == 0) only = next;
                if (merged == 1) aggregate.Merge(ref _merged, ref _partials[only]);
                if (++merged > 1) aggregate.Merge(ref _merged, ref _partials[next]);
            }
            if (output.IsList) lists?.Begin();
            results[output.Result] = aggregate.Finalize(ref (merged == 1 ? ref _partials[only] : ref _merged), output.Readout, t, output.IsList ? lists : null);
            if (output.IsList) lists?.End(output.Result);
        }
        if (merged > 1) aggregate.Reset(ref _merged);
    }

    /// <inheritdoc/>
    public override void Clear()
    {
        for (var i = 0; i < _count; i++) aggregate.Reset(ref _partials[i]);
        _count = 0;
        _nextAdvance = long.MinValue;
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
