using SmartKart.Schemas.Events;
using SmartKart.Streams;
using SmartKart.Streams.Processing;
using SmartKart.Streams.State;

namespace SmartKart.Topologies.Payments;

/// <summary>
/// Picks the attempts among the answers of payment providers: the first answer of a payment, and what authorizes, declines or fails. All answers of
/// a payment lie in one partition, in their order, so which is first is theirs to say. Hot path: per record.
/// </summary>
internal sealed class AttemptPicker : IProcessor<string, PaymentProcessed, string, PaymentAttempt>
{
    private const string Seen = "payments-seen";

    private IProcessorContext<string, PaymentAttempt> _context = null!; // these two: Init comes before all else
    private ITimestampedKeyValueStore<string, Guid> _firsts = null!;

    public static string[] StoreNames { get; } = [Seen];

    public static IStoreBuilder Store(PaymentsOptions options) =>
        Stores.TimestampedKeyValueStoreBuilder(Stores.PersistentKeyValueStore(Seen), Serdes.String(), Serdes.Guid()).WithTtl(options.Retention);

    public void Init(IProcessorContext<string, PaymentAttempt> context) =>
        (_context, _firsts) = (context, context.GetStateStore<ITimestampedKeyValueStore<string, Guid>>(Seen));

    public void Process(in Record<string, PaymentProcessed> record)
    {
        var answer = record.Value;
        var isFirst = !_firsts.TryGet(answer.PaymentId, out var first);
        if (isFirst) _firsts.Put(answer.PaymentId, new(answer.EventId, record.TimestampMs));
        var isAgain = !isFirst && first.Value == answer.EventId;
        var isAttempt = isFirst || (!isAgain && answer.Status is PaymentStatus.Authorized or PaymentStatus.Declined or PaymentStatus.Failed);
        // What is none goes on too, as far as it takes to tell that the partition is not quiet.
        _context.Forward(record.WithValue(PaymentAttempt.Of(answer, isAttempt, isFirst)));
    }
}
