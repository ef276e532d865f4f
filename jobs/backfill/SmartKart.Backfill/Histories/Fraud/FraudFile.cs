using SmartKart.Backfill.Histories.Files;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Backfill.Histories.Fraud;

/// <summary>The simulated card transactions of the "Fraud Detection Handbook" as a file, in time order. Times without a zone are UTC.</summary>
/// <param name="path">A <c>.parquet</c>, <c>.csv</c> or <c>.jsonl</c> file with named columns.</param>
internal sealed class FraudFile(string path)
{
    private static readonly NeededColumn[] Needed =
    [
        new("transaction_id", "transactionid"),
        new("at", "at", "txdatetime"),
        new("customer_id", "customerid"),
        new("terminal_id", "terminalid"),
        new("amount", "amount", "txamount"),
    ];

    /// <summary>Whether a file has the columns of this one.</summary>
    public static bool Matches(IEnumerable<string> columns) => Needed.All(needed => columns.Any(needed.IsSpelt));

    /// <summary>The columns, by their names.</summary>
    public static IEnumerable<string> ColumnNames => Needed.Select(column => column.Name);

    /// <summary>How many rows there are.</summary>
    public long CountRows(CancellationToken cancellation) => new TabularFile(path).CountRows(cancellation);

    /// <summary>Every row, by time, then by transaction.</summary>
    /// <exception cref="HistoryFormatException">The file is missing, of another kind, or lacks columns.</exception>
    public IEnumerable<FraudRow> Rows(CancellationToken cancellation)
    {
        var file = new TabularFile(path);
        using var engine = new HistoryEngine();
        var column = file.FindColumns(engine.Connection, "the Fraud Detection Handbook's transactions", Needed, cancellation);
        var (amount, asDouble) = ($"try_cast({column["amount"].Sql} AS DECIMAL(18, 4))", $"try_cast({column["amount"].Sql} AS DOUBLE)");
        // At the amounts that payments have, reckoning with doubles errs by far less than a millionth.
        var chunks = file.Chunks(engine.Connection, $"""
            SELECT {TabularFile.RowNumber}, {column["transaction_id"].Text} AS transaction_id, {column["at"].Instant} AS happened_at,
                   {column["customer_id"].Text} AS customer_id, {column["terminal_id"].Text} AS terminal_id,
                   {amount} AS amount,
                   CASE WHEN abs({asDouble} - {amount}::DOUBLE) > 1e-6 THEN 2 WHEN {asDouble} <> {amount}::DOUBLE THEN 1 ELSE 0 END AS further_digits
            FROM {file.Scan}
            ORDER BY happened_at NULLS FIRST, {column["transaction_id"].Sql}, {TabularFile.RowNumber}
            """, cancellation);
        foreach (var chunk in chunks)
            for (var row = 0; row < chunk.RowCount; row++) yield return Read(chunk, row);
    }

    private static FraudRow Read(DataChunk chunk, int row) => new(
        chunk.Column(0).Int64(row), Text(chunk.Column(1), row), chunk.Column(2).IsNull(row) ? null : chunk.Column(2).Instant(row),
        Text(chunk.Column(3), row), Text(chunk.Column(4), row), chunk.Column(5).IsNull(row) ? null : chunk.Column(5).Decimal(row),
        (FurtherDigits)chunk.Column(6).Int32(row));

    private static string? Text(ColumnVector column, int row) => column.IsNull(row) ? null : column.String(row);
}
