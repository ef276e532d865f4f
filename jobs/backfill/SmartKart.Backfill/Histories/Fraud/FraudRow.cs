namespace SmartKart.Backfill.Histories.Fraud;

/// <summary>One card transaction, as the file has it. What could not be read is null.</summary>
/// <param name="Number">Where the row stands in the file, from 1.</param>
/// <param name="TransactionId">The transaction.</param>
/// <param name="At">When.</param>
/// <param name="CustomerId">Who paid.</param>
/// <param name="TerminalId">At whose terminal.</param>
/// <param name="Amount">How much, to the 4 decimals that the contract holds.</param>
/// <param name="IsRounded">Whether the file has more than those.</param>
internal readonly record struct FraudRow(
    long Number, string? TransactionId, DateTimeOffset? At, string? CustomerId, string? TerminalId, decimal? Amount, bool IsRounded);
