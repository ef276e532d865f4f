using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.Warehouse.Tests.DuckDb.Parquet;

public sealed class ParquetWriterTests : ConnectedTest
{
    private static readonly (string, string)[] Columns = [("id", "BIGINT"), ("the price", "DECIMAL(18,4)"), ("day", "DATE")];

    private string File => Path.Combine(Folder.FullName, "rows.parquet");

    [Fact]
    public void Rows_of_the_program_become_a_file()
    {
        using (var writer = new ParquetWriter(Connection, File, Columns))
        {
            for (var i = 0; i < 10_000; i++) writer.Rows.Append(i).Append(i / 4m).Append(new DateOnly(2026, 1, 1).AddDays(i % 30)).EndRow();
            System.IO.File.Exists(File).ShouldBeFalse();
            writer.Complete(Cancellation).ShouldBe(10_000);
            Should.Throw<InvalidOperationException>(() => writer.Complete(Cancellation));
        }
        Scalar($"""
            SELECT count(*) FROM {ParquetFiles.Scan(File)} WHERE "the price" = id / 4 AND day = DATE '2026-01-01' + (id % 30)::INTEGER
            """).ShouldBe(10_000L);
        Scalar("SELECT count(*) FROM duckdb_tables()").ShouldBe(0L);
    }

    [Fact]
    public void Without_completion_there_is_no_file()
    {
        using (var writer = new ParquetWriter(Connection, File, Columns)) writer.Rows.Append(1).Append(1m).Append(DateOnly.MinValue).EndRow();
        Folder.GetFiles().ShouldBeEmpty();
        Scalar("SELECT count(*) FROM duckdb_tables()").ShouldBe(0L);
    }

    [Fact]
    public void A_file_that_is_there_is_not_begun_upon()
    {
        System.IO.File.WriteAllText(File, "precious");
        Should.Throw<WarehouseFileException>(() => new ParquetWriter(Connection, File, Columns));
        System.IO.File.ReadAllText(File).ShouldBe("precious");
    }

    [Fact]
    public void A_type_that_an_appender_does_not_write_is_refused_and_leaves_nothing()
    {
        Should.Throw<WarehouseValueException>(() => new ParquetWriter(Connection, File, [("tags", "VARCHAR[2]")]));
        Scalar("SELECT count(*) FROM duckdb_tables()").ShouldBe(0L);
    }

    [Fact]
    public void A_type_that_there_is_not_is_refused() =>
        Should.Throw<WarehouseQueryException>(() => new ParquetWriter(Connection, File, [("id", "BIGGISHINT")])).Message.ShouldContain("BIGGISHINT");
}
