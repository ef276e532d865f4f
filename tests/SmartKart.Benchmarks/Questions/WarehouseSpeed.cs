using System.Data.Common;
using SmartKart.Benchmarks.Harness;
using SmartKart.Benchmarks.Measuring;
using SmartKart.Warehouse.DuckDb;
using SmartKart.Warehouse.Native.DuckDb;
using SmartKart.Warehouse.Native.DuckDb.Appending;

namespace SmartKart.Benchmarks.Questions;

/// <summary>
/// How fast do rows pass through the warehouse's door? Five columns as events have them (a number, a price, an instant, a short and a long text), out
/// of a table in memory by chunks and by the reader, and into one by the appender, row by row and column by column. DuckDB works with one
/// thread, so that it is the door that is measured.
/// </summary>
public sealed class WarehouseSpeed : IBenchmark
{
    private const int Rows = 1_000_000;

    /// <inheritdoc />
    public string Name => "warehouse";

    /// <inheritdoc />
    public string Description => "How fast rows are read from DuckDB and appended to it, and what each allocates.";

    /// <inheritdoc />
    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("chunk_spans_per_s", "{row}/s", "rows of a number and a price, summed over whole columns of chunks"),
        new("chunks_per_s", "{row}/s", "rows of five columns read value by value from chunks, texts as their bytes"),
        new("reader_per_s", "{row}/s", "rows of three numbers read by the reader's typed getters"),
        new("reader_texts_per_s", "{row}/s", "rows of five columns read by the reader's typed getters, with two new strings"),
        new("append_rows_per_s", "{row}/s", "rows of five columns appended value by value", Target.AtLeast(2_000_000)),
        new("append_chunks_per_s", "{row}/s", "rows of a number and a price appended in whole columns", Target.AtLeast(2_000_000)),
        new("chunks_alloc_b", "By", "bytes allocated by a row read from chunks", Target.AtMost(0.1)),
        new("reader_alloc_b", "By", "bytes allocated by a row read by the reader, without texts", Target.AtMost(0.1)),
        new("append_rows_alloc_b", "By", "bytes allocated by a row appended", Target.AtMost(0.1)),
    ];

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        await using var connection = new DuckDbConnection("Data Source=:memory:;Threads=1");
        await connection.OpenAsync(cancel);
        run.Say($"making {Rows:N0} rows");
        Execute(connection, $"""
            CREATE TABLE event AS
            SELECT i AS id, (i % 10000 / 100)::DECIMAL(18,4) AS price, TIMESTAMPTZ '2026-01-01 00:00:00+00' + INTERVAL (i) SECOND AS occurred,
                   'user-' || i % 5000 AS user_id, 'a product whose name is number ' || i AS product
            FROM range({Rows}) t(i);
            CREATE TABLE appended AS FROM event LIMIT 0;
            CREATE TABLE appended_numbers (id BIGINT, price DOUBLE)
            """);

        HotLoop[] loops =
        [
            new("chunk_spans", count => Chunks(connection, "SELECT id, price::DOUBLE FROM event", count, SumSpans)),
            new("chunks", count => Chunks(connection, "FROM event", count, SumValues)),
            new("reader", count => ReadNumbers(connection, count)),
            new("reader_texts", count => ReadTexts(connection, count)),
            new("append_rows", count => AppendRows(connection, count)),
            new("append_chunks", count => AppendChunks(connection, count)),
        ];
        var medians = await Race.RunAsync(loops, run.Say, cancel);
        var measured = medians.SelectMany(numbers => numbers).ToDictionary(number => number.Key, number => number.Value);
        return Metrics.ToDictionary(metric => metric.Name, metric => measured[metric.Name]);
    }

    // The table is read from its beginning as often as the rows that are asked for need.
    private static void Chunks(DuckDbConnection connection, string sql, int count, Func<DataChunk, long> sum)
    {
        using var command = connection.CreateCommand(sql);
        var total = 0L;
        for (var read = 0; read < count;)
        {
            using var result = command.ExecuteChunks();
            while (read < count && result.TryReadChunk(out var chunk))
            {
                total += sum(chunk);
                read += chunk.RowCount;
            }
        }
        GC.KeepAlive(total);
    }

    private static long SumSpans(DataChunk chunk)
    {
        var sum = 0.0;
        foreach (var id in chunk.Column(0).Values<long>()) sum += id;
        foreach (var price in chunk.Column(1).Values<double>()) sum += price;
        return (long)sum;
    }

    private static long SumValues(DataChunk chunk)
    {
        var sum = 0L;
        var (id, price, occurred, user, product) = (chunk.Column(0), chunk.Column(1), chunk.Column(2), chunk.Column(3), chunk.Column(4));
        for (var row = 0; row < chunk.RowCount; row++)
            sum += id.Int64(row) + (long)price.Decimal(row) + occurred.Instant(row).Ticks + user.Utf8(row).Length + product.Utf8(row).Length;
        return sum;
    }

    private static void ReadNumbers(DuckDbConnection connection, int count)
    {
        using var command = connection.CreateCommand("SELECT id, price, occurred FROM event");
        var total = 0L;
        for (var read = 0; read < count;)
        {
            using var reader = command.ExecuteReader();
            for (; read < count && reader.Read(); read++)
                total += reader.GetInt64(0) + (long)reader.GetDecimal(1) + reader.GetDateTime(2).Ticks;
        }
        GC.KeepAlive(total);
    }

    private static void ReadTexts(DuckDbConnection connection, int count)
    {
        using var command = connection.CreateCommand("FROM event");
        var total = 0L;
        for (var read = 0; read < count;)
        {
            using var reader = command.ExecuteReader();
            for (; read < count && reader.Read(); read++)
                total += reader.GetInt64(0) + (long)reader.GetDecimal(1) + reader.GetDateTime(2).Ticks
                    + reader.GetString(3).Length + reader.GetString(4).Length;
        }
        GC.KeepAlive(total);
    }

    private static void AppendRows(DuckDbConnection connection, int count)
    {
        using (var appender = connection.CreateAppender("appended"))
            for (var i = 0; i < count; i++)
                appender.Append(i).Append(12.5m).Append(DateTimeOffset.UnixEpoch).Append("user-1234").Append("a product whose name is number 1234567").EndRow();
        Execute(connection, "TRUNCATE appended");
    }

    private static void AppendChunks(DuckDbConnection connection, int count)
    {
        using (var appender = connection.CreateAppender("appended_numbers"))
            for (var left = count; left > 0; left -= ChunkWriter.Capacity)
            {
                var chunk = appender.BeginChunk();
                var rows = Math.Min(left, ChunkWriter.Capacity);
                var ids = chunk.Column(0).Values<long>();
                var prices = chunk.Column(1).Values<double>();
                for (var row = 0; row < rows; row++) (ids[row], prices[row]) = (left - row, row * 0.25);
                appender.EndChunk(rows);
            }
        Execute(connection, "TRUNCATE appended_numbers");
    }

    private static void Execute(DuckDbConnection connection, string sql)
    {
        using DbCommand command = connection.CreateCommand(sql);
        command.ExecuteNonQuery();
    }
}
