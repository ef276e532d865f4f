using System.Collections.Immutable;
using System.Globalization;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Sessions;

/// <summary>One visit at a time, from its events in their order to what is told of it.</summary>
internal sealed class SessionSummary(SessionsOptions options)
{
    private const long MicrosPerMs = 1000;

    // Lists of ids in an event are bounded as its path is: a robot's visit must not outgrow a record.
    private readonly int _maxIds = options.MaxSteps;
    private readonly ImmutableArray<SessionStep>.Builder _path = ImmutableArray.CreateBuilder<SessionStep>();
    private readonly HashSet<string> _products = new(StringComparer.Ordinal);
    private readonly List<string> _recommendations = [];
    private readonly List<string> _orders = [];
    private long _beganMicros, _endedMicros, _lastStepMicros;
    private int _events, _steps, _searches;
    private bool _carted;
    private decimal? _revenue;
    private string? _currency, _deviceId;
    private DeviceType _deviceType;

    public void Begin(long atMicros)
    {
        _path.Clear();
        _products.Clear();
        _recommendations.Clear();
        _orders.Clear();
        (_beganMicros, _events, _steps, _searches, _carted) = (atMicros, 0, 0, 0, false);
        (_revenue, _currency, _deviceId, _deviceType) = (null, null, null, DeviceType.Unknown);
    }

    /// <summary>Adds the next event by time.</summary>
    public void Add(long atMicros, VisitEvent happened)
    {
        _endedMicros = atMicros;
        _events++;
        if (_deviceType == DeviceType.Unknown) _deviceType = happened.DeviceType;
        _deviceId ??= happened.DeviceId;
        _carted |= happened.Added;
        foreach (var id in happened.RecommendationIds ?? [])
            if (_recommendations.Count < _maxIds && !_recommendations.Contains(id)) _recommendations.Add(id);
        if (happened.OrderId is { } order) Ordered(order, happened);
        if (happened.Kind is { } kind) Step(atMicros, kind, happened);
    }

    public SessionClosed Close(string userId, string sessionId)
    {
        var began = EventTime.Instant(_beganMicros);
        return new SessionClosed
        {
            EventId = DerivedEventId.Of(Topics.SessionClosed, $"{userId}/{sessionId}/{_beganMicros}"),
            OccurredAt = EventTime.Instant(_endedMicros) + options.Gap,
            SessionId = sessionId.Length > 0 ? sessionId : $"{userId}@{began.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture)}",
            UserId = userId,
            StartedAt = began,
            EndedAt = EventTime.Instant(_endedMicros),
            Outcome = Outcome(),
            EventCount = _events,
            ProductCount = _products.Count,
            SearchCount = _searches,
            Path = _path.ToImmutable(),
            RecommendationIds = [.. _recommendations],
            OrderIds = [.. _orders],
            Revenue = _revenue,
            Currency = _currency,
            DeviceType = _deviceType,
            DeviceId = _deviceId,
        };
    }

    private void Ordered(string order, VisitEvent happened)
    {
        if (_orders.Count < _maxIds) _orders.Add(order);
        _currency ??= happened.Currency;
        if (happened.Currency == _currency) _revenue = (_revenue ?? 0) + happened.Total;
    }

    private void Step(long atMicros, SessionStepKind kind, VisitEvent happened)
    {
        _steps++;
        if (kind == SessionStepKind.Search) _searches++;
        if (kind is SessionStepKind.View or SessionStepKind.Click && happened.ProductId is { } product) _products.Add(product);
        if (_path.Count > 0 && _path[^1].DwellMs is null)
            _path[^1] = _path[^1] with { DwellMs = (atMicros - _lastStepMicros) / MicrosPerMs };
        _lastStepMicros = atMicros;
        if (_steps > options.MaxSteps) return;
        _path.Add(new SessionStep
        {
            At = EventTime.Instant(atMicros),
            Kind = kind,
            ProductId = happened.ProductId,
            RecommendationId = happened.RecommendationIds is [var id, ..] ? id : null,
        });
    }

    private SessionOutcome Outcome()
    {
        if (_orders.Count > 0) return SessionOutcome.Ordered;
        if (_carted) return SessionOutcome.Carted;
        if (_steps <= 1) return SessionOutcome.Bounced;
        return _searches == _steps ? SessionOutcome.Searched : SessionOutcome.Browsed;
    }
}
