using SmartKart.FeatureStore.Expressions;
using SmartKart.Streams;
using SmartKart.Streams.Processing;
using SmartKart.Topologies.Features.Rows;
using SmartKart.Topologies.Features.Tiles;

namespace SmartKart.Topologies.Features.Delivery;

/// <summary>
/// The task's end of a <see cref="DeliveryLane"/>: gives it what commits wrote, and where it asks for it, what the store has from before. Owned by the task.
/// </summary>
internal sealed class LaneWriter
{
    private const int RowsPerStretch = 1_000;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenStretches = TimeSpan.FromMilliseconds(10);

    private readonly DeliveryLane _lane;
    private readonly FeatureGroup _group;
    private readonly TileStore _store;
    private readonly IProcessorContext<Nothing, Nothing> _context;
    private readonly IDisposable _looks;
    private IDisposable? _stretches;
    private long _after;
    private long _latest;
    private byte[]? _from;

    public LaneWriter(DeliveryLane lane, FeatureGroup group, TileStore store, IProcessorContext<Nothing, Nothing> context)
    {
        (_lane, _group, _store, _context) = (lane, group, store, context);
        _looks = context.Schedule(BetweenLooks, PunctuationType.WallClockTime, _ => Look());
    }

    /// <summary>Gives on what a commit wrote.</summary>
    public void Write(ReadOnlySpan<Scalar> keys, ReadOnlySpan<byte> head, ReadOnlySpan<byte> closed) => _lane.Write(keys, head, closed);

    /// <summary>All that a commit wrote was given on.</summary>
    /// <param name="position">How far the input was read for it.</param>
    public void Committed(long position) => _lane.Committed(position);

    public void Close()
    {
        _looks.Dispose();
        _stretches?.Dispose();
        _lane.Close();
    }

    private void Look()
    {
        while (_lane.TryTakeTorn(out var keys)) WriteAgain(EntityKey.Of(_group, keys));
        if (!_lane.TryBeginRewrite(out var after)) return;
        (_after, _latest, _from) = (_stretches is null ? after : Math.Min(_after, after), after, null);
        _stretches ??= _context.Schedule(BetweenStretches, PunctuationType.WallClockTime, _ => RewriteStretch());
    }

    // In between records: neither the stream nor the rewriting waits for the other.
    private void RewriteStretch()
    {
        if (_lane.IsFull) return;
        foreach (var key in _store.KeysAfter(_after, ref _from, RowsPerStretch, ref _latest)) WriteAgain(key);
        if (_from is not null) return;
        _stretches!.Dispose();        // this is it
        _stretches = null;
        _lane.Rewritten(_latest);
    }

    private void WriteAgain(byte[] key)
    {
        if (_store.TryGet(key, out var head, out var closed)) _lane.WriteAgain(EntityKey.Read(_group, key), head, closed);
    }
}
