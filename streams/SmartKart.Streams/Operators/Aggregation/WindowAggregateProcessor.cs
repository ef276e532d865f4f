using SmartKart.Streams.Processing;
using SmartKart.Streams.State.StreamTimes;
using SmartKart.Streams.State.Windowed;

namespace SmartKart.Streams.Operators.Aggregation;

/// <summary>How a windowed aggregate is set up.</summary>
/// <param name="Store">The store of its windows.</param>
/// <param name="StreamTimeStore">The store that keeps its stream time; an <see cref="OpenWindows{K}"/> where only final results are forwarded.</param>
/// <param name="OnWindowClose">Only final results are forwarded.</param>
/// <param name="SendOldValues">Someone asked what rows were before.</param>
internal readonly record struct WindowAggregateSettings(string Store, string StreamTimeStore, bool OnWindowClose, bool SendOldValues);

/// <summary>
/// Aggregates the records of each key and window, the windows being of one size: what tumbling, hopping and sliding windows share. Each
/// processor has its own stream time, the latest time of a record that reached it; it outlives restarts and aborted transactions, so that
/// what is late does not depend on them. Hot path: per record.
/// </summary>
internal abstract class WindowAggregateProcessor<K, V, VR, TAggregation>(WindowAggregateSettings settings, TAggregation aggregation, ClosingRule closing)
    : IProcessor<K, V, Windowed<K>, Change<VR>>
    where TAggregation : struct, IAggregation<K, V, VR>
{
    private StreamTimeStore _streamTime = null!;  // these three are set by Init, before the first record
    private ChangeForwarder<Windowed<K>, VR> _forwarder = null!;
    private IDropCounter _drops = null!;
    private OpenWindows<K>? _open;                // where only final results are forwarded

    /// <summary>The windows.</summary>
    protected TimestampedWindowStore<K, VR> Store { get; private set; } = null!;

    public void Init(IProcessorContext<Windowed<K>, Change<VR>> context)
    {
        _drops = (IDropCounter)context;
        _streamTime = context.GetStateStore<StreamTimeStore>(settings.StreamTimeStore);
        _streamTime.Begin();
        Store = context.GetStateStore<TimestampedWindowStore<K, VR>>(settings.Store);
        if (settings.OnWindowClose) _open = (OpenWindows<K>)_streamTime;
        var cached = settings.OnWindowClose ? null : Store;
        _forwarder = new ChangeForwarder<Windowed<K>, VR>(context, settings.SendOldValues, cached);
    }

    public void Process(in Record<K, V> record)
    {
        if (record.Key is null || record.IsTombstone)
        {
            _drops.RecordSkipped();
            return;
        }
        _streamTime.Advance(record.TimestampMs);
        var earliestOpenEndMs = closing.EarliestOpenEndMs(_streamTime.StreamTimeMs);
        // Before the record is put: it may move the store's own time so far that the windows it closes are beyond their retention.
        if (_open is not null) ForwardClosed(earliestOpenEndMs, record.HeadersOrNull);
        Aggregate(record, earliestOpenEndMs);
    }

    /// <summary>Puts the record into its windows.</summary>
    /// <param name="record">The record; it has a key and a value.</param>
    /// <param name="earliestOpenEndMs">Windows that end before this have closed.</param>
    protected abstract void Aggregate(in Record<K, V> record, long earliestOpenEndMs);

    /// <summary>A window that the record belongs to has closed.</summary>
    protected void DropLate() => _drops.LateRecordDropped();

    /// <summary>The record is the first of its window.</summary>
    protected void Create(in Record<K, V> record, Window window) =>
        Put(record, window, aggregation.First(record.Key, record.Value), Optional<VR>.None, existed: false, record.TimestampMs);

    /// <summary>The record is added to what its window holds.</summary>
    protected void Update(in Record<K, V> record, Window window, in ValueAndTimestamp<VR> old) => Put(
        record, window, aggregation.Add(record.Key, record.Value, old.Value), Optional<VR>.Of(old.Value), existed: true,
        Math.Max(record.TimestampMs, old.TimestampMs));

    /// <summary>The record makes a window that holds other records too, those of another window.</summary>
    protected void CreateFrom(in Record<K, V> record, Window window, VR others) =>
        Put(record, window, aggregation.Add(record.Key, record.Value, others), Optional<VR>.None, existed: false, record.TimestampMs);

    /// <summary>A window comes to be that holds just what another holds.</summary>
    protected void Copy(in Record<K, V> record, Window window, in ValueAndTimestamp<VR> other) =>
        Put(record, window, other.Value, Optional<VR>.None, existed: false, other.TimestampMs);

    private void Put(in Record<K, V> record, Window window, VR aggregate, Optional<VR> old, bool existed, long timestampMs)
    {
        Store.Put(record.Key, new ValueAndTimestamp<VR>(aggregate, timestampMs), window.StartMs);
        if (_open is null) _forwarder.Forward(new Windowed<K>(record.Key, window), Optional<VR>.Of(aggregate), old, timestampMs, record.HeadersOrNull);
        else if (!existed) _open.Add(new Windowed<K>(record.Key, window));
    }

    private void ForwardClosed(long earliestOpenEndMs, Headers? headers)
    {
        while (_open!.TryTakeClosed(earliestOpenEndMs, out var windowed)) // called only where there is one
        {
            if (!Store.TryFetch(windowed.Key, windowed.Window.StartMs, out var row)) continue; // its aggregate was null
            _forwarder.Forward(windowed, Optional<VR>.Of(row.Value), Optional<VR>.None, row.TimestampMs, headers);
        }
    }
}
