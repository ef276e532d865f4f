using System.Buffers;
using SmartKart.FeatureStore.Expressions;
using SmartKart.Streams;
using SmartKart.Streams.Processing;
using SmartKart.Streams.State;
using SmartKart.Topologies.Events;
using SmartKart.Topologies.Features.Delivery;
using SmartKart.Topologies.Features.Rows;

namespace SmartKart.Topologies.Features.Tiles;

/// <summary>
/// Adds a group's rows to the tiles of their entities. Tiles stay decoded from commit to commit: a commit writes each entity that changed once, to the
/// stores, and when it is done to Redis. Hot path: per row.
/// </summary>
/// <param name="group">Whose rows.</param>
/// <param name="delivery">Brings tiles to Redis; null where nobody asks for them there.</param>
/// <param name="options">How many entities stay decoded in each task, and which application this is.</param>
internal sealed class TileProcessor(FeatureGroup group, OnlineDelivery? delivery, FeatureTopologyOptions options)
    : IProcessor<RawBytes, EventRow, Nothing, Nothing>, ICommitCallback
{
    private static readonly (long, long) NoneYet = (long.MaxValue, long.MinValue);

    private readonly Scalar[] _inputs = new Scalar[group.Views.Max(view => view.Tiles.InputCount)];
    private readonly List<TileEntry> _changed = [];
    private readonly WrittenTiles _written = new();
    private readonly ArrayBufferWriter<byte> _closed = new(1024);
    private IProcessorContext<Nothing, Nothing>? _context;
    private TileStore[] _stores = [];
    private LaneWriter[] _lanes = [];
    private TileCache? _cache;
    private long _position;
    private long _newest = long.MinValue;
    private (long Oldest, long Newest) _publishedMs = NoneYet;      // of the records that are not on their way yet

    public void Init(IProcessorContext<Nothing, Nothing> context)
    {
        _context = context;
        _stores = [.. group.Views.Select(view =>
            new TileStore(context.GetStateStore<IKeyValueStore<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>>(TileStore.NameOf(view))))];
        _cache = new TileCache(group, _stores, options.CachedEntities, WriteSequence.Before(options.Generation));
        if (delivery is null) return;
        _lanes = [.. group.Views.Select((view, at) => new LaneWriter(delivery.Open(view, context.TaskId.Partition, options.Generation), group, _stores[at], context))];
    }

    public void Process(in Record<RawBytes, EventRow> record)
    {
        if (record.Value.Group != group) return;
        var row = record.Value.Values;
        var ts = row[group.TimestampPlace].Timestamp;
        _position = _context!.RecordMetadata!.Value.Offset + 1;       // it was initialised, and a record is at hand
        TileEntry? entry = null;
        for (var view = 0; view < group.Views.Length; view++)
        {
            if (!group.Views[view].TryRead(row, _inputs)) continue;
            entry ??= _cache!.Of(record.Key.Span);
            _cache!.PairOf(entry, view).Add(ts, _inputs);
            if (entry.Changed == 0) _changed.Add(entry);
            entry.Changed |= 1UL << view;
        }
        if (entry is null) return;
        if (_changed.Count == options.CachedEntities) _context.Commit();        // none of them can leave before
        entry.Position = _position;
        _newest = Math.Max(_newest, ts);
        _publishedMs = (Math.Min(_publishedMs.Oldest, record.TimestampMs), Math.Max(_publishedMs.Newest, record.TimestampMs));
    }

    public void OnCommitting()
    {
        foreach (var entry in _changed)
        {
            for (; entry.Changed != 0; entry.Changed &= entry.Changed - 1) Write(entry, System.Numerics.BitOperations.TrailingZeroCount(entry.Changed));
        }
        _changed.Clear();
    }

    public void OnCommitted()
    {
        if (delivery is not null && _written.Count > 0) Deliver();
        _written.Clear();
        if (_changed.Count == 0) _cache!.Trim();      // it was initialised
    }

    public void Close()
    {
        foreach (var lane in _lanes) lane.Close();
    }

    private void Write(TileEntry entry, int view)
    {
        var start = _written.Bytes.WrittenCount;
        _closed.ResetWrittenCount();
        entry.Pairs[view]!.Write(++entry.Sequences[view], _written.Bytes, _closed);      // it changed, so it was read
        var headBytes = _written.Bytes.WrittenCount - start;
        _written.Bytes.Write(_closed.WrittenSpan);
        var written = _written.Add(entry, view, start, headBytes);
        _stores[view].Write(entry.Key, entry.Position, _written.HeadOf(written), _written.ClosedOf(written));
    }

    private void Deliver()
    {
        delivery!.Observe(_newest);       // only called where there is one
        for (var at = 0; at < _written.Count; at++)
        {
            var written = _written[at];
            _lanes[written.View].Write(written.Entry.Values, _written.HeadOf(written), _written.ClosedOf(written));
        }
        foreach (var lane in _lanes) lane.Committed(_position);
        delivery.Committed(_publishedMs.Oldest, _publishedMs.Newest);
        _publishedMs = NoneYet;
    }
}
