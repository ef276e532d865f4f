using System.Globalization;
using SmartKart.Backfill.Histories.Files;
using SmartKart.Backfill.Histories.Mapping.Writing;

namespace SmartKart.Backfill.Histories.Mapping;

/// <summary>Any table as a history: a row becomes an event of the first mapping that takes it, or is rejected with its reason.</summary>
/// <param name="file">The table.</param>
/// <param name="content">The hash of its content.</param>
/// <param name="mappings">The mappings, in the order in which they are tried.</param>
/// <param name="shift">How much later everything happens than the table says.</param>
internal sealed class MappedHistory(TabularFile file, string content, IReadOnlyList<EventMapping> mappings, TimeSpan shift) : IHistory
{
    private static readonly RowOutcome NotSelected = new("not_selected", [], "no mapping's 'where' holds for the row");

    /// <inheritdoc/>
    public string Name => file.Name;

    /// <inheritdoc/>
    public IEnumerable<HistoryEvent> Read(RowAccount account, CancellationToken cancellation)
    {
        using var engine = new HistoryEngine();
        var query = new MappingQuery(MappingColumns.Types(mappings, file, engine.Connection, cancellation));
        EventPlan[] plans = [.. mappings.Select((mapping, index) => new EventPlan(mapping, query, Prefix(index), content, shift))];
        var sql = query.Text(file, mappings, [.. plans.Select(plan => plan.OccurredAtColumn)]);
        foreach (var chunk in file.Chunks(engine.Connection, sql, cancellation))
            for (var row = 0; row < chunk.RowCount; row++)
            {
                var number = chunk.Column(MappingQuery.NumberColumn).Int64(row);
                var mapping = chunk.Column(MappingQuery.MappingColumn);
                if (mapping.IsNull(row))
                {
                    account.Add(NotSelected, number);
                    continue;
                }
                var plan = plans[mapping.Int32(row)];
                var (historyEvent, rejected) = plan.Event.Read(chunk, row);
                account.Add(rejected ?? plan.Accepted, number);
                if (historyEvent is not null) yield return historyEvent;
            }
    }

    /// <inheritdoc/>
    public long? CountRows(CancellationToken cancellation) => file.CountRows(cancellation);

    private string Prefix(int index) => mappings.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $"mapping_{index + 1}_");
}
