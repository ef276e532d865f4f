namespace SmartKart.Backfill.Histories.OnlineRetail;

/// <summary>UCI "Online Retail", a year of a British gift wholesaler, as orders and movements of stock.</summary>
/// <param name="path">A <c>.parquet</c> or <c>.csv</c> file with UCI's columns.</param>
public sealed class OnlineRetailHistory(string path) : IHistory
{
    private readonly OnlineRetailFile _file = new(path);

    /// <inheritdoc/>
    public string Name { get; } = $"UCI Online Retail ({Path.GetFileName(path)})";

    /// <inheritdoc/>
    /// <exception cref="HistoryFormatException">The file is missing, of another kind, or lacks columns.</exception>
    public IEnumerable<HistoryEvent> Read(RowAccount account, CancellationToken cancellation)
    {
        foreach (var invoice in _file.Invoices(cancellation))
        {
            var outcomes = OnlineRetailRules.Apply(invoice);
            foreach (var outcome in outcomes) account.Add(outcome);
            foreach (var historyEvent in OnlineRetailEvents.Of(invoice, outcomes)) yield return historyEvent;
        }
    }
}
