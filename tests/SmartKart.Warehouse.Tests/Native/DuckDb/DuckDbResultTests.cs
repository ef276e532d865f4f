using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Warehouse.Tests.Native.DuckDb;

public sealed class DuckDbResultTests : DuckDbTest
{
    [Fact]
    public void Rows_stream_over_many_chunks_in_order_and_none_is_lost()
    {
        using var result = Query("SELECT i, 'row number ' || i FROM range(100000) t(i)");
        var (expected, chunks) = (0L, 0);
        while (result.TryReadChunk(out var chunk))
        {
            chunk.RowCount.ShouldBeInRange(1, 2048);
            for (var row = 0; row < chunk.RowCount; row++, expected++)
            {
                if (chunk.Column(0).Int64(row) != expected) chunk.Column(0).Int64(row).ShouldBe(expected);
                if (chunk.Column(1).String(row) is var text && text != $"row number {expected}") text.ShouldBe($"row number {expected}");
            }
            chunks++;
        }
        expected.ShouldBe(100_000);
        chunks.ShouldBeGreaterThanOrEqualTo(49);
    }

    [Fact]
    public void Columns_are_known_before_the_first_row_and_when_there_is_none()
    {
        using var result = Query("SELECT 1::INTEGER AS a, 'x' AS \"the b\" WHERE false");
        result.Columns.Select(c => (c.Name, c.Type)).ShouldBe([("a", DuckDbType.Integer), ("the b", DuckDbType.Varchar)]);
        result.TryReadChunk(out _).ShouldBeFalse();
        result.TryReadChunk(out _).ShouldBeFalse();
    }

    [Fact]
    public void A_parquet_file_is_read_back_as_it_was_written()
    {
        var file = Path.Combine(Folder.FullName, "it's a file.parquet");
        Execute($"""
            COPY (SELECT i::INTEGER AS id, CASE WHEN i % 7 = 0 THEN NULL ELSE 'product ' || i END AS name, (i / 100)::DECIMAL(18,4) AS price
                  FROM range(5000) t(i))
            TO '{file.Replace("'", "''")}' (FORMAT parquet, COMPRESSION zstd)
            """).ShouldBe(5000);

        using var result = Query("SELECT id, name, price FROM read_parquet($1) ORDER BY id DESC", file);
        var expected = 5000;
        while (result.TryReadChunk(out var chunk))
            for (var row = 0; row < chunk.RowCount; row++)
            {
                expected--;
                chunk.Column(0).Int32(row).ShouldBe(expected);
                (chunk.Column(1).IsNull(row) ? null : chunk.Column(1).String(row)).ShouldBe(expected % 7 == 0 ? null : $"product {expected}");
                chunk.Column(2).Decimal(row).ShouldBe(expected / 100m);
            }
        expected.ShouldBe(0);
    }

    [Fact]
    public void A_failure_after_the_first_rows_is_an_error_and_not_the_end()
    {
        Execute("SET threads = 1");
        using var result = Query("SELECT CASE WHEN i = 1500000 THEN error('row 1500000 is bad') ELSE i END FROM range(2000000) t(i)");
        var fault = Should.Throw<WarehouseQueryException>(() =>
        {
            while (result.TryReadChunk(out _)) { }
        });
        fault.EngineMessage.ShouldContain("row 1500000 is bad");
        fault.Sql.ShouldContain("range(2000000)");
    }

    [Fact]
    public void Values_are_gone_with_their_chunk_and_never_read_from_freed_memory()
    {
        var result = Query("SELECT i FROM range(5000) t(i)");
        result.TryReadChunk(out var chunk).ShouldBeTrue();
        var column = chunk.Column(0);
        result.Dispose();
        chunk.RowCount.ShouldBe(0);
        Should.Throw<ArgumentOutOfRangeException>(() => column.Int64(0));
        Should.Throw<ObjectDisposedException>(() => result.TryReadChunk(out _));
        result.Dispose();
    }

    [Fact]
    public void A_result_may_be_left_half_read()
    {
        using (var result = Query("SELECT i FROM range(10000000) t(i)")) result.TryReadChunk(out _).ShouldBeTrue();
        One("SELECT 42", (c, r) => c.Int32(r)).ShouldBe(42);
    }
}
