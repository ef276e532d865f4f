using SmartKart.Schemas.Catalogue;

namespace SmartKart.Backfill.Histories.Fraud;

/// <summary>What each card transaction becomes: the one table of rules, tried from the top.</summary>
public static class FraudRules
{
    private const int CentDecimals = 2;

    /// <summary>Nobody, nowhere, never or nothing that is a number.</summary>
    public static RowOutcome Unreadable { get; } = new("unreadable", [], "transaction, customer, terminal, time or amount is missing or malformed");

    /// <summary>An amount below 0.</summary>
    public static RowOutcome NegativeAmount { get; } = new("negative_amount", [], "the amount is below 0, which no payment takes");

    /// <summary>An amount of 0.</summary>
    public static RowOutcome ZeroAmount { get; } = new("zero_amount", [Topics.PaymentProcessed], "a payment of 0, which the contract allows: kept as it is");

    /// <summary>More decimals than the contract holds.</summary>
    public static RowOutcome RoundedAmount { get; } = new("rounded_amount", [Topics.PaymentProcessed],
        "the amount has more than the contract's 4 decimals: a payment, rounded to those");

    /// <summary>What is left of reckoning with binary fractions.</summary>
    public static RowOutcome BinaryFraction { get; } = new("binary_fraction", [Topics.PaymentProcessed],
        "the amount has the digits of a binary fraction, as 245.10000000000002 has: a payment of what they stand for");

    /// <summary>Fractions of a cent.</summary>
    public static RowOutcome FractionOfACent { get; } = new("fraction_of_a_cent", [Topics.PaymentProcessed],
        "the amount has 3 or 4 decimals: a payment, kept as it is");

    /// <summary>What most are.</summary>
    public static RowOutcome Payment { get; } = new("payment", [Topics.PaymentProcessed], "an amount in whole cents: a payment that was captured");

    /// <summary>All of them, in the order in which they are tried.</summary>
    public static IReadOnlyList<RowOutcome> All { get; } = [Unreadable, NegativeAmount, ZeroAmount, RoundedAmount, BinaryFraction, FractionOfACent, Payment];

    internal static RowOutcome Of(in FraudRow row)
    {
        if (row.TransactionId is null || row.At is null || row.CustomerId is null || row.TerminalId is null || row.Amount is not { } amount) return Unreadable;
        if (amount < 0) return NegativeAmount;
        if (amount == 0) return ZeroAmount;
        if (row.Digits == FurtherDigits.Decimals) return RoundedAmount;
        if (row.Digits == FurtherDigits.BinaryFraction) return BinaryFraction;
        return decimal.Round(amount, CentDecimals) == amount ? Payment : FractionOfACent;
    }
}
