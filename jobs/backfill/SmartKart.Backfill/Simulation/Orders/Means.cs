using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Simulation.Orders;

/// <summary>How somebody pays, and how that tends to go.</summary>
internal sealed record Means
{
    internal required PaymentMethod Method { get; init; }
    internal required double DeclineRate { get; init; }
    internal required string[] DeclineReasons { get; init; }

    /// <summary>What issuers say where they are asked; no thief knows the whole of an address.</summary>
    internal required double AddressMatchRate { get; init; }
    internal required double CodeMatchRate { get; init; }

    /// <summary>How often strong authentication is asked for, and how often it is passed; who doesn't pass is declined.</summary>
    internal required (double Asked, double Passed) StrongAuthentication { get; init; }
    internal required int MaxAttempts { get; init; }

    /// <summary>Whether each attempt is with another card.</summary>
    internal bool ChangesCards { get; init; }

    internal bool HasCard => Method is PaymentMethod.Card or PaymentMethod.Wallet;

    private static readonly PaymentMethod[] Methods =
        [PaymentMethod.Card, PaymentMethod.Wallet, PaymentMethod.PayLater, PaymentMethod.BankTransfer, PaymentMethod.GiftCard];
    private static readonly int[] MethodShares = [70, 17, 8, 3, 2];

    internal static Means Honest(Chance chance) => new()
    {
        Method = Methods[chance.Weighted(MethodShares)],
        DeclineRate = 0.06,
        DeclineReasons = ["insufficient_funds", "insufficient_funds", "do_not_honor", "expired_card"],
        AddressMatchRate = 0.96,
        CodeMatchRate = 0.98,
        StrongAuthentication = (0.4, 0.98),
        MaxAttempts = 3,
    };

    /// <summary>Stolen numbers, tried out one after the other.</summary>
    internal static Means Testing { get; } = new()
    {
        Method = PaymentMethod.Card,
        DeclineRate = 0.8,
        DeclineReasons = ["incorrect_cvc", "do_not_honor", "stolen_card", "expired_card"],
        AddressMatchRate = 0.1,
        CodeMatchRate = 0.3,
        StrongAuthentication = (0.1, 0),
        MaxAttempts = 4,
        ChangesCards = true,
    };

    /// <summary>A stolen card that is known to work.</summary>
    internal static Means Stolen { get; } = new()
    {
        Method = PaymentMethod.Card,
        DeclineRate = 0.2,
        DeclineReasons = ["do_not_honor", "stolen_card", "insufficient_funds"],
        AddressMatchRate = 0.4,
        CodeMatchRate = 0.85,
        StrongAuthentication = (0.15, 0.3),
        MaxAttempts = 2,
    };

    /// <summary>The card that somebody else left in their account.</summary>
    internal static Means Borrowed { get; } = new()
    {
        Method = PaymentMethod.Card,
        DeclineRate = 0.1,
        DeclineReasons = ["do_not_honor", "insufficient_funds"],
        AddressMatchRate = 0.95,
        CodeMatchRate = 0.6,
        StrongAuthentication = (0.2, 0.2),
        MaxAttempts = 2,
    };
}
