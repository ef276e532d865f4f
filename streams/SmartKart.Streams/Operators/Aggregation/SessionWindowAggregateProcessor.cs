using SmartKart.Streams.Processing;
using SmartKart.Streams.State.Sessions;
using SmartKart.Streams.State.StreamTimes;

namespace SmartKart.Streams.Operators.Aggregation;

/// <summary>
/// Aggregates over sessions: a record joins all sessions of its key that are no further than the gap from it, and they become one. Each
/// that was joined goes downstream as a deletion before the one they became. Sessions that have closed take nothing in any more.
/// Hot path: per record.
/// </summary>
internal sealed class SessionWindowAggregateProcessor<K, V, VR, TAggregation>(
    WindowAggregateSettings settings, TAggregation aggregation, SessionWindows windows)
    : IProcessor<K, V, Windowed<K>, Change<VR>>
    where TAggregation : struct, IAggregation<K, V, VR>
{
    private readonly long _gapMs = (long)windows.InactivityGap.TotalMilliseconds;
    private readonly ClosingRule _closing = windows.Closing;
    private readonly List<KeyValuePair<Windowed<K>, VR>> _joined = [];
    private StreamTimeStore _streamTime = null!;  // these four are set by Init, before the first record
    private SessionStore<K, VR> _store = null!;
    private ChangeForwarder<Windowed<K>, VR> _forwarder = null!;
    private IDropCounter _drops = null!;
    private OpenWindows<K>? _open;                // where only final results are forwarded

    public void Init(IProcessorContext<Windowed<K>, Change<VR>> context)
    {
        _drops = (IDropCounter)context;
        _streamTime = context.GetStateStore<StreamTimeStore>(settings.StreamTimeStore);
        _streamTime.Begin();
        _store = context.GetStateStore<SessionStore<K, VR>>(settings.Store);
        if (settings.OnWindowClose) _open = (OpenWindows<K>)_streamTime;
        var cached = settings.OnWindowClose ? null : _store;
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
        var earliestOpenEndMs = _closing.EarliestOpenEndMs(_streamTime.StreamTimeMs);
        // Before the record is put: it may move the store's own time so far that the sessions it closes are beyond their retention.
        if (_open is not null) ForwardClosed(earliestOpenEndMs, record.HeadersOrNull);
        var window = FindJoined(record, earliestOpenEndMs);
        if (window.EndMs < earliestOpenEndMs) _drops.LateRecordDropped();
        else Aggregate(record, window);
    }

    /// <summary>Finds the sessions that the record joins.</summary>
    /// <returns>The window of them all.</returns>
    private Window FindJoined(in Record<K, V> record, long earliestOpenEndMs)
    {
        var timeMs = record.TimestampMs;
        var (startMs, endMs) = (timeMs, timeMs);
        _joined.Clear();
        using var found = _store.Walk(record.Key, Math.Max(timeMs - _gapMs, earliestOpenEndMs), timeMs + _gapMs);
        while (found.MoveNext())
        {
            startMs = Math.Min(startMs, found.Window.StartMs);
            endMs = Math.Max(endMs, found.Window.EndMs);
            _joined.Add(new(new Windowed<K>(record.Key, found.Window), found.Value));
        }
        return new Window(startMs, endMs);
    }

    private void Aggregate(in Record<K, V> record, Window window)
    {
        var key = record.Key;
        var isInstant = window.StartMs == window.EndMs; // a session of one instant that grows by a record of that instant stays the same
        var old = Optional<VR>.None;
        var aggregate = default(VR)!;                   // set where a session is joined
        for (var i = 0; i < _joined.Count; i++)
        {
            var (session, row) = _joined[i];
            aggregate = i == 0 ? aggregation.Extend(key, row) : aggregation.Merge(key, aggregate, row);
            if (isInstant) old = Optional<VR>.Of(row);
            else Delete(session, row, stays: session.Window == window);
        }
        aggregate = _joined.Count == 0 ? aggregation.First(key, record.Value) : aggregation.Add(key, record.Value, aggregate);
        var windowed = new Windowed<K>(key, window);
        _store.Put(windowed, aggregate);
        if (_open is null) _forwarder.Forward(windowed, Optional<VR>.Of(aggregate), old, window.EndMs, record.HeadersOrNull);
        else _open.Add(windowed);
    }

    private void Delete(in Windowed<K> session, VR row, bool stays)
    {
        if (!stays) _store.Remove(session);
        if (_open is null) _forwarder.Forward(session, Optional<VR>.None, Optional<VR>.Of(row), session.Window.EndMs, headers: null);
        else if (!stays) _open.Remove(session);
    }

    private void ForwardClosed(long earliestOpenEndMs, Headers? headers)
    {
        while (_open!.TryTakeClosed(earliestOpenEndMs, out var windowed)) // called only where there is one
        {
            if (!_store.TryFetchSession(windowed.Key, windowed.Window.StartMs, windowed.Window.EndMs, out var row)) continue; // its aggregate was null
            _forwarder.Forward(windowed, Optional<VR>.Of(row), Optional<VR>.None, windowed.Window.EndMs, headers);
        }
    }
}
