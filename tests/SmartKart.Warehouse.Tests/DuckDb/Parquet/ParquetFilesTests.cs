using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.Warehouse.Tests.DuckDb.Parquet;

public sealed class ParquetFilesTests : ConnectedTest
{
    private string File(string name) => Path.Combine(Folder.FullName, name);

    [Theory]
    [InlineData(ParquetCompression.Zstd, "ZSTD"), InlineData(ParquetCompression.Snappy, "SNAPPY"), InlineData(ParquetCompression.Gzip, "GZIP")]
    [InlineData(ParquetCompression.Lz4Raw, "LZ4_RAW"), InlineData(ParquetCompression.Uncompressed, "UNCOMPRESSED")]
    public void A_query_is_written_as_the_options_say(ParquetCompression compression, string codec)
    {
        var path = File("it's a \"file\".parquet");
        var options = new ParquetWriteOptions { Compression = compression, RowGroupSize = 4096 };
        Connection.CopyToParquet("SELECT i, 'product ' || i % 10 AS name FROM range(10000) t(i) -- all of them", path, options, Cancellation).ShouldBe(10_000);
        Scalar("SELECT list(DISTINCT compression)::VARCHAR FROM parquet_metadata($1)", path).ShouldBe($"[{codec}]");
        Scalar("SELECT max(row_group_num_rows) FROM parquet_metadata($1)", path).ShouldBe(4096L);
        Scalar($"SELECT sum(i)::BIGINT FROM {ParquetFiles.Scan(path)}").ShouldBe(49_995_000L);
    }

    [Fact]
    public void A_file_is_overwritten_only_where_the_options_say_so()
    {
        var path = File("kept.parquet");
        Connection.CopyToParquet("SELECT 1 AS i", path, cancellation: Cancellation);
        Should.Throw<WarehouseFileException>(() => Connection.CopyToParquet("SELECT 2 AS i", path, cancellation: Cancellation)).Path.ShouldBe(path);
        Scalar($"SELECT i FROM {ParquetFiles.Scan(path)}").ShouldBe(1);
        Connection.CopyToParquet("SELECT 2 AS i", path, new ParquetWriteOptions { Overwrite = true }, Cancellation);
        Scalar($"SELECT i FROM {ParquetFiles.Scan(path)}").ShouldBe(2);
    }

    [Fact]
    public void A_query_that_fails_leaves_no_file_and_the_old_one_as_it_was()
    {
        var path = File("old.parquet");
        Connection.CopyToParquet("SELECT 1 AS i", path, cancellation: Cancellation);
        const string fails = "SELECT CASE WHEN i = 90000 THEN error('bad row') ELSE i END AS i FROM range(100000) t(i)";
        Should.Throw<WarehouseQueryException>(
            () => Connection.CopyToParquet(fails, path, new ParquetWriteOptions { Overwrite = true }, Cancellation));
        Folder.GetFiles().ShouldHaveSingleItem().Name.ShouldBe("old.parquet");
        Scalar($"SELECT i FROM {ParquetFiles.Scan(path)}").ShouldBe(1);
    }

    [Fact]
    public void A_folder_that_is_not_there_is_DuckDBs_error() =>
        Should.Throw<WarehouseQueryException>(() => Connection.CopyToParquet("SELECT 1", File("none/x.parquet"), cancellation: Cancellation))
            .Kind.ShouldBe(EngineErrorKind.InputOutput);

    [Fact]
    public void Files_are_read_in_columns_one_or_many()
    {
        Connection.CopyToParquet("SELECT 1 AS a, 'x' AS \"the b\"", File("1.parquet"), cancellation: Cancellation);
        Connection.CopyToParquet("SELECT 2 AS a, 'y' AS \"the b\"", File("2.parquet"), cancellation: Cancellation);
        using (var result = Connection.ReadParquet(File("*.parquet"), ["the b", "a"], Cancellation))
        {
            result.Columns.Select(column => column.Name).ShouldBe(["the b", "a"]);
            result.TryReadChunk(out var chunk).ShouldBeTrue();
            (chunk.Column(0).String(0), chunk.Column(1).Int32(0)).ShouldBe(("x", 1));
        }
        Scalar($"SELECT sum(a)::INTEGER FROM {ParquetFiles.Scan(File("1.parquet"), File("2.parquet"))}").ShouldBe(3);
        Should.Throw<WarehouseQueryException>(() => Connection.ReadParquet(File("none.parquet"), cancellation: Cancellation))
            .Message.ShouldContain("none.parquet");
    }

    [Fact]
    public void A_row_group_of_less_than_a_vector_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new ParquetWriteOptions { RowGroupSize = 100 });
}
