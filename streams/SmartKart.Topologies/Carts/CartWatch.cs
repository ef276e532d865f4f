using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Streams;
using SmartKart.Streams.Processing;
using SmartKart.Streams.State;
using SmartKart.Topologies.Events;
using SmartKart.Topologies.Watermarks;

namespace SmartKart.Topologies.Carts;

/// <summary>
/// Keeps the live carts, and tells which are abandoned. Each change and each order is kept as a moment of its cart until the watermark has
/// passed the idle time after it; what followed it is known then, in whatever order it came. Hot path: per record.
/// </summary>
internal sealed class CartWatch(CartsOptions options) : IProcessor<string, CartSignal, string, CartAbandoned>
{
    private const string Moments = "carts-moments", Due = "carts-deadlines", Times = "carts-times";
    private const int CartInput = 0, FirstOrderInput = 1;

    private readonly long _idleMicros = EventTime.Micros(options.IdleAfter);
    private readonly bool _forgetsEarly = options.Timing.Grace < options.IdleAfter;
    private IProcessorContext<string, CartAbandoned> _context = null!;    // these five: Init comes before all else
    private ITimestampedKeyValueStore<CartKey, LiveCart> _carts = null!;
    private IKeyValueStore<CartMoment, LiveCart> _moments = null!;
    private Deadlines _deadlines = null!;
    private Watermark _watermark = null!;

    public static string[] StoreNames { get; } = [CartsTopology.Store, Moments, Due, Times];

    public static IEnumerable<IStoreBuilder> StateStores(ISerde<CartUpdated> carts, CartsOptions options) =>
    [
        Stores.TimestampedKeyValueStoreBuilder(Stores.PersistentKeyValueStore(CartsTopology.Store), CartKey.Serde, LiveCart.Serde(carts))
            .WithTtl(options.Retention),
        Stores.KeyValueStoreBuilder(Stores.PersistentKeyValueStore(Moments), new CartMomentSerde(), LiveCart.Serde(carts)),
        Deadlines.Store(Due),
        Watermark.Store(Times),
    ];

    public void Init(IProcessorContext<string, CartAbandoned> context)
    {
        _context = context;
        _carts = context.GetStateStore<ITimestampedKeyValueStore<CartKey, LiveCart>>(CartsTopology.Store);
        _moments = context.GetStateStore<IKeyValueStore<CartMoment, LiveCart>>(Moments);
        _deadlines = new Deadlines(context.GetStateStore<IKeyValueStore<Deadline, long>>(Due));
        _watermark = new Watermark(context, Times, ownInputs: FirstOrderInput, toldInputs: options.OrderPartitions, options.Timing);
        if (options.Timing.WallClock) context.Schedule(options.Timing.TellEvery, PunctuationType.WallClockTime, GoByWallClock);
    }

    public void Process(in Record<string, CartSignal> record)
    {
        if (record.Value.Cart is { } cart) Changed(cart, record.TimestampMs);
        else if (record.Value.Order is { } order) Ordered(order, record.TimestampMs);
        Decide();
    }

    private void GoByWallClock(long nowMs)
    {
        _watermark.GoByWallClock(nowMs);
        Decide();
    }

    private void Changed(CartUpdated cart, long timeMs)
    {
        var key = new CartKey(cart.UserId, cart.CartId);
        var known = _carts.TryGet(key, out var entry) ? entry : new(LiveCart.Unknown, timeMs);
        var before = known.Value.Content;
        var isLatest = before is null || before.OccurredAt <= cart.OccurredAt;
        if (isLatest) _carts.Put(key, new(known.Value with { Content = cart }, Math.Max(known.TimestampMs, timeMs)));
        if (!_watermark.IsLate(CartInput, timeMs)) Remember(cart, before, isLatest);
        _watermark.Advance(CartInput, timeMs);
    }

    private void Ordered(Watermarked<CartOrder> told, long timeMs)
    {
        if (told.Value is { } order)
        {
            if (order.CartId.Length > 0) MarkOrdered(order, timeMs);
            // Its own partition's time says whether it is late: ours may not have heard of that partition for a while.
            if (timeMs >= told.ReachedMs - options.Timing.GraceMs)
                Remember(new CartMoment(order.UserId, order.CartId, order.AtMicros), LiveCart.Unknown with { OrderedAt = EventTime.Instant(order.AtMicros) });
        }
        _watermark.Advance(FirstOrderInput + told.Partition, told.ReachedMs);
    }

    private void MarkOrdered(CartOrder order, long timeMs)
    {
        var key = new CartKey(order.UserId, order.CartId);
        var known = _carts.TryGet(key, out var entry) ? entry : new(LiveCart.Unknown, timeMs);
        if (known.Value.OrderedAt is { } before && EventTime.Micros(before) <= order.AtMicros) return;
        _carts.Put(key, new(known.Value with { OrderedAt = EventTime.Instant(order.AtMicros) }, Math.Max(known.TimestampMs, timeMs)));
    }

    /// <summary>
    /// Keeps a change until it is known what followed it. Most are followed soon, and forgotten at once. One that is older than the latest is so within
    /// the grace, thus followed by that: it is kept as no more than a sign of life, for what may have been forgotten between the two.
    /// </summary>
    private void Remember(CartUpdated cart, CartUpdated? before, bool isLatest)
    {
        var moment = new CartMoment(cart.UserId, cart.CartId, EventTime.Micros(cart.OccurredAt));
        if (!_forgetsEarly || before is null)
        {
            Remember(moment, new LiveCart(cart, null, null));
            return;
        }
        var beforeMicros = EventTime.Micros(before.OccurredAt);
        if (isLatest && beforeMicros < moment.AtMicros && moment.AtMicros - beforeMicros <= _idleMicros) Forget(moment with { AtMicros = beforeMicros });
        Remember(moment, isLatest ? new LiveCart(cart, null, null) : LiveCart.Unknown);
    }

    private void Forget(in CartMoment moment)
    {
        // An order at that very instant stays: it may be what follows an earlier change.
        if (_moments.TryGet(moment, out var what) && what.OrderedAt is not null) return;
        _moments.Delete(moment);
        _deadlines.Remove(new Deadline(moment.AtMicros + _idleMicros, moment.UserId, moment.CartId));
    }

    private void Remember(in CartMoment moment, LiveCart what)
    {
        // Of an order and a change at the same microsecond the order counts: it is what the change was for.
        if (what.OrderedAt is null && _moments.TryGet(moment, out var already) && already.OrderedAt is not null) return;
        _moments.Put(moment, what);
        _deadlines.Add(new Deadline(moment.AtMicros + _idleMicros, moment.UserId, moment.CartId), moment.AtMicros);
    }

    private void Decide()
    {
        foreach (var (deadline, atMicros) in _deadlines.TakeBefore(_watermark.TimeMs))
        {
            var moment = new CartMoment(deadline.Owner, deadline.Id, atMicros);
            if (!_moments.TryGet(moment, out var what)) continue;
            if (what.Content is { Items.Length: > 0 } cart && !IsFollowed(moment) && !IsFollowed(moment with { CartId = "" }))
                Abandon(cart, deadline.DueMicros);
            // Nothing that is yet to be decided lies so far back that this could have followed it.
            _moments.Delete(moment);
        }
    }

    /// <summary>Whether anything happened within the idle time after a moment.</summary>
    private bool IsFollowed(in CartMoment moment)
    {
        using var later = _moments.Range(moment with { AtMicros = moment.AtMicros + 1 }, moment with { AtMicros = moment.AtMicros + _idleMicros });
        return later.MoveNext();
    }

    private void Abandon(CartUpdated cart, long dueMicros)
    {
        var key = new CartKey(cart.UserId, cart.CartId);
        var live = _carts.TryGet(key, out var entry) ? entry : new(LiveCart.Unknown with { Content = cart }, EventTime.Ms(dueMicros));
        if (live.Value.AbandonedAt is not null || live.Value.OrderedAt <= cart.OccurredAt) return;
        var at = EventTime.Instant(dueMicros);
        _carts.Put(key, live with { Value = live.Value with { AbandonedAt = at } });
        _context.Forward(new Record<string, CartAbandoned>(cart.UserId, new CartAbandoned
        {
            EventId = DerivedEventId.Of(Topics.CartAbandoned, $"{cart.UserId}/{cart.CartId}/{EventTime.Micros(cart.OccurredAt)}"),
            OccurredAt = at,
            CartId = cart.CartId,
            UserId = cart.UserId,
            SessionId = cart.SessionId,
            LastUpdatedAt = cart.OccurredAt,
            Items = cart.Items,
            Currency = cart.Currency,
            Subtotal = cart.Subtotal,
            DeviceType = cart.DeviceType,
            DeviceId = cart.DeviceId,
        }, EventTime.Ms(dueMicros)));
    }
}
