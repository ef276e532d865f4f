namespace SmartKart.Backfill.Histories.Taobao;

/// <summary>Alibaba's "User Behavior Data from Taobao": what real visitors saw, liked, put into their carts and bought, to the second.</summary>
/// <param name="path">A <c>.parquet</c>, <c>.csv</c> or <c>.jsonl</c> file with the columns user, item, category, behavior and time.</param>
/// <param name="shift">How much later everything happens than the file says.</param>
public sealed class TaobaoHistory(string path, TimeSpan shift = default) : IHistory
{
    private readonly TaobaoFile _file = new(path);

    /// <inheritdoc/>
    public string Name { get; } = $"Taobao user behavior ({Path.GetFileName(path)})";

    /// <inheritdoc/>
    /// <exception cref="HistoryFormatException">The file is missing, of another kind, or lacks columns.</exception>
    public IEnumerable<HistoryEvent> Read(RowAccount account, CancellationToken cancellation)
    {
        var events = new TaobaoEvents();
        foreach (var row in _file.Rows(cancellation))
        {
            var outcome = TaobaoRules.Of(row);
            account.Add(outcome, row.Number);
            if (!outcome.IsRejected) yield return events.Of(row, outcome, shift);
        }
    }

    /// <inheritdoc/>
    public long? CountRows(CancellationToken cancellation) => _file.CountRows(cancellation);
}
