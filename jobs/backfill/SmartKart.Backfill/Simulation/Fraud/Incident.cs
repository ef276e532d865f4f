namespace SmartKart.Backfill.Simulation.Fraud;

/// <summary>One deed: the orders of it belong together. No event tells of it but those that every order makes, and much later a chargeback.</summary>
/// <param name="Id">What tells it from others.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Orders">How many orders are tried.</param>
internal sealed record Incident(string Id, FraudKind Kind, int Orders)
{
    /// <summary>How often nobody ever complains: what models learn from lacks labels.</summary>
    internal const double UnnoticedRate = 0.2;

    /// <summary>How long it takes until the issuer takes the money back.</summary>
    internal static TimeSpan Notice(Chance chance) => TimeSpan.FromDays(3) + chance.Exponential(TimeSpan.FromDays(12));
}

/// <summary>How it is done.</summary>
internal enum FraudKind
{
    /// <summary>A program tries stolen card numbers on small orders, many in a few minutes from one device.</summary>
    CardTesting,

    /// <summary>New accounts that share a device and an address order dear things with stolen cards.</summary>
    SharedAddress,

    /// <summary>Somebody else's account, from a new device abroad: dear things, on the card that lies there, to a new address.</summary>
    AccountTakeover,
}
