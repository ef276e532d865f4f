using SmartKart.Schemas.Events;
using SmartKart.Streams;
using SmartKart.Streams.Processing;
using SmartKart.Streams.State;
using SmartKart.Topologies.Events;
using SmartKart.Topologies.Watermarks;

namespace SmartKart.Topologies.Sessions;

/// <summary>
/// Keeps the events of each user by time until a gap behind them is sure, then cuts them into visits. An event costs a write, and a look
/// whether its visit is waited for; to keep each open visit as a whole instead would write it again with every event. Hot path: per record.
/// </summary>
internal sealed class VisitWatch(SessionsOptions options) : IProcessor<string, VisitSignal, string, SessionClosed>
{
    private const string Moments = "sessions-moments", Open = "sessions-open", Due = "sessions-deadlines", Times = "sessions-times";

    private readonly long _gapMicros = EventTime.Micros(options.Gap);
    private readonly long _maxMicros = EventTime.Micros(options.MaxLength);
    private readonly List<VisitMoment> _visit = [];
    private readonly SessionSummary _summary = new(options);
    private IProcessorContext<string, SessionClosed> _context = null!; // these five: Init comes before all else
    private IKeyValueStore<VisitMoment, VisitEvent> _moments = null!;
    private IKeyValueStore<VisitKey, OpenVisits> _open = null!;
    private Deadlines _deadlines = null!;
    private Watermark _watermark = null!;

    public static string[] StoreNames { get; } = [Moments, Open, Due, Times];

    public static IEnumerable<IStoreBuilder> StateStores() =>
    [
        Stores.KeyValueStoreBuilder(Stores.PersistentKeyValueStore(Moments), new VisitMomentSerde(), Serdes.Utf8Json<VisitEvent>(VisitJson.Options)),
        Stores.KeyValueStoreBuilder(Stores.PersistentKeyValueStore(Open), new VisitKeySerde(), new OpenVisitsSerde()),
        Deadlines.Store(Due),
        Watermark.Store(Times),
    ];

    public void Init(IProcessorContext<string, SessionClosed> context)
    {
        _context = context;
        _moments = context.GetStateStore<IKeyValueStore<VisitMoment, VisitEvent>>(Moments);
        _open = context.GetStateStore<IKeyValueStore<VisitKey, OpenVisits>>(Open);
        _deadlines = new Deadlines(context.GetStateStore<IKeyValueStore<Deadline, long>>(Due));
        _watermark = new Watermark(context, Times, VisitSignal.OwnInputs, options.OrderPartitions, options.Timing);
        if (options.Timing.WallClock) context.Schedule(options.Timing.TellEvery, PunctuationType.WallClockTime, GoByWallClock);
    }

    public void Process(in Record<string, VisitSignal> record)
    {
        var (input, happened, toldMs) = record.Value;
        if (happened is not null && !IsLate(input, record.TimestampMs, toldMs)) Remember(happened);
        _watermark.Advance(input, toldMs ?? record.TimestampMs);
        CloseWhatIsOver();
    }

    private void GoByWallClock(long nowMs)
    {
        _watermark.GoByWallClock(nowMs);
        CloseWhatIsOver();
    }

    // Of an order its own partition's time says it: ours may not have heard of that partition for a while.
    private bool IsLate(int input, long timeMs, long? toldMs) =>
        toldMs is { } reachedMs ? timeMs < reachedMs - options.Timing.GraceMs : _watermark.IsLate(input, timeMs);

    private void Remember(PlacedEvent happened)
    {
        _moments.Put(happened.Place, happened.Event);
        var visit = new VisitKey(happened.Place.UserId, happened.Place.SessionId);
        var atMicros = happened.Place.AtMicros;
        if (!_open.TryGet(visit, out var open))
        {
            Wait(visit, new OpenVisits(atMicros, atMicros, atMicros + _gapMicros, IsOne: true));
            return;
        }
        var (firstMicros, lastMicros) = (Math.Min(open.FirstMicros, atMicros), Math.Max(open.LastMicros, atMicros));
        var touches = atMicros - open.LastMicros <= _gapMicros && open.FirstMicros - atMicros <= _gapMicros;
        var isOne = open.IsOne && touches && lastMicros - firstMicros <= _maxMicros;
        var now = new OpenVisits(firstMicros, lastMicros, Math.Min(open.LookMicros, atMicros + _gapMicros), isOne);
        if (now.LookMicros < open.LookMicros) Wait(visit, now);
        else if (now != open) _open.Put(visit, now);
    }

    private void Wait(in VisitKey visit, OpenVisits open)
    {
        _open.Put(visit, open);
        _deadlines.Add(new Deadline(open.LookMicros, visit.UserId, visit.SessionId), open.LookMicros);
    }

    private void CloseWhatIsOver()
    {
        foreach (var (deadline, lookMicros) in _deadlines.TakeBefore(_watermark.TimeMs))
        {
            var visit = new VisitKey(deadline.Owner, deadline.Id);
            if (!_open.TryGet(visit, out var open) || open.LookMicros != lookMicros) continue; // an earlier event moved it forward
            var endsMicros = EndsBefore(open.FirstMicros, open.LastMicros);
            // A long visit goes on and on, and its events need not be walked each time to see that.
            var left = open.IsOne && endsMicros >= _watermark.TimeMs * 1000 ? open with { LookMicros = endsMicros } : Close(visit);
            if (left is not null) Wait(visit, left);
            else _open.Delete(visit);
        }
    }

    /// <summary>Cuts what is kept under a number into visits, and closes those that are over.</summary>
    /// <returns>What is left; null where nothing is.</returns>
    private OpenVisits? Close(in VisitKey visit)
    {
        var (isOne, lastMicros) = (true, 0L);
        _visit.Clear();
        using (var moments = _moments.Range(
            new VisitMoment(visit.UserId, visit.SessionId, long.MinValue, VisitMoment.First),
            new VisitMoment(visit.UserId, visit.SessionId, long.MaxValue, VisitMoment.Last)))
            while (moments.MoveNext())
            {
                var (moment, what) = moments.Current;
                lastMicros = moment.AtMicros;
                if (isOne && _visit.Count > 0 && !IsOneVisit(_visit[0], _visit[^1], moment)) isOne = TryEmit(visit);
                if (!isOne) continue; // the visit before may still grow, perhaps into this one
                if (_visit.Count == 0) _summary.Begin(moment.AtMicros);
                _visit.Add(moment);
                _summary.Add(moment.AtMicros, what);
            }
        if (_visit.Count == 0 || (isOne && TryEmit(visit))) return null;
        var (firstMicros, endMicros) = (_visit[0].AtMicros, EndsBefore(_visit[0].AtMicros, _visit[^1].AtMicros));
        return new OpenVisits(firstMicros, lastMicros, endMicros, isOne);
    }

    private bool IsOneVisit(VisitMoment first, VisitMoment last, VisitMoment next) =>
        next.AtMicros - last.AtMicros <= _gapMicros && next.AtMicros - first.AtMicros <= _maxMicros;

    /// <summary>After which no event can belong to a visit any more.</summary>
    private long EndsBefore(long firstMicros, long lastMicros) => Math.Min(lastMicros + _gapMicros, firstMicros + _maxMicros);

    /// <summary>Closes the visit at hand, if all that could belong to it has come.</summary>
    private bool TryEmit(in VisitKey visit)
    {
        if (EndsBefore(_visit[0].AtMicros, _visit[^1].AtMicros) >= _watermark.TimeMs * 1000) return false;
        Emit(visit);
        return true;
    }

    private void Emit(in VisitKey visit)
    {
        var closed = _summary.Close(visit.UserId, visit.SessionId);
        foreach (var moment in _visit) _moments.Delete(moment);
        _visit.Clear();
        _context.Forward(new Record<string, SessionClosed>(visit.UserId, closed, closed.OccurredAt.ToUnixTimeMilliseconds()));
    }
}
