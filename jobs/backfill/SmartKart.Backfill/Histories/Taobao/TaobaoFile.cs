using SmartKart.Backfill.Histories.Files;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Backfill.Histories.Taobao;

/// <summary>
/// Alibaba's "User Behavior Data from Taobao" as a file, in time order. Times without a zone are UTC; a whole number counts seconds since 1970, as
/// the publisher's own file does.
/// </summary>
/// <param name="path">A <c>.parquet</c>, <c>.csv</c> or <c>.jsonl</c> file with named columns.</param>
internal sealed class TaobaoFile(string path)
{
    private static readonly NeededColumn[] Needed =
    [
        new("user_id", "userid", "user"),
        new("item_id", "itemid", "item"),
        new("category_id", "categoryid", "category", "itemcategory"),
        new("behavior", "behavior", "behaviortype"),
        new("at", "at", "timestamp", "time"),
    ];

    /// <summary>Whether a file has the columns of this one.</summary>
    public static bool Matches(IEnumerable<string> columns) => Needed.All(needed => columns.Any(needed.IsSpelt));

    /// <summary>The columns, by their names.</summary>
    public static IEnumerable<string> ColumnNames => Needed.Select(column => column.Name);

    /// <summary>How many rows there are.</summary>
    public long CountRows(CancellationToken cancellation) => new TabularFile(path).CountRows(cancellation);

    /// <summary>Every row. What a visitor does within a second is taken in the order in which a shop is used: seen, liked, put into the cart, bought.</summary>
    /// <exception cref="HistoryFormatException">The file is missing, of another kind, or lacks columns.</exception>
    public IEnumerable<TaobaoRow> Rows(CancellationToken cancellation)
    {
        var file = new TabularFile(path);
        using var engine = new HistoryEngine();
        var column = file.FindColumns(engine.Connection, "Taobao's user behavior", Needed, cancellation);
        var chunks = file.Chunks(engine.Connection, $"""
            SELECT {TabularFile.RowNumber}, {column["user_id"].Text} AS user_id, {column["item_id"].Text} AS item_id,
                   {column["category_id"].Text} AS category_id, {column["behavior"].Text} AS behavior, {column["at"].Instant} AS happened_at
            FROM {file.Scan}
            ORDER BY happened_at NULLS FIRST, user_id, list_position(['pv', 'fav', 'cart', 'buy'], behavior), behavior, item_id, {TabularFile.RowNumber}
            """, cancellation);
        var before = default(TaobaoRow);
        foreach (var chunk in chunks)
            for (var row = 0; row < chunk.RowCount; row++)
            {
                before = After(before, Read(chunk, row));
                yield return before;
            }
    }

    private static TaobaoRow Read(DataChunk chunk, int row) => new(
        chunk.Column(0).Int64(row), Text(chunk.Column(1), row), Text(chunk.Column(2), row), Text(chunk.Column(3), row), Text(chunk.Column(4), row),
        chunk.Column(5).IsNull(row) ? null : chunk.Column(5).Instant(row), Repeat: 0);

    // Rows that say the same stand side by side.
    private static TaobaoRow After(in TaobaoRow before, in TaobaoRow row) =>
        row.At == before.At && row.UserId == before.UserId && row.ItemId == before.ItemId && row.Behavior == before.Behavior
            ? row with { Repeat = before.Repeat + 1 }
            : row;

    private static string? Text(ColumnVector column, int row) => column.IsNull(row) ? null : column.String(row);
}
