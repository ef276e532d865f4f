namespace SmartKart.Backfill.Histories.OnlineRetail;

/// <summary>UCI "Online Retail", a year of a British gift wholesaler, as orders and movements of stock.</summary>
/// <param name="path">A <c>.parquet</c>, <c>.csv</c> or <c>.jsonl</c> file with UCI's columns.</param>
/// <param name="shift">How much later everything happens than the file says.</param>
public sealed class OnlineRetailHistory(string path, TimeSpan shift = default) : IHistory
{
    private readonly OnlineRetailFile _file = new(path);

    /// <inheritdoc/>
    public string Name { get; } = $"UCI Online Retail ({Path.GetFileName(path)})";

    /// <inheritdoc/>
    /// <exception cref="HistoryFormatException">The file is missing, of another kind, or lacks columns.</exception>
    public IEnumerable<HistoryEvent> Read(RowAccount account, CancellationToken cancellation)
    {
        foreach (var asWritten in _file.Invoices(cancellation))
        {
            var invoice = asWritten with { InvoicedAt = asWritten.InvoicedAt + shift };
            var outcomes = OnlineRetailRules.Apply(invoice);
            for (var line = 0; line < outcomes.Length; line++) account.Add(outcomes[line], invoice.RowNumbers[line]);
            foreach (var historyEvent in OnlineRetailEvents.Of(invoice, outcomes)) yield return historyEvent;
        }
    }

    /// <inheritdoc/>
    public long? CountRows(CancellationToken cancellation) => _file.CountRows(cancellation);
}
