using System.Data;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Warehouse.Tests.DuckDb;

public sealed class DuckDbConnectionTests : ConnectedTest
{
    [Fact]
    public void A_connection_is_closed_until_it_is_opened_and_says_when_that_changes()
    {
        using var connection = new DuckDbConnection();
        var changes = new List<(ConnectionState, ConnectionState)>();
        connection.StateChange += (_, change) => changes.Add((change.OriginalState, change.CurrentState));
        connection.State.ShouldBe(ConnectionState.Closed);
        connection.Open();
        connection.State.ShouldBe(ConnectionState.Open);
        connection.Close();
        connection.Close();
        changes.ShouldBe([(ConnectionState.Closed, ConnectionState.Open), (ConnectionState.Open, ConnectionState.Closed)]);
    }

    [Fact]
    public void A_closed_connection_refuses_everything_but_opening()
    {
        using var connection = new DuckDbConnection();
        Should.Throw<InvalidOperationException>(connection.BeginTransaction).Message.ShouldContain("closed");
        Should.Throw<InvalidOperationException>(() => connection.CreateCommand("SELECT 1").ExecuteScalar());
        Should.Throw<InvalidOperationException>(() => connection.CreateAppender("t"));
        Should.Throw<InvalidOperationException>(() => connection.ServerVersion);
        connection.Open();
        connection.CreateCommand("SELECT 1").ExecuteScalar().ShouldBe(1);
    }

    [Fact]
    public void An_open_connection_is_not_opened_again_and_keeps_its_string()
    {
        Should.Throw<InvalidOperationException>(Connection.Open);
        Should.Throw<InvalidOperationException>(() => Connection.ConnectionString = "Data Source=other.duckdb");
    }

    [Fact]
    public async Task A_connection_is_opened_and_closed_without_blocking()
    {
        await using var connection = new DuckDbConnection();
        await connection.OpenAsync(Cancellation);
        connection.State.ShouldBe(ConnectionState.Open);
        await connection.CloseAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => connection.OpenAsync(new CancellationToken(canceled: true)));
        connection.State.ShouldBe(ConnectionState.Closed);
    }

    [Fact]
    public void It_tells_what_it_is_connected_to()
    {
        Connection.DataSource.ShouldBe(":memory:");
        Connection.Database.ShouldBe("memory");
        Connection.ServerVersion.ShouldStartWith("v1.5.");
    }

    [Fact]
    public void Another_attached_database_can_be_made_the_one_in_use()
    {
        Execute("ATTACH ':memory:' AS \"a side\"");
        Connection.ChangeDatabase("a side");
        Connection.Database.ShouldBe("a side");
        Should.Throw<WarehouseQueryException>(() => Connection.ChangeDatabase("nowhere"));
    }

    [Fact]
    public void Connections_to_one_file_share_one_engine()
    {
        var file = $"Data Source={Path.Combine(Folder.FullName, "shared.duckdb")}";
        using var first = new DuckDbConnection(file);
        using var second = new DuckDbConnection(file);
        first.Open();
        second.Open();
        first.CreateCommand("CREATE TABLE t AS SELECT 7 AS i").ExecuteNonQuery();
        second.CreateCommand("SELECT i FROM t").ExecuteScalar().ShouldBe(7);
    }

    [Fact]
    public void A_file_that_is_open_is_not_opened_with_other_settings()
    {
        var file = $"Data Source={Path.Combine(Folder.FullName, "shared.duckdb")}";
        using var first = new DuckDbConnection(file);
        using var second = new DuckDbConnection($"{file};Threads=1");
        first.Open();
        Should.Throw<WarehouseQueryException>(second.Open).EngineMessage.ShouldContain("different configuration");
        second.State.ShouldBe(ConnectionState.Closed);
    }

    [Fact]
    public void A_database_in_memory_is_its_connections_own_unless_it_has_a_name()
    {
        Execute("CREATE TABLE t (i INTEGER)");
        using var stranger = new DuckDbConnection("Data Source=:memory:");
        stranger.Open();
        Should.Throw<WarehouseQueryException>(() => stranger.CreateCommand("FROM t").ExecuteNonQuery());

        using var first = new DuckDbConnection("Data Source=:memory:provider-tests");
        using var second = new DuckDbConnection("Data Source=:memory:provider-tests");
        first.Open();
        second.Open();
        first.CreateCommand("CREATE TABLE named AS SELECT 1 AS i").ExecuteNonQuery();
        second.CreateCommand("SELECT count(*) FROM named").ExecuteScalar().ShouldBe(1L);
    }

    [Fact]
    public void A_file_opened_to_be_read_is_not_written()
    {
        var path = Path.Combine(Folder.FullName, "kept.duckdb");
        using (var writer = new DuckDbConnection($"Data Source={path}"))
        {
            writer.Open();
            writer.CreateCommand("CREATE TABLE t AS SELECT 7 AS i").ExecuteNonQuery();
        }
        using var reader = new DuckDbConnection($"Data Source={path};Access Mode=ReadOnly");
        reader.Open();
        reader.CreateCommand("SELECT i FROM t").ExecuteScalar().ShouldBe(7);
        Should.Throw<WarehouseQueryException>(() => reader.CreateCommand("INSERT INTO t VALUES (8)").ExecuteNonQuery())
            .EngineMessage.ShouldContain("read-only");
    }

    [Fact]
    public void Settings_reach_the_engine()
    {
        using var connection = new DuckDbConnection($"Threads=3;Memory Limit=512MiB;Temp Directory={Folder.FullName}");
        connection.Open();
        connection.CreateCommand("SELECT current_setting('threads')::INTEGER").ExecuteScalar().ShouldBe(3);
        connection.CreateCommand("SELECT current_setting('memory_limit')").ExecuteScalar().ShouldBe("512.0 MiB");
        connection.CreateCommand("SELECT current_setting('temp_directory')").ExecuteScalar().ShouldBe(Folder.FullName);
    }

    [Fact]
    public void Closing_ends_an_open_reader()
    {
        var reader = Query("SELECT i FROM range(100000) t(i)");
        Connection.Close();
        reader.IsClosed.ShouldBeTrue();
        Should.Throw<InvalidOperationException>(() => reader.Read());
        reader.Dispose();
    }
}
