using System.Collections.Immutable;
using System.Text.Json.Serialization;
using SmartKart.Schemas.Events;

namespace SmartKart.Topologies.Orders;

/// <summary>All that is known of an order: what was placed, what was paid, what has become of it. Kept as JSON, so a field may be added.</summary>
public sealed record TrackedOrder
{
    /// <summary>The order.</summary>
    public required string OrderId { get; init; }

    /// <summary>Who ordered; of a payment without an order, who paid.</summary>
    public required string UserId { get; init; }

    /// <summary>When it was placed; null where only payments or changes of it have come.</summary>
    public DateTimeOffset? PlacedAt { get; init; }

    /// <summary>What the customer owes, in <see cref="Currency"/>; null until it was placed.</summary>
    public decimal? Total { get; init; }

    /// <summary>ISO 4217 code of the total; null until it was placed.</summary>
    public string? Currency { get; init; }

    /// <summary>Its state by the latest change of the whole order; null before the first. Changes of some of its lines are not told here.</summary>
    public OrderStatus? Status { get; init; }

    /// <summary>When it came into that state.</summary>
    public DateTimeOffset? StatusAt { get; init; }

    /// <summary>When it was first cancelled; null where it never was.</summary>
    public DateTimeOffset? CancelledAt { get; init; }

    /// <summary>Its payments, by their ids.</summary>
    public ImmutableArray<TrackedPayment> Payments { get; init; } = [];

    /// <summary>How far it is paid: the best that any of its payments is in.</summary>
    [JsonIgnore]
    public PaymentStage Payment => Payments.IsEmpty ? PaymentStage.None : Payments.Max(payment => payment.Stage);
}

/// <summary>How far an order, or one payment, is paid. In this order: the greatest of an order's payments is the order's.</summary>
public enum PaymentStage
{
    /// <summary>Nothing was tried.</summary>
    None,

    /// <summary>The last answer was no, or none came.</summary>
    Refused,

    /// <summary>The money went back: refunded, or taken back by the issuer.</summary>
    GivenBack,

    /// <summary>The money is reserved.</summary>
    Authorized,

    /// <summary>The money was taken.</summary>
    Captured,
}

/// <summary>One payment of an order.</summary>
/// <param name="PaymentId">The payment.</param>
/// <param name="UserId">Who pays.</param>
/// <param name="Status">The provider's latest answer.</param>
/// <param name="At">When it was given.</param>
/// <param name="Amount">The amount of that answer.</param>
/// <param name="Currency">ISO 4217 code of the amounts.</param>
public sealed record TrackedPayment(string PaymentId, string UserId, PaymentStatus Status, DateTimeOffset At, decimal Amount, string Currency)
{
    /// <summary>When money was first reserved or taken; null where it never was.</summary>
    public DateTimeOffset? PaidAt { get; init; }

    /// <summary>How much was reserved or taken then.</summary>
    public decimal PaidAmount { get; init; }

    /// <summary>When money was first taken; null where it never was.</summary>
    public DateTimeOffset? CapturedAt { get; init; }

    /// <summary>How much was taken then.</summary>
    public decimal CapturedAmount { get; init; }

    /// <summary>How far it is.</summary>
    [JsonIgnore]
    public PaymentStage Stage => Status switch
    {
        PaymentStatus.Authorized => PaymentStage.Authorized,
        PaymentStatus.Captured => PaymentStage.Captured,
        PaymentStatus.Refunded or PaymentStatus.ChargedBack => PaymentStage.GivenBack,
        PaymentStatus.Declined or PaymentStatus.Failed => PaymentStage.Refused,
        _ => PaymentStage.None,
    };
}
