using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Streams;
using SmartKart.Streams.Processing;
using SmartKart.Streams.State;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Payments;

/// <summary>What came of a payment's velocities so far.</summary>
internal sealed record RiskParts(Velocity? User, Velocity? Card, Velocity? Address)
{
    public static RiskParts None { get; } = new(null, null, null);

    public RiskParts With(Velocity part) => part.Payer switch
    {
        Payer.User => this with { User = part },
        Payer.Card => this with { Card = part },
        _ => this with { Address = part },
    };
}

/// <summary>Joins what was measured of a payment by user, card and address, in whatever order it comes, into one record. Hot path: per record.</summary>
internal sealed class RiskJoin : IProcessor<string, Velocity, string, PaymentRiskMeasured>
{
    public const string Store = "payments-parts";

    private IProcessorContext<string, PaymentRiskMeasured> _context = null!; // these two: Init comes before all else
    private IKeyValueStore<string, RiskParts> _parts = null!;

    public static IStoreBuilder StateStore() =>
        Stores.KeyValueStoreBuilder(Stores.PersistentKeyValueStore(Store), Serdes.String(), RiskPartsSerde.Instance);

    public void Init(IProcessorContext<string, PaymentRiskMeasured> context) =>
        (_context, _parts) = (context, context.GetStateStore<IKeyValueStore<string, RiskParts>>(Store));

    public void Process(in Record<string, Velocity> record)
    {
        var payment = record.Value.Payment;
        var parts = (_parts.TryGet(payment.PaymentId, out var known) ? known : RiskParts.None).With(record.Value);
        // A payment by no card, or to no known address, waits for none.
        if (parts.User is { } user && (payment.Card is null || parts.Card is not null) && (payment.Address is null || parts.Address is not null))
        {
            if (known is not null) _parts.Delete(payment.PaymentId);
            var risk = Risk(payment, user, parts.Card, parts.Address);
            _context.Forward(new Record<string, PaymentRiskMeasured>(payment.OrderId, risk, risk.OccurredAt.ToUnixTimeMilliseconds()));
        }
        else _parts.Put(payment.PaymentId, parts);
    }

    private static PaymentRiskMeasured Risk(PaymentAttempt payment, Velocity user, Velocity? card, Velocity? address) => new()
    {
        EventId = DerivedEventId.Of(Topics.PaymentRiskMeasured, payment.PaymentId),
        OccurredAt = EventTime.Instant(payment.AtMicros),
        PaymentId = payment.PaymentId,
        OrderId = payment.OrderId,
        UserId = payment.UserId,
        Amount = payment.Amount,
        Currency = payment.Currency,
        UserAttempts10m = user.Attempts10m,
        UserAttempts1h = user.Attempts1h,
        UserAttempts24h = user.Attempts24h,
        UserDeclines24h = user.Declines24h,
        UserAmount1h = user.Amount1h,
        UserAmount24h = user.Amount24h,
        UserCards24h = user.Cards24h,
        UserDeviation30d = user.Deviation30d,
        CardAttempts10m = card?.Attempts10m,
        CardAttempts1h = card?.Attempts1h,
        CardAttempts24h = card?.Attempts24h,
        CardDeclines24h = card?.Declines24h,
        CardAmount24h = card?.Amount24h,
        CardUsers24h = card?.Users24h,
        AddressAttempts1h = address?.Attempts1h,
        AddressAttempts24h = address?.Attempts24h,
        AddressUsers24h = address?.Users24h,
        AddressCards24h = address?.Cards24h,
    };
}
