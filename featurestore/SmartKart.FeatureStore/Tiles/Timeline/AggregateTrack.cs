using System.Runtime.CompilerServices;
using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;
using SmartKart.FeatureStore.Tiles.Reading;

namespace SmartKart.FeatureStore.Tiles.Timeline;

/// <summary>
/// The states of one aggregate, by tile. Hot path: per event and per tile. States of tiles that were merged away or dropped stay behind the
/// last with their arrays, and serve again.
/// </summary>
/// <typeparam name="TAggregate">A struct, so that each gets code of its own.</typeparam>
/// <typeparam name="TPartial">Its state.</typeparam>
internal sealed class AggregateTrack<TAggregate, TPartial>(TrackPlan plan, TAggregate aggregate) : TileTrack
    where TAggregate : struct, IAggregate<TPartial>
    where TPartial : struct
{
    private TPartial[] _partials = [];
    private TPartial[] _closed = [];
    private TPartial _open;
    private TPartial _window;

    /// <inheritdoc/>
    public override void Add(int tile, ReadOnlySpan<Scalar> values, long ts)
    {
        var value = plan.Of >= 0 ? values[plan.Of] : default;
        var key = plan.By >= 0 ? values[plan.By] : default;
        aggregate.Add(ref _partials[tile], value, key, ts);
    }

    /// <inheritdoc/>
    public override void Merge(int tile, TileTrack other, int otherTile) =>
        aggregate.Merge(ref _partials[tile], ref ((AggregateTrack<TAggregate, TPartial>)other)._partials[otherTile]);

    /// <inheritdoc/>
    public override void Fold(int into, int tile)
    {
        aggregate.Merge(ref _partials[into], ref _partials[tile]);
        aggregate.Reset(ref _partials[tile]);
    }

    /// <inheritdoc/>
    public override void Reset(int tile) => aggregate.Reset(ref _partials[tile]);

    /// <inheritdoc/>
    public override void Shift(int from, int to, int target)
    {
        for (; from < to; from++, target++) (_partials[target], _partials[from]) = (_partials[from], _partials[target]);
    }

    /// <inheritdoc/>
    public override void Insert(int tile, int count)
    {
        var spare = _partials[count];
        Array.Copy(_partials, tile, _partials, tile + 1, count - tile);
        _partials[tile] = spare;
    }

    /// <inheritdoc/>
    public override void Grow(int length) => Array.Resize(ref _partials, length);

    /// <inheritdoc/>
    public override void Close(int count)
    {
        if (_closed.Length < count) Array.Resize(ref _closed, 2 * count);
        for (var i = count - 1; i >= 0; i--)
        {
            aggregate.Reset(ref _closed[i]);
            if (i < count - 1) aggregate.Merge(ref _closed[i], ref _closed[i + 1]);
            aggregate.Merge(ref _closed[i], ref _partials[i]);
        }
    }

    /// <inheritdoc/>
    public override void Finalize(in WindowPlaces windows, Span<Scalar> results, FeatureLists? lists)
    {
        // From the newest tile back, each window goes on where the shorter one ended. One tile alone is read where it is.
        var (next, merged, only) = (windows.End, 0, 0);
        foreach (ref readonly var output in plan.Outputs.AsSpan())
        {
            for (var from = windows.From[output.Window]; next > from;)
            {
                if ((windows.Held[--next] & plan.Bit) == 0) continue;
                if (merged == 0) only = next;
                if (merged == 1) aggregate.Merge(ref _open, ref _partials[only]);
                if (++merged > 1) aggregate.Merge(ref _open, ref _partials[next]);
            }
            ref var open = ref merged == 1 ? ref _partials[only] : ref _open;
            var closed = windows.Closed[output.Window];
            results[output.Result] = closed < 0 ? Read(ref open, output, windows.T, lists)
                : merged == 0 ? Read(ref _closed[closed], output, windows.T, lists)
                : ReadBoth(ref _closed[closed], ref open, output, windows.T, lists);
        }
        if (merged > 1) aggregate.Reset(ref _open);
    }

    /// <inheritdoc/>
    public override void Clear(int count)
    {
        for (var i = 0; i < count; i++) aggregate.Reset(ref _partials[i]);
    }

    /// <inheritdoc/>
    public override void Write(ref BlobWriter writer, ReadOnlySpan<ulong> held)
    {
        for (var i = held.Length - 1; i >= 0; i--)
        {
            if ((held[i] & plan.Bit) != 0) aggregate.Write(ref _partials[i], ref writer);
        }
    }

    /// <inheritdoc/>
    public override void Read(ref BlobReader reader, ReadOnlySpan<ulong> held)
    {
        for (var i = held.Length - 1; i >= 0; i--)
        {
            if ((held[i] & plan.Bit) != 0) aggregate.Read(ref _partials[i], ref reader);
        }
    }

    /// <inheritdoc/>
    public override TrackReader NewReader() => RuntimeHelpers.IsReferenceOrContainsReferences<TPartial>()
        ? new MergingReader<TAggregate, TPartial>(plan, aggregate)
        : new RunningReader<TAggregate, TPartial>(plan, aggregate);

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
}
