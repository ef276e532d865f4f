using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Warehouse.Tests.Native.DuckDb;

public sealed class DuckDbDatabaseTests : DuckDbTest
{
    [Fact]
    public void A_database_in_a_file_keeps_its_tables()
    {
        var options = new DuckDbOptions { Path = Path.Combine(Folder.FullName, "history.duckdb") };
        using (var database = DuckDbDatabase.Open(options))
        using (var connection = database.Connect()) connection.Execute("CREATE TABLE t AS SELECT 7 AS i", Cancellation);

        using var again = DuckDbDatabase.Open(options);
        using var reader = again.Connect();
        using var result = reader.Query("SELECT i FROM t", Cancellation);
        result.TryReadChunk(out var chunk).ShouldBeTrue();
        chunk.Column(0).Int32(0).ShouldBe(7);
    }

    [Fact]
    public void A_file_that_is_no_database_is_an_error_that_names_it()
    {
        var file = Path.Combine(Folder.FullName, "notes.txt");
        File.WriteAllText(file, string.Concat(Enumerable.Repeat("not a database ", 1000)));
        Should.Throw<WarehouseQueryException>(() => DuckDbDatabase.Open(new DuckDbOptions { Path = file })).Message.ShouldContain("notes.txt");
    }

    [Fact]
    public void Settings_reach_the_engine_and_unknown_ones_are_refused()
    {
        using var database = DuckDbDatabase.Open(new DuckDbOptions { Settings = new Dictionary<string, string> { ["threads"] = "3" } });
        using var connection = database.Connect();
        using var result = connection.Query("SELECT current_setting('threads')::INTEGER, current_setting('autoinstall_known_extensions')", Cancellation);
        result.TryReadChunk(out var chunk).ShouldBeTrue();
        chunk.Column(0).Int32(0).ShouldBe(3);
        chunk.Column(1).Boolean(0).ShouldBeFalse();

        Should.Throw<WarehouseQueryException>(() =>
            DuckDbDatabase.Open(new DuckDbOptions { Settings = new Dictionary<string, string> { ["wings"] = "2" } })).EngineMessage.ShouldContain("wings");
    }

    [Fact]
    public void The_engine_is_the_version_that_the_declarations_are_for() => Database.EngineVersion.ShouldStartWith("v1.5.");
}
