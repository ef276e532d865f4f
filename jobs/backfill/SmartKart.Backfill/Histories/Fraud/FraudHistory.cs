using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;

namespace SmartKart.Backfill.Histories.Fraud;

/// <summary>
/// The simulated card transactions of the "Reproducible Machine Learning for Credit Card Fraud Detection" handbook as captured payments. The
/// source has no orders: each transaction pays for one of its own, which bears its id. It names no currency (ISO 4217's <c>XXX</c>). Which
/// transactions were fraud, and by which scenario, is the label: no event tells it, because nobody knew it when the payment was made.
/// </summary>
/// <param name="path">A <c>.parquet</c>, <c>.csv</c> or <c>.jsonl</c> file with the columns transaction, customer, terminal, time and amount.</param>
/// <param name="shift">How much later everything happens than the file says.</param>
public sealed class FraudHistory(string path, TimeSpan shift = default) : IHistory
{
    private const string NoCurrency = "XXX";

    // The name space of this data set's event ids: drawn once at random, and never changed.
    private static readonly Guid Ids = new("4f4b0c52-19c4-4c0c-b7cf-0f1a8a4b6d3e");

    private readonly FraudFile _file = new(path);

    /// <inheritdoc/>
    public string Name { get; } = $"card transactions ({Path.GetFileName(path)})";

    /// <inheritdoc/>
    /// <exception cref="HistoryFormatException">The file is missing, of another kind, or lacks columns.</exception>
    public IEnumerable<HistoryEvent> Read(RowAccount account, CancellationToken cancellation)
    {
        foreach (var row in _file.Rows(cancellation))
        {
            var outcome = FraudRules.Of(row);
            account.Add(outcome, row.Number);
            if (!outcome.IsRejected) yield return Payment(row);
        }
    }

    /// <inheritdoc/>
    public long? CountRows(CancellationToken cancellation) => _file.CountRows(cancellation);

    // What is null is rejected by the rules.
    private HistoryEvent<PaymentProcessed> Payment(in FraudRow row)
    {
        var at = row.At!.Value + shift;
        return new HistoryEvent<PaymentProcessed>(Topics.PaymentProcessed, at, new PaymentProcessed
        {
            EventId = NameBasedGuid.Create(Ids, row.TransactionId!),
            OccurredAt = at,
            PaymentId = row.TransactionId!,
            OrderId = row.TransactionId!,
            UserId = row.CustomerId!,
            MerchantId = row.TerminalId,
            Status = PaymentStatus.Captured,
            Attempt = 1,
            Amount = row.Amount!.Value,
            Currency = NoCurrency,
            Method = PaymentMethod.Card,
        });
    }
}
