namespace SmartKart.Backfill.Histories.Fraud;

/// <summary>One card transaction, as the file has it. What could not be read is null.</summary>
/// <param name="Number">Where the row stands in the file, from 1.</param>
/// <param name="TransactionId">The transaction.</param>
/// <param name="At">When.</param>
/// <param name="CustomerId">Who paid.</param>
/// <param name="TerminalId">At whose terminal.</param>
/// <param name="Amount">How much, to the 4 decimals that the contract holds.</param>
/// <param name="Digits">What the file has beyond those.</param>
internal readonly record struct FraudRow(
    long Number, string? TransactionId, DateTimeOffset? At, string? CustomerId, string? TerminalId, decimal? Amount, FurtherDigits Digits);

/// <summary>What an amount has beyond the decimals that the contract holds.</summary>
internal enum FurtherDigits
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>What is left of reckoning with binary fractions: 245.10000000000002 stands for 245.1.</summary>
    BinaryFraction = 1,

    /// <summary>Decimals of its own.</summary>
    Decimals = 2,
}
