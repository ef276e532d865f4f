using System.Data;
using System.Data.Common;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Warehouse.Tests.DuckDb;

public sealed class DuckDbCommandTests : ConnectedTest
{
    private const string Endless = "SELECT count(*) FROM range(1000000) a(i), range(1000000) b(j) WHERE (a.i * b.j) % 7 = 3";

    [Fact]
    public void A_scalar_is_the_first_column_of_the_first_row()
    {
        Scalar("SELECT 1, 2 UNION ALL SELECT 3, 4").ShouldBe(1);
        Scalar("SELECT NULL::INTEGER").ShouldBe(DBNull.Value);
        Scalar("SELECT 1 WHERE false").ShouldBeNull();
        Scalar("CREATE TABLE t (i INTEGER)").ShouldBeNull();
    }

    [Fact]
    public void Rows_changed_are_counted_over_all_statements()
    {
        Execute("CREATE TABLE t (i INTEGER)").ShouldBe(-1);
        Execute("SELECT 1").ShouldBe(-1);
        Execute("INSERT INTO t SELECT * FROM range(3000)").ShouldBe(3000);
        Execute("DELETE FROM t WHERE i < $1; INSERT INTO t VALUES (0), (1); SELECT 7", 10).ShouldBe(12);
        Execute("UPDATE t SET i = 5 WHERE i < 0").ShouldBe(0);
    }

    [Fact]
    public void Statements_run_in_turn_and_each_result_is_read()
    {
        using var reader = Query("CREATE TABLE t (i INTEGER); INSERT INTO t VALUES (1), (2); SELECT i FROM t ORDER BY i; DELETE FROM t; SELECT 'end'");
        reader.RecordsAffected.ShouldBe(2);
        reader.Read().ShouldBeTrue();
        reader.GetInt32(0).ShouldBe(1);
        reader.NextResult().ShouldBeTrue();
        reader.RecordsAffected.ShouldBe(4);
        reader.Read().ShouldBeTrue();
        reader.GetString(0).ShouldBe("end");
        reader.Read().ShouldBeFalse();
        reader.NextResult().ShouldBeFalse();
    }

    [Fact]
    public void Closing_a_reader_early_runs_the_statements_that_are_left()
    {
        Execute("CREATE TABLE t (i INTEGER)");
        using (var reader = Query("SELECT * FROM range(100000); INSERT INTO t VALUES (1)")) reader.Read().ShouldBeTrue();
        Scalar("SELECT count(*) FROM t").ShouldBe(1L);
        Scalar("SELECT 1; INSERT INTO t VALUES (2)").ShouldBe(1);
        Scalar("SELECT count(*) FROM t").ShouldBe(2L);
    }

    [Fact]
    public void What_follows_a_statement_that_fails_is_not_run()
    {
        Execute("CREATE TABLE t (i INTEGER)");
        Should.Throw<WarehouseQueryException>(() => Execute("INSERT INTO t VALUES (1); SELECT * FROM nowhere; INSERT INTO t VALUES (2)"))
            .EngineMessage.ShouldContain("nowhere");
        Scalar("SELECT count(*) FROM t").ShouldBe(1L);
        using (var reader = Query("SELECT 1; SELECT * FROM nowhere; INSERT INTO t VALUES (2)"))
            Should.Throw<WarehouseQueryException>(() => reader.NextResult());
        Scalar("SELECT count(*) FROM t").ShouldBe(1L);
    }

    [Fact]
    public void A_text_of_comments_runs_nothing() => Execute("-- nothing to do\n/* here */").ShouldBe(-1);

    [Fact]
    public void Rows_that_an_insert_returns_are_a_result()
    {
        Execute("CREATE TABLE t (i INTEGER)");
        using (var reader = Query("INSERT INTO t VALUES (1), (2) RETURNING i * 10"))
        {
            reader.Read().ShouldBeTrue();
            reader.GetInt32(0).ShouldBe(10);
        }
        Scalar("SELECT count(*) FROM t").ShouldBe(2L);
    }

    [Fact]
    public void Parameters_go_by_place()
    {
        Scalar("SELECT $2::VARCHAR || $1::VARCHAR", "a", "b").ShouldBe("ba");
        Scalar("SELECT ?::VARCHAR || ?::VARCHAR", "a", "b").ShouldBe("ab");
        Scalar("SELECT $1::INTEGER + $1::INTEGER", 21).ShouldBe(42);
    }

    [Fact]
    public void Places_are_counted_in_each_statement_anew_and_without_gaps()
    {
        Execute("CREATE TABLE t (i INTEGER); INSERT INTO t VALUES ($1), ($2); INSERT INTO t VALUES (?)", 1, 2).ShouldBe(3);
        Scalar("SELECT sum(i)::INTEGER FROM t").ShouldBe(4);
        Should.Throw<WarehouseQueryException>(() => Execute("INSERT INTO t VALUES ($2)", 1, 2)).Message.ShouldContain("from $1 without gaps");
    }

    [Theory]
    [InlineData("name"), InlineData("$name"), InlineData("@name"), InlineData("NAME")]
    public void Parameters_go_by_name_with_or_without_its_mark(string name)
    {
        using var command = Connection.CreateCommand("SELECT $other::VARCHAR || $name::VARCHAR || $name::VARCHAR");
        command.Parameters.AddWithValue(name, "n");
        command.Parameters.AddWithValue("other", "o");
        command.ExecuteScalar().ShouldBe("onn");
    }

    [Fact]
    public void A_parameter_without_a_value_or_a_value_without_a_parameter_is_named()
    {
        Should.Throw<InvalidOperationException>(() => Scalar("SELECT $1, $2", 1)).Message.ShouldContain("$2");
        Should.Throw<InvalidOperationException>(() => Scalar("SELECT $1", 1, 2)).Message.ShouldContain("1 parameters, and 2 values");
        using var command = Connection.CreateCommand("SELECT $price");
        command.Parameters.AddWithValue("prize", 1);
        Should.Throw<InvalidOperationException>(() => command.ExecuteScalar()).Message.ShouldContain("$price");
    }

    [Fact]
    public void Parameters_are_a_collection_by_place_and_name()
    {
        using var command = Connection.CreateCommand("");
        var first = command.Parameters.AddWithValue("a", 1);
        command.Parameters.Add(new DuckDbParameter("b", 2)).ShouldBe(1);
        command.Parameters["$A"].ShouldBeSameAs(first);
        command.Parameters.Contains("c").ShouldBeFalse();
        Should.Throw<ArgumentOutOfRangeException>(() => command.Parameters["c"]).Message.ShouldContain("'a', 'b'");
        command.Parameters.RemoveAt("a");
        command.Parameters.Count.ShouldBe(1);
        command.Parameters[0].Value.ShouldBe(2);
        Should.Throw<NotSupportedException>(() => first.Direction = ParameterDirection.Output);
    }

    [Fact]
    public void A_prepared_command_runs_again_with_other_values_and_another_text()
    {
        using var command = Connection.CreateCommand("SELECT $1::INTEGER * 2");
        var parameter = (DuckDbParameter)command.CreateParameter();
        command.Parameters.Add(parameter);
        command.Prepare();
        for (var i = 0; i < 3; i++)
        {
            parameter.Value = i;
            command.ExecuteScalar().ShouldBe(i * 2);
        }
        command.CommandText = "SELECT $1::INTEGER * 3";
        command.ExecuteScalar().ShouldBe(6);
    }

    [Fact]
    public void Preparing_refuses_what_cannot_run()
    {
        using var command = Connection.CreateCommand("SELECT * FROM nowhere");
        Should.Throw<WarehouseQueryException>(command.Prepare).Kind.ShouldBe(EngineErrorKind.Catalog);
    }

    [Fact]
    public void A_command_without_text_or_connection_says_so()
    {
        Should.Throw<InvalidOperationException>(() => new DuckDbCommand("SELECT 1").ExecuteScalar()).Message.ShouldContain("connection");
        Should.Throw<InvalidOperationException>(() => Connection.CreateCommand("").ExecuteScalar()).Message.ShouldContain("text");
        Should.Throw<NotSupportedException>(() => Connection.CreateCommand().CommandType = CommandType.StoredProcedure);
        Should.Throw<ArgumentOutOfRangeException>(() => Connection.CreateCommand().CommandTimeout = -1);
    }

    [Fact]
    public void A_second_command_while_a_reader_is_open_is_refused()
    {
        using var reader = Query("SELECT * FROM range(100000)");
        Should.Throw<InvalidOperationException>(() => Scalar("SELECT 1")).Message.ShouldContain("reader");
    }

    [Fact]
    public void A_command_that_outlasts_its_timeout_is_interrupted_and_the_connection_goes_on()
    {
        using var command = Connection.CreateCommand(Endless);
        command.CommandTimeout = 1;
        var fault = Should.Throw<WarehouseTimeoutException>(() => command.ExecuteScalar());
        fault.Message.ShouldContain("CommandTimeout");
        fault.Sql.ShouldBe(Endless);
        Scalar("SELECT 1").ShouldBe(1);
    }

    [Fact]
    public async Task Cancelling_the_token_interrupts_a_command_that_runs()
    {
        await using var command = Connection.CreateCommand(Endless);
        using var cancelling = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        (await Should.ThrowAsync<OperationCanceledException>(() => command.ExecuteScalarAsync(cancelling.Token))).CancellationToken.ShouldBe(cancelling.Token);
        Scalar("SELECT 1").ShouldBe(1);
    }

    [Fact]
    public async Task Cancelling_the_token_interrupts_the_statements_after_a_scalar_too()
    {
        await using var command = Connection.CreateCommand($"SELECT 1; {Endless}");
        using var cancelling = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Should.ThrowAsync<OperationCanceledException>(() => command.ExecuteScalarAsync(cancelling.Token));
        Scalar("SELECT 1").ShouldBe(1);
    }

    [Fact]
    public async Task Cancel_interrupts_a_command_from_another_thread()
    {
        await using var command = Connection.CreateCommand(Endless);
        var running = Task.Run(() => command.ExecuteScalar(), Cancellation);
        while (!running.IsCompleted)
        {
            command.Cancel();
            await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(10), Cancellation));
        }
        await Should.ThrowAsync<OperationCanceledException>(() => running);
        Scalar("SELECT 1").ShouldBe(1);
    }

    [Fact]
    public async Task Commands_run_without_blocking()
    {
        await using var command = Connection.CreateCommand("SELECT i::INTEGER FROM range(10000) t(i); SELECT 'end'");
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        var rows = 0;
        while (await reader.ReadAsync(Cancellation)) reader.GetInt32(0).ShouldBe(rows++);
        rows.ShouldBe(10_000);
        (await reader.NextResultAsync(Cancellation)).ShouldBeTrue();
        (await reader.ReadAsync(Cancellation)).ShouldBeTrue();
        (await reader.GetFieldValueAsync<string>(0, Cancellation)).ShouldBe("end");
    }

    [Fact]
    public async Task A_token_cancelled_beforehand_runs_nothing()
    {
        await using var command = Connection.CreateCommand("CREATE TABLE t (i INTEGER)");
        await Should.ThrowAsync<OperationCanceledException>(() => command.ExecuteNonQueryAsync(new CancellationToken(canceled: true)));
        Scalar("SELECT count(*) FROM duckdb_tables()").ShouldBe(0L);
    }

    [Fact]
    public void An_error_is_a_DbException_with_its_kind_its_reason_and_the_SQL()
    {
        var fault = Should.Throw<WarehouseQueryException>(() => Scalar("SELECT 'kart'::INTEGER"));
        fault.ShouldBeAssignableTo<DbException>();
        fault.Kind.ShouldBe(EngineErrorKind.Conversion);
        fault.ErrorCode.ShouldBe(2);
        fault.Message.ShouldContain("Could not convert string 'kart'");
        fault.Message.ShouldContain("try_cast");
        fault.Message.ShouldEndWith("SELECT 'kart'::INTEGER");
        Should.Throw<WarehouseQueryException>(() => Scalar("SELEC 1")).Kind.ShouldBe(EngineErrorKind.Parser);
    }

    [Fact]
    public void Chunks_are_read_in_place_with_parameters()
    {
        using var command = Command("SELECT i AS n FROM range($1) t(i)", 5000L);
        using var result = command.ExecuteChunks(Cancellation);
        var sum = 0L;
        while (result.TryReadChunk(out var chunk))
            foreach (var n in chunk.Column(0).Values<long>()) sum += n;
        sum.ShouldBe(4999L * 5000 / 2);
    }

    [Fact]
    public void Chunks_are_refused_where_there_are_none()
    {
        using var two = Command("SELECT 1; SELECT 2");
        Should.Throw<InvalidOperationException>(() => two.ExecuteChunks(Cancellation));
        using var none = Command("CREATE TABLE t (i INTEGER)");
        Should.Throw<InvalidOperationException>(() => none.ExecuteChunks(Cancellation)).Message.ShouldContain("ExecuteNonQuery");
        Scalar("SELECT count(*) FROM t").ShouldBe(0L);
    }
}
