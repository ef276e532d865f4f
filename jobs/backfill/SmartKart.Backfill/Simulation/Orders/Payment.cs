using SmartKart.Backfill.Simulation.Shoppers;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Simulation.Orders;

/// <summary>One payment through all its states.</summary>
internal sealed class Payment(OrderPlaced order, Identity payer, Means means, Marketplace shop)
{
    private const double FailureRate = 0.01; // the provider doesn't answer
    private const double AskedByIssuer = 0.9;
    private const decimal StrongAuthenticationFrom = 30m; // small amounts are exempt, as in Article 16 of the EU's regulation 2018/389

    private readonly Chance _chance = shop.Chance;
    private readonly string? _merchantId = OnlyMerchant(order);
    private Card _card = payer.Card;
    private int _attempt;
    private bool? _addressMatched;
    private bool? _codeMatched;
    private bool? _strong;

    internal string Id { get; } = shop.Journal.NextId("payment");

    internal OrderPlaced Order => order;

    internal bool IsAuthorized { get; private set; }

    internal IEnumerable<TimeSpan> Attempts()
    {
        while (_attempt < means.MaxAttempts)
        {
            yield return _chance.Seconds(1, 6);
            _attempt++;
            if (means.ChangesCards) _card = Identities.Card(_chance, _chance.Happens(0.5) ? "GB" : Identities.FarCountry(_chance));
            var answer = Ask();
            if (IsAuthorized = answer is null) yield break;
            if (_attempt == means.MaxAttempts || (!means.ChangesCards && _chance.Happens(0.3))) yield break; // gives up
            yield return means.ChangesCards ? _chance.Seconds(3, 20) : _chance.Seconds(15, 90);
        }
    }

    internal void Capture() => Tell(PaymentStatus.Captured, order.Total, reason: null);

    internal void Refund(decimal amount, string reason) => Tell(PaymentStatus.Refunded, amount, reason);

    internal IEnumerable<TimeSpan> ChargeBack(string reason)
    {
        Tell(PaymentStatus.ChargedBack, order.Total, reason);
        yield break;
    }

    // Null where the money is reserved, else why not.
    private string? Ask()
    {
        (_addressMatched, _codeMatched, _strong) = (null, null, null);
        if (_chance.Happens(FailureRate))
        {
            Tell(PaymentStatus.Failed, order.Total, "provider_timeout");
            return "provider_timeout";
        }
        if (means.HasCard)
        {
            if (_chance.Happens(AskedByIssuer)) _addressMatched = _chance.Happens(means.AddressMatchRate);
            if (_chance.Happens(AskedByIssuer)) _codeMatched = _chance.Happens(means.CodeMatchRate);
            if (order.Total >= StrongAuthenticationFrom && _chance.Happens(means.StrongAuthentication.Asked))
                _strong = _chance.Happens(means.StrongAuthentication.Passed);
        }
        var reason = _strong == false ? "authentication_failed"
            : _chance.Happens(means.DeclineRate) ? _chance.OneOf<string>(means.DeclineReasons)
            : null;
        Tell(reason is null ? PaymentStatus.Authorized : PaymentStatus.Declined, order.Total, reason);
        return reason;
    }

    private void Tell(PaymentStatus status, decimal amount, string? reason) => shop.Journal.Write(Topics.PaymentProcessed, new PaymentProcessed
    {
        EventId = shop.Journal.NextEventId(),
        OccurredAt = shop.Agenda.Told,
        PaymentId = Id,
        OrderId = order.OrderId,
        UserId = order.UserId,
        SessionId = order.SessionId,
        MerchantId = _merchantId,
        Status = status,
        Reason = reason,
        Attempt = _attempt,
        Amount = amount,
        Currency = order.Currency,
        Method = means.Method,
        CardFingerprint = means.HasCard ? _card.Fingerprint : null,
        BinCountry = means.HasCard ? _card.Country : null,
        BillingCountry = payer.Country,
        BillingAddressHash = payer.BillingAddressHash,
        ShippingAddressHash = payer.ShippingAddressHash,
        AddressMatched = _addressMatched,
        SecurityCodeMatched = _codeMatched,
        StrongAuthentication = _strong,
        NetworkAddress = payer.NetworkAddress,
        NetworkCountry = payer.NetworkCountry,
        DeviceType = payer.Device,
        DeviceId = payer.DeviceId,
    });

    private static string? OnlyMerchant(OrderPlaced order)
    {
        var merchant = order.Lines[0].MerchantId;
        foreach (var line in order.Lines)
            if (line.MerchantId != merchant) return null;
        return merchant;
    }
}
