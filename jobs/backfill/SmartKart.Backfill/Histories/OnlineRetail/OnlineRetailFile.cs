using SmartKart.Backfill.Histories.Files;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Backfill.Histories.OnlineRetail;

/// <summary>
/// UCI's "Online Retail" as a file: Parquet, CSV or JSON lines with UCI's column names. DuckDB reads, cleans, sorts and streams it, so that a
/// file larger than memory is no matter; what leaves here is one invoice at a time, in time order.
/// </summary>
public sealed class OnlineRetailFile
{
    private static readonly NeededColumn[] Needed =
    [
        new("InvoiceNo", "invoiceno", "invoice"),
        new("StockCode", "stockcode"),
        new("Description", "description"),
        new("Quantity", "quantity"),
        new("InvoiceDate", "invoicedate", "invoiceat"),
        new("UnitPrice", "unitprice", "price"),
        new("CustomerID", "customerid"),
        new("Country", "country"),
    ];

    private readonly string _path;

    /// <summary>Names the file; it is read when its invoices are.</summary>
    /// <param name="path">A <c>.parquet</c>, <c>.csv</c> or <c>.jsonl</c> file.</param>
    public OnlineRetailFile(string path) => _path = path;

    /// <summary>Every invoice, by time, then by number.</summary>
    /// <param name="cancellation">Interrupts the reading.</param>
    /// <exception cref="HistoryFormatException">The file is missing, of another kind, or lacks columns.</exception>
    public IEnumerable<OnlineRetailInvoice> Invoices(CancellationToken cancellation)
    {
        var file = new TabularFile(_path);
        using var engine = new HistoryEngine();
        var columns = file.FindColumns(engine.Connection, "UCI's Online Retail", Needed, cancellation);
        foreach (var invoice in Group(file.Chunks(engine.Connection, InvoiceLines(file.Scan, columns), cancellation))) yield return invoice;
    }

    /// <summary>How many lines there are.</summary>
    internal long CountRows(CancellationToken cancellation) => new TabularFile(_path).CountRows(cancellation);

    /// <summary>Whether a file has the columns of this one.</summary>
    internal static bool Matches(IEnumerable<string> columns) => Needed.All(needed => columns.Any(needed.IsSpelt));

    /// <summary>The columns, by UCI's names.</summary>
    internal static IEnumerable<string> ColumnNames => Needed.Select(column => column.Name);

    /// <summary>
    /// The file's lines, whole invoices together, in time order. The clock on an invoice is London's. What cannot be read is NULL here
    /// and rejected, with its row, by the rules.
    /// </summary>
    private static string InvoiceLines(string scan, IReadOnlyDictionary<string, FileColumn> column) => $"""
        WITH line AS (
            SELECT upper(trim({column["InvoiceNo"].Sql}::VARCHAR)) AS invoice_no,
                   upper(trim({column["StockCode"].Sql}::VARCHAR)) AS stock_code,
                   nullif(trim({column["Description"].Sql}::VARCHAR), '') AS description,
                   try_cast({column["Quantity"].Sql} AS INTEGER) AS quantity,
                   coalesce(try_cast({column["InvoiceDate"].Sql} AS TIMESTAMP),
                            try_strptime({column["InvoiceDate"].Sql}::VARCHAR, ['%m/%d/%Y %H:%M', '%m/%d/%Y %H:%M:%S'])) AS invoiced_at,
                   try_cast({column["UnitPrice"].Sql} AS DECIMAL(18, 4)) AS unit_price,
                   -- Where a spreadsheet saw blanks among the numbers, it writes 17850 as 17850.0.
                   nullif(regexp_replace(trim({column["CustomerID"].Sql}::VARCHAR), '\.0$', ''), '') AS customer_id,
                   nullif(trim({column["Country"].Sql}::VARCHAR), '') AS country,
                   "#row" AS row_number
            FROM {scan}
        )
        SELECT coalesce(invoice_no, '') AS invoice_no,
               coalesce(min(invoiced_at) OVER invoice AT TIME ZONE 'Europe/London', TIMESTAMPTZ '1970-01-01 00:00:00+00') AS invoiced_at,
               max(customer_id) OVER invoice AS customer_id,
               max(country) OVER invoice AS country,
               coalesce(invoice_no, '') <> '' AND coalesce(stock_code, '') <> ''
                   AND quantity IS NOT NULL AND invoiced_at IS NOT NULL AND unit_price IS NOT NULL AS is_readable,
               coalesce(stock_code, '') AS stock_code,
               description,
               coalesce(quantity, 0) AS quantity,
               coalesce(unit_price, 0)::DECIMAL(18, 4) AS unit_price,
               row_number
        FROM line
        WINDOW invoice AS (PARTITION BY invoice_no)
        ORDER BY 2, 1, stock_code, quantity, unit_price, description, row_number
        """;

    private static IEnumerable<OnlineRetailInvoice> Group(IEnumerable<DataChunk> chunks)
    {
        OnlineRetailInvoice? invoice = null;
        List<OnlineRetailRow> rows = [];
        List<long> numbers = [];
        foreach (var chunk in chunks)
            for (var row = 0; row < chunk.RowCount; row++)
            {
                if (invoice is null || chunk.Column(0).String(row) != invoice.Number)
                {
                    if (invoice is not null) yield return Complete(invoice, rows, numbers);
                    (rows, numbers) = ([], []);
                    invoice = new OnlineRetailInvoice(
                        chunk.Column(0).String(row), chunk.Column(1).Instant(row),
                        Text(chunk.Column(2), row), Text(chunk.Column(3), row), Rows: []);
                }
                rows.Add(new OnlineRetailRow(chunk.Column(4).Boolean(row), chunk.Column(5).String(row), Text(chunk.Column(6), row),
                    chunk.Column(7).Int32(row), chunk.Column(8).Decimal(row)));
                numbers.Add(chunk.Column(9).Int64(row));
            }
        if (invoice is not null) yield return Complete(invoice, rows, numbers);
    }

    private static OnlineRetailInvoice Complete(OnlineRetailInvoice head, List<OnlineRetailRow> rows, List<long> numbers) =>
        new(head.Number, head.InvoicedAt, head.CustomerId, head.Country, rows) { RowNumbers = numbers };

    private static string? Text(ColumnVector column, int row) => column.IsNull(row) ? null : column.String(row);
}
