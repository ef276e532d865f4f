using System.Data;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Warehouse.Tests.DuckDb;

public sealed class DuckDbTransactionTests : ConnectedTest
{
    public DuckDbTransactionTests() => Execute("CREATE TABLE t (i INTEGER UNIQUE)");

    [Fact]
    public void What_is_committed_stays_and_what_is_rolled_back_does_not()
    {
        using (var transaction = Connection.BeginTransaction())
        {
            Execute("INSERT INTO t VALUES (1)");
            transaction.Commit();
        }
        using (var transaction = Connection.BeginTransaction())
        {
            Execute("INSERT INTO t VALUES (2)");
            transaction.Rollback();
        }
        using (Connection.BeginTransaction()) Execute("INSERT INTO t VALUES (3)"); // disposed without either
        Scalar("SELECT list(i)::VARCHAR FROM t").ShouldBe("[1]");
    }

    [Fact]
    public void A_transaction_ends_once()
    {
        var transaction = Connection.BeginTransaction();
        transaction.Connection.ShouldBeSameAs(Connection);
        transaction.Commit();
        transaction.Connection.ShouldBeNull();
        Should.Throw<InvalidOperationException>(transaction.Commit).Message.ShouldContain("over");
        Should.Throw<InvalidOperationException>(transaction.Rollback);
        transaction.Dispose();
    }

    [Fact]
    public void A_connection_has_one_transaction_at_a_time()
    {
        using (Connection.BeginTransaction())
            Should.Throw<InvalidOperationException>(Connection.BeginTransaction).Message.ShouldContain("already");
        Connection.BeginTransaction().Dispose();
    }

    [Fact]
    public void Closing_the_connection_rolls_back()
    {
        var file = $"Data Source={Path.Combine(Folder.FullName, "t.duckdb")}";
        using var connection = new DuckDbConnection(file);
        connection.Open();
        connection.CreateCommand("CREATE TABLE t (i INTEGER)").ExecuteNonQuery();
        var transaction = connection.BeginTransaction();
        connection.CreateCommand("INSERT INTO t VALUES (1)").ExecuteNonQuery();
        connection.Close();
        Should.Throw<InvalidOperationException>(transaction.Commit);
        connection.Open();
        connection.CreateCommand("SELECT count(*) FROM t").ExecuteScalar().ShouldBe(0L);
    }

    [Fact]
    public void Other_connections_see_a_snapshot()
    {
        using var first = new DuckDbConnection("Data Source=:memory:snapshots");
        using var second = new DuckDbConnection("Data Source=:memory:snapshots");
        first.Open();
        second.Open();
        first.CreateCommand("CREATE TABLE t AS SELECT 1 AS i").ExecuteNonQuery();
        using var transaction = first.BeginTransaction();
        transaction.IsolationLevel.ShouldBe(IsolationLevel.Snapshot);
        first.CreateCommand("UPDATE t SET i = 2").ExecuteNonQuery();
        second.CreateCommand("SELECT i FROM t").ExecuteScalar().ShouldBe(1);
        var conflict = Should.Throw<WarehouseQueryException>(() => second.CreateCommand("UPDATE t SET i = 3").ExecuteNonQuery());
        (conflict.Kind, conflict.IsTransient).ShouldBe((EngineErrorKind.Transaction, true));
        conflict.Message.ShouldContain("run it again");
        transaction.Commit();
        second.CreateCommand("SELECT i FROM t").ExecuteScalar().ShouldBe(2);
    }

    [Fact]
    public void A_level_that_DuckDB_lacks_is_refused_and_weaker_ones_are_given_more()
    {
        Should.Throw<NotSupportedException>(() => Connection.BeginTransaction(IsolationLevel.Serializable)).Message.ShouldContain("snapshots");
        using var transaction = ((System.Data.Common.DbConnection)Connection).BeginTransaction(IsolationLevel.ReadCommitted);
        transaction.IsolationLevel.ShouldBe(IsolationLevel.Snapshot);
    }

    [Fact]
    public void A_commands_transaction_must_be_the_connections()
    {
        using var command = Connection.CreateCommand("SELECT 1");
        using (var transaction = Connection.BeginTransaction())
        {
            command.Transaction = transaction;
            command.ExecuteScalar().ShouldBe(1);
        }
        Should.Throw<InvalidOperationException>(() => command.ExecuteScalar()).Message.ShouldContain("transaction");
        command.Transaction = null;
        command.ExecuteScalar().ShouldBe(1);
    }

    [Fact]
    public void A_transaction_waits_for_its_reader()
    {
        using var transaction = Connection.BeginTransaction();
        using (Query("FROM range(100000)")) Should.Throw<InvalidOperationException>(transaction.Commit);
        transaction.Commit();
    }

    [Fact]
    public async Task A_transaction_is_committed_without_blocking()
    {
        await using var transaction = await ((System.Data.Common.DbConnection)Connection).BeginTransactionAsync(Cancellation);
        Execute("INSERT INTO t VALUES (1)");
        await transaction.CommitAsync(Cancellation);
        Scalar("SELECT count(*) FROM t").ShouldBe(1L);
    }
}
