using SmartKart.Warehouse;
using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Backfill.Histories.OnlineRetail;

/// <summary>
/// UCI's "Online Retail" as a file: Parquet, or CSV with UCI's column names. DuckDB reads, cleans, sorts and streams it, so that a file
/// larger
/// than memory is no matter; what leaves here is one invoice at a time, in time order.
/// </summary>
public sealed class OnlineRetailFile
{
    // What each column may be called, in lower case and letters only: InvoiceNo, invoice_no and Invoice No are one name.
    private static readonly (string Name, string[] Spellings)[] Needed =
    [
        ("InvoiceNo", ["invoiceno", "invoice"]),
        ("StockCode", ["stockcode"]),
        ("Description", ["description"]),
        ("Quantity", ["quantity"]),
        ("InvoiceDate", ["invoicedate", "invoiceat"]),
        ("UnitPrice", ["unitprice", "price"]),
        ("CustomerID", ["customerid"]),
        ("Country", ["country"]),
    ];

    private readonly string _path;

    /// <summary>Names the file; it is read when its invoices are.</summary>
    /// <param name="path">A <c>.parquet</c> or <c>.csv</c> file.</param>
    public OnlineRetailFile(string path) => _path = path;

    /// <summary>Every invoice, by time, then by number.</summary>
    /// <param name="cancellation">Interrupts the reading.</param>
    /// <exception cref="HistoryFormatException">The file is missing, of another kind, or lacks columns.</exception>
    public IEnumerable<OnlineRetailInvoice> Invoices(CancellationToken cancellation)
    {
        var scan = Scan();
        using var database = DuckDbDatabase.Open();
        using var connection = database.Connect();
        var columns = FindColumns(connection, scan, cancellation);
        using var result = connection.Query(InvoiceLines(scan, columns), [_path], cancellation);
        foreach (var invoice in Group(result)) yield return invoice;
    }

    private string Scan()
    {
        if (!File.Exists(_path)) throw new HistoryFormatException(_path, "there is no such file. --history takes the path of one.");
        return Path.GetExtension(_path).ToUpperInvariant() switch
        {
            ".PARQUET" => "read_parquet($1)",
            ".CSV" => $"read_csv($1, header = true, all_varchar = true, encoding = '{CsvEncoding.Of(_path)}')",
            var other => throw new HistoryFormatException(
                _path, $"'{other}' files are not read. Save it as .csv (UTF-8 or Latin-1) or .parquet."),
        };
    }

    private Dictionary<string, string> FindColumns(NativeConnection connection, string scan, CancellationToken cancellation)
    {
        string[] present;
        try
        {
            using var head = connection.Query($"SELECT * FROM {scan} LIMIT 0", [_path], cancellation);
            present = [.. head.Columns.Select(column => column.Name)];
        }
        catch (WarehouseQueryException fault)
        {
            throw new HistoryFormatException(_path, $"it cannot be read: {fault.EngineMessage}", fault);
        }
        var found = new Dictionary<string, string>();
        foreach (var (name, spellings) in Needed)
            if (Array.Find(present, column => spellings.Contains(Letters(column))) is { } column)
                found[name] = $"\"{column.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
        var missing = Needed.Select(column => column.Name).Where(name => !found.ContainsKey(name)).ToArray();
        return missing.Length == 0 ? found : throw new HistoryFormatException(_path,
            $"this is not UCI's Online Retail: it lacks the columns {string.Join(", ", missing)}. It has {string.Join(", ", present)}.");

        static string Letters(string name) => string.Concat(name.Where(char.IsAsciiLetter)).ToLowerInvariant();
    }

    /// <summary>
    /// The file's lines, whole invoices together, in time order. The clock on an invoice is London's. What cannot be read is NULL here
    /// and rejected,
    /// with its row, by the rules.
    /// </summary>
    private static string InvoiceLines(string scan, Dictionary<string, string> column) => $"""
        WITH line AS (
            SELECT upper(trim({column["InvoiceNo"]}::VARCHAR)) AS invoice_no,
                   upper(trim({column["StockCode"]}::VARCHAR)) AS stock_code,
                   nullif(trim({column["Description"]}::VARCHAR), '') AS description,
                   try_cast({column["Quantity"]} AS INTEGER) AS quantity,
                   coalesce(try_cast({column["InvoiceDate"]} AS TIMESTAMP),
                            try_strptime({column["InvoiceDate"]}::VARCHAR, ['%m/%d/%Y %H:%M', '%m/%d/%Y %H:%M:%S'])) AS invoiced_at,
                   try_cast({column["UnitPrice"]} AS DECIMAL(18, 4)) AS unit_price,
                   -- Where a spreadsheet saw blanks among the numbers, it writes 17850 as 17850.0.
                   nullif(regexp_replace(trim({column["CustomerID"]}::VARCHAR), '\.0$', ''), '') AS customer_id,
                   nullif(trim({column["Country"]}::VARCHAR), '') AS country
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
               coalesce(unit_price, 0)::DECIMAL(18, 4) AS unit_price
        FROM line
        WINDOW invoice AS (PARTITION BY invoice_no)
        ORDER BY 2, 1, stock_code, quantity, unit_price, description
        """;

    private static IEnumerable<OnlineRetailInvoice> Group(DuckDbResult result)
    {
        OnlineRetailInvoice? invoice = null;
        List<OnlineRetailRow> rows = [];
        while (result.TryReadChunk(out var chunk))
            for (var row = 0; row < chunk.RowCount; row++)
            {
                if (invoice is null || chunk.Column(0).String(row) != invoice.Number)
                {
                    if (invoice is not null) yield return Complete(invoice, rows);
                    rows = [];
                    invoice = new OnlineRetailInvoice(
                        chunk.Column(0).String(row), chunk.Column(1).Instant(row),
                        Text(chunk.Column(2), row), Text(chunk.Column(3), row), Rows: []);
                }
                rows.Add(new OnlineRetailRow(chunk.Column(4).Boolean(row), chunk.Column(5).String(row), Text(chunk.Column(6), row),
                    chunk.Column(7).Int32(row), chunk.Column(8).Decimal(row)));
            }
        if (invoice is not null) yield return Complete(invoice, rows);
    }

    private static OnlineRetailInvoice Complete(OnlineRetailInvoice head, List<OnlineRetailRow> rows) =>
        new(head.Number, head.InvoicedAt, head.CustomerId, head.Country, rows);



    private static string? Text(ColumnVector column, int row) => column.IsNull(row) ? null : column.String(row);
}
