using SmartKart.Streams;
using SmartKart.Streams.Processing;
using SmartKart.Streams.State;
using SmartKart.Topologies.Watermarks;

namespace SmartKart.Topologies.Payments;

/// <summary>
/// Keeps the attempts of users, or cards, or addresses by time, and measures each payment once all that happened before it has been read.
/// Hot path: per record.
/// </summary>
internal sealed class VelocityMeter(Payer payer, PaymentsOptions options) : IProcessor<string, Watermarked<PaymentAttempt>, string, Velocity>
{
    // What a deadline is for: to measure a payment, or to forget an attempt.
    private const string Measure = "m:", Forget = "f:";

    private readonly long _spanMicros = VelocitySum.SpanMicros(payer);
    private readonly VelocitySum _sum = new();
    private IProcessorContext<string, Velocity> _context = null!; // these four: Init comes before all else
    private IKeyValueStore<PayerMoment, PaymentAttempt> _attempts = null!;
    private Deadlines _deadlines = null!;
    private Watermark _watermark = null!;

    public static string[] StoreNames(Payer payer) => [Attempts(payer), Due(payer), Times(payer)];

    public static IEnumerable<IStoreBuilder> StateStores(Payer payer) =>
    [
        Stores.KeyValueStoreBuilder(Stores.PersistentKeyValueStore(Attempts(payer)), new PayerMomentSerde(), PaymentAttemptSerde.Instance),
        Deadlines.Store(Due(payer)),
        Watermark.Store(Times(payer)),
    ];

    /// <summary>What stores and topics of a payer are named for.</summary>
    public static string Name(Payer payer) => payer switch
    {
        Payer.User => "payments-by-user",
        Payer.Card => "payments-by-card",
        _ => "payments-by-address",
    };

    public void Init(IProcessorContext<string, Velocity> context)
    {
        _context = context;
        _attempts = context.GetStateStore<IKeyValueStore<PayerMoment, PaymentAttempt>>(Attempts(payer));
        _deadlines = new Deadlines(context.GetStateStore<IKeyValueStore<Deadline, long>>(Due(payer)));
        _watermark = new Watermark(context, Times(payer), ownInputs: 0, toldInputs: options.PaymentPartitions, options.Timing);
    }

    public void Process(in Record<string, Watermarked<PaymentAttempt>> record)
    {
        var told = record.Value;
        if (told.Value is { } attempt) Remember(record.Key, attempt);
        _watermark.Advance(told.Partition, told.ReachedMs);
        foreach (var (deadline, atMicros) in _deadlines.TakeBefore(_watermark.TimeMs))
        {
            var moment = new PayerMoment(deadline.Owner, atMicros, Guid.ParseExact(deadline.Id.AsSpan(Measure.Length), "N"));
            if (deadline.Id.StartsWith(Forget, StringComparison.Ordinal)) _attempts.Delete(moment);
            else if (_attempts.TryGet(moment, out var payment)) Tell(moment, payment);
        }
    }

    private void Remember(string id, PaymentAttempt attempt)
    {
        var moment = new PayerMoment(id, attempt.AtMicros, attempt.EventId);
        if (!_attempts.PutIfAbsent(moment, attempt)) return;
        var name = attempt.EventId.ToString("N");
        if (attempt.IsFirst) _deadlines.Add(new Deadline(attempt.AtMicros, id, Measure + name), attempt.AtMicros);
        _deadlines.Add(new Deadline(attempt.AtMicros + _spanMicros, id, Forget + name), attempt.AtMicros);
    }

    private void Tell(PayerMoment moment, PaymentAttempt payment)
    {
        _sum.Clear();
        var left = options.MaxAttempts;
        using (var before = _attempts.Range(
            new PayerMoment(moment.Id, moment.AtMicros - 1, Guid.Empty), new PayerMoment(moment.Id, moment.AtMicros - _spanMicros + 1, Guid.AllBitsSet)))
            while (left-- > 0 && before.MoveNext()) _sum.Add(payment, before.Current.Value);
        _context.Forward(new Record<string, Velocity>(payment.OrderId, _sum.Of(payer, payment), moment.AtMicros / 1000));
    }

    private static string Attempts(Payer payer) => Name(payer);

    private static string Due(Payer payer) => $"{Name(payer)}-deadlines";

    private static string Times(Payer payer) => $"{Name(payer)}-times";
}
