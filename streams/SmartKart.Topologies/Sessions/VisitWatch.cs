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
    private const string Moments = "sessions-moments", Waiting = "sessions-waiting", Due = "sessions-deadlines", Times = "sessions-times";

    private readonly long _gapMicros = EventTime.Micros(options.Gap);
    private readonly long _maxMicros = EventTime.Micros(options.MaxLength);
    private readonly List<VisitMoment> _visit = [];
    private readonly SessionSummary _summary = new(options);
    private IProcessorContext<string, SessionClosed> _context = null!; // these five: Init comes before all else
    private IKeyValueStore<VisitMoment, VisitEvent> _moments = null!;
    private IKeyValueStore<VisitKey, long> _waiting = null!;           // when a visit is looked at next, microseconds
    private Deadlines _deadlines = null!;
    private Watermark _watermark = null!;

    public static string[] StoreNames { get; } = [Moments, Waiting, Due, Times];

    public static IEnumerable<IStoreBuilder> StateStores() =>
    [
        Stores.KeyValueStoreBuilder(Stores.PersistentKeyValueStore(Moments), new VisitMomentSerde(), Serdes.Utf8Json<VisitEvent>(VisitJson.Options)),
        Stores.KeyValueStoreBuilder(Stores.PersistentKeyValueStore(Waiting), new VisitKeySerde(), Serdes.Int64()),
        Deadlines.Store(Due),
        Watermark.Store(Times),
    ];

    public void Init(IProcessorContext<string, SessionClosed> context)
    {
        _context = context;
        _moments = context.GetStateStore<IKeyValueStore<VisitMoment, VisitEvent>>(Moments);
        _waiting = context.GetStateStore<IKeyValueStore<VisitKey, long>>(Waiting);
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
        Wait(new VisitKey(happened.Place.UserId, happened.Place.SessionId), happened.Place.AtMicros + _gapMicros);
    }

    private void Wait(in VisitKey visit, long untilMicros)
    {
        if (_waiting.TryGet(visit, out var already) && already <= untilMicros) return;
        _waiting.Put(visit, untilMicros);
        _deadlines.Add(new Deadline(untilMicros, visit.UserId, visit.SessionId), untilMicros);
    }

    private void CloseWhatIsOver()
    {
        foreach (var (deadline, untilMicros) in _deadlines.TakeBefore(_watermark.TimeMs))
        {
            var visit = new VisitKey(deadline.Owner, deadline.Id);
            if (!_waiting.TryGet(visit, out var waited) || waited != untilMicros) continue; // an earlier event moved it forward
            _waiting.Delete(visit);
            if (Close(visit) is { } nextMicros) Wait(visit, nextMicros);
        }
    }

    /// <summary>Cuts what is kept under a number into visits, and closes those that are over.</summary>
    /// <returns>When to look again, where events are left.</returns>
    private long? Close(in VisitKey visit)
    {
        var passedMicros = _watermark.TimeMs * 1000;
        _visit.Clear();
        using (var moments = _moments.Range(
            new VisitMoment(visit.UserId, visit.SessionId, long.MinValue, VisitMoment.First), new VisitMoment(visit.UserId, visit.SessionId, long.MaxValue, VisitMoment.Last)))
            while (moments.MoveNext())
            {
                var (moment, what) = moments.Current;
                if (_visit.Count > 0 && !IsOneVisit(_visit[0], _visit[^1], moment))
                {
                    // The one before ended with this one's coming: whether the watermark passed its gap or this begins too late for it.
                    if (EndsBefore(_visit[0], _visit[^1]) >= passedMicros) break;
                    Emit(visit);
                }
                if (_visit.Count == 0) _summary.Begin(moment.AtMicros);
                _visit.Add(moment);
                _summary.Add(moment.AtMicros, what);
            }
        if (_visit.Count > 0 && EndsBefore(_visit[0], _visit[^1]) < passedMicros) Emit(visit);
        return _visit.Count > 0 ? EndsBefore(_visit[0], _visit[^1]) : null;
    }

    private bool IsOneVisit(VisitMoment first, VisitMoment last, VisitMoment next) =>
        next.AtMicros - last.AtMicros <= _gapMicros && next.AtMicros - first.AtMicros <= _maxMicros;

    /// <summary>After which no event can belong to the visit any more.</summary>
    private long EndsBefore(VisitMoment first, VisitMoment last) => Math.Min(last.AtMicros + _gapMicros, first.AtMicros + _maxMicros);

    private void Emit(in VisitKey visit)
    {
        var closed = _summary.Close(visit.UserId, visit.SessionId);
        foreach (var moment in _visit) _moments.Delete(moment);
        _visit.Clear();
        _context.Forward(new Record<string, SessionClosed>(visit.UserId, closed, closed.OccurredAt.ToUnixTimeMilliseconds()));
    }
}
