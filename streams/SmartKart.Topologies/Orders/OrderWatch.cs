using SmartKart.Schemas.Events;
using SmartKart.Streams;
using SmartKart.Streams.Processing;
using SmartKart.Streams.State;
using SmartKart.Topologies.Events;
using SmartKart.Topologies.Watermarks;

namespace SmartKart.Topologies.Orders;

/// <summary>Follows orders, and tells what does not fit once the time for it is over. Hot path: per record.</summary>
internal sealed class OrderWatch(OrdersOptions options) : IProcessor<string, OrderSignal, string, OrderAnomalyDetected>
{
    private const string Due = "orders-deadlines", Times = "orders-times";
    private const int OrderInput = 0, PaymentInput = 1, Inputs = 2;

    // What a deadline is about: the order itself, or a payment of it that reserved money, or that took some.
    private const string OfOrder = "", OfPaid = "p:", OfCaptured = "c:";

    private readonly OrderAnomalies _anomalies = new(options);
    private IProcessorContext<string, OrderAnomalyDetected> _context = null!; // these four: Init comes before all else
    private ITimestampedKeyValueStore<string, TrackedOrder> _orders = null!;
    private Deadlines _deadlines = null!;
    private Watermark _watermark = null!;

    public static string[] StoreNames { get; } = [OrdersTopology.Store, Due, Times];

    public static IEnumerable<IStoreBuilder> StateStores(OrdersOptions options) =>
    [
        Stores.TimestampedKeyValueStoreBuilder(Stores.PersistentKeyValueStore(OrdersTopology.Store), Serdes.String(), Serdes.Utf8Json<TrackedOrder>())
            .WithTtl(options.Retention),
        Deadlines.Store(Due),
        Watermark.Store(Times),
    ];

    public void Init(IProcessorContext<string, OrderAnomalyDetected> context)
    {
        _context = context;
        _orders = context.GetStateStore<ITimestampedKeyValueStore<string, TrackedOrder>>(OrdersTopology.Store);
        _deadlines = new Deadlines(context.GetStateStore<IKeyValueStore<Deadline, long>>(Due));
        _watermark = new Watermark(context, Times, ownInputs: Inputs, toldInputs: 0, options.Timing);
        if (options.Timing.WallClock) context.Schedule(options.Timing.TellEvery, PunctuationType.WallClockTime, GoByWallClock);
    }

    public void Process(in Record<string, OrderSignal> record)
    {
        var timeMs = record.TimestampMs;
        var signal = record.Value;
        if (signal.Placed is { } placed)
        {
            Placed(placed, timeMs);
            _watermark.Advance(OrderInput, timeMs);
        }
        else if (signal.Paid is { } paid)
        {
            Paid(paid, timeMs);
            _watermark.Advance(PaymentInput, timeMs);
        }
        else if (signal.Changed is { } changed)
        {
            var order = Find(changed.OrderId, changed.UserId, timeMs);
            Put(order, order.Value.With(changed), timeMs);
        }
        Decide();
    }

    private void GoByWallClock(long nowMs)
    {
        _watermark.GoByWallClock(nowMs);
        Decide();
    }

    private void Placed(OrderPlaced placed, long timeMs)
    {
        var before = Find(placed.OrderId, placed.UserId, timeMs);
        var after = before.Value.With(placed);
        if (after.PlacedAt != before.Value.PlacedAt)
            Await(placed.OrderId, OfOrder, placed.OccurredAt, options.PaymentWithin);
        Put(before, after, timeMs);
    }

    private void Paid(PaymentProcessed paid, long timeMs)
    {
        var before = Find(paid.OrderId, paid.UserId, timeMs);
        var known = before.Value.PaymentOf(paid.PaymentId);
        if (known is null && before.Value.Payments.Length >= options.MaxPayments) throw UnusableEventException.BadValue(
            Schemas.Catalogue.Topics.PaymentProcessed, $"one payment too many for the order '{paid.OrderId}', '{paid.PaymentId}'",
            $"An order has {options.MaxPayments} at most: raise {nameof(OrdersOptions)}.{nameof(OrdersOptions.MaxPayments)} if that is too few.");
        var after = before.Value.With(paid);
        var payment = after.PaymentOf(paid.PaymentId);
        if (payment?.PaidAt is { } paidAt && paidAt != known?.PaidAt) Await(paid.OrderId, OfPaid + paid.PaymentId, paidAt, options.OrderWithin);
        if (payment?.CapturedAt is { } capturedAt && capturedAt != known?.CapturedAt)
            Await(paid.OrderId, OfCaptured + paid.PaymentId, capturedAt, options.OrderWithin);
        Put(before, after, timeMs);
    }

    private void Await(string orderId, string what, DateTimeOffset since, TimeSpan within)
    {
        var sinceMicros = EventTime.Micros(since);
        _deadlines.Add(new Deadline(sinceMicros + EventTime.Micros(within), orderId, what), sinceMicros);
    }

    private void Decide()
    {
        foreach (var (deadline, sinceMicros) in _deadlines.TakeBefore(_watermark.TimeMs))
        {
            if (!_orders.TryGet(deadline.Owner, out var entry)) continue; // forgotten: it was longer ago than orders are kept
            var (order, since) = (entry.Value, EventTime.Instant(sinceMicros));
            var anomaly = deadline.Id switch
            {
                OfOrder => _anomalies.OfOrder(order, since),
                _ when deadline.Id.StartsWith(OfPaid, StringComparison.Ordinal) => _anomalies.OfPayment(order, deadline.Id[OfPaid.Length..], since),
                _ => _anomalies.OfCapture(order, deadline.Id[OfCaptured.Length..], since),
            };
            if (anomaly is not null)
                _context.Forward(new Record<string, OrderAnomalyDetected>(deadline.Owner, anomaly, anomaly.OccurredAt.ToUnixTimeMilliseconds()));
        }
    }

    private ValueAndTimestamp<TrackedOrder> Find(string orderId, string userId, long timeMs) =>
        _orders.TryGet(orderId, out var known) ? known : new(OrderHistory.Unknown(orderId, userId), timeMs);

    private void Put(in ValueAndTimestamp<TrackedOrder> before, TrackedOrder after, long timeMs) =>
        _orders.Put(after.OrderId, new(after, Math.Max(before.TimestampMs, timeMs)));
}
