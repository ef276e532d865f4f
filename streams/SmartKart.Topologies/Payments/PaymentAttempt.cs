using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies.Payments;

/// <summary>What is kept of an answer about a payment.</summary>
/// <param name="EventId">The answer.</param>
/// <param name="PaymentId">The payment.</param>
/// <param name="OrderId">Its order.</param>
/// <param name="UserId">Who pays.</param>
/// <param name="Card">The card's token; null where none was used.</param>
/// <param name="Address">The billing address' hash; null where unknown.</param>
/// <param name="AtMicros">When it was given, in microseconds since 1970, UTC.</param>
/// <param name="Amount">How much.</param>
/// <param name="Currency">ISO 4217 code of the amount.</param>
/// <param name="IsRefused">It was declined, or failed.</param>
/// <param name="IsAttempt">It counts; the others are passed over.</param>
/// <param name="IsFirst">It is the payment's first: the one that is measured.</param>
internal sealed record PaymentAttempt(
    Guid EventId, string PaymentId, string OrderId, string UserId, string? Card, string? Address, long AtMicros, decimal Amount, string Currency,
    bool IsRefused, bool IsAttempt, bool IsFirst)
{
    public static PaymentAttempt Of(PaymentProcessed answer, bool isAttempt, bool isFirst) => new(
        answer.EventId, answer.PaymentId, answer.OrderId, answer.UserId, answer.CardFingerprint, answer.BillingAddressHash, EventTime.Micros(answer.OccurredAt),
        answer.Amount, answer.Currency, answer.Status is PaymentStatus.Declined or PaymentStatus.Failed, isAttempt, isFirst);

    public static PaymentProcessed Checked(PaymentProcessed answer)
    {
        const string topic = Topics.PaymentProcessed;
        EventChecks.Present(answer, topic);
        EventChecks.Id(answer.PaymentId, topic, "payment_id");
        EventChecks.Id(answer.OrderId, topic, "order_id");
        EventChecks.Id(answer.UserId, topic, "user_id");
        EventChecks.OptionalId(answer.CardFingerprint, topic, "card_fingerprint");
        EventChecks.OptionalId(answer.BillingAddressHash, topic, "billing_address_hash");
        EventChecks.Amount(answer);
        return answer;
    }
}
