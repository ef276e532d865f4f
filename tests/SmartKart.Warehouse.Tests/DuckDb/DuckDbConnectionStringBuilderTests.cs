using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Warehouse.Tests.DuckDb;

public sealed class DuckDbConnectionStringBuilderTests
{
    [Fact]
    public void Every_part_survives_a_round_trip()
    {
        var written = new DuckDbConnectionStringBuilder
        {
            DataSource = "a;b 'c'.duckdb",
            AccessMode = DuckDbAccessMode.ReadOnly,
            Threads = 4,
            MemoryLimit = "2GB",
            TempDirectory = "/tmp/spill",
        };
        var read = new DuckDbConnectionStringBuilder(written.ConnectionString);
        (read.DataSource, read.AccessMode, read.Threads, read.MemoryLimit, read.TempDirectory)
            .ShouldBe(("a;b 'c'.duckdb", DuckDbAccessMode.ReadOnly, 4, "2GB", "/tmp/spill"));
        read.Keys.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData("DataSource=x;accessmode=READ_ONLY;memory_limit=1GB")]
    [InlineData("data source=x;Access Mode=readonly;MEMORY LIMIT=1GB")]
    public void Keys_are_known_whatever_their_case_and_gaps(string text)
    {
        var builder = new DuckDbConnectionStringBuilder(text);
        (builder.DataSource, builder.AccessMode, builder.MemoryLimit).ShouldBe(("x", DuckDbAccessMode.ReadOnly, "1GB"));
    }

    [Fact]
    public void An_empty_string_is_a_database_in_memory()
    {
        var builder = new DuckDbConnectionStringBuilder("");
        (builder.DataSource, builder.AccessMode, builder.Threads, builder.MemoryLimit).ShouldBe((":memory:", DuckDbAccessMode.ReadWrite, null, null));
    }

    [Theory]
    [InlineData("Data Sauce=x", "Data Sauce")]
    [InlineData("Threads=many", "Threads=many")]
    [InlineData("Threads=0", "Threads=0")]
    [InlineData("Access Mode=Sometimes", "ReadWrite or ReadOnly")]
    public void A_wrong_key_or_value_is_refused_by_name(string text, string named) =>
        Should.Throw<ArgumentException>(() => new DuckDbConnection(text)).Message.ShouldContain(named);
}
