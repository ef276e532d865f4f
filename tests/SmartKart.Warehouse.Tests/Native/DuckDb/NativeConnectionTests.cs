using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Warehouse.Tests.Native.DuckDb;

public sealed class NativeConnectionTests : DuckDbTest
{
    public static TheoryData<object?, string> Parameters => new()
    {
        { null, "NULL" },
        { true, "true" },
        { -7, "-7" },
        { long.MinValue, "-9223372036854775808" },
        { 0.1, "0.1" },
        { 12345.6700m, "12345.6700" },
        { -79228162514264337593543950335m, "-79228162514264337593543950335" },
        { -0.0000000000000000000000000001m, "-0.0000000000000000000000000001" },
        { "it's; DROP TABLE naïve --", "it's; DROP TABLE naïve --" },
        { "", "" },
        { new byte[] { 0, 255 }, @"\x00\xFF" },
        { Array.Empty<byte>(), "" },
        { new DateOnly(1969, 12, 31), "1969-12-31" },
        { new DateTime(2011, 12, 9, 12, 50, 0).AddMicroseconds(1), "2011-12-09 12:50:00.000001" },
    };

    [Theory, MemberData(nameof(Parameters))]
    public void A_parameter_of_every_type_arrives_as_its_value(object? value, string text) =>
        One("SELECT coalesce($1::VARCHAR, 'NULL')", (c, r) => c.String(r), value).ShouldBe(text);

    [Fact]
    public void An_instant_arrives_as_its_moment_whatever_its_offset() =>
        One("SELECT $1", (c, r) => c.Instant(r), new DateTimeOffset(1969, 12, 31, 23, 0, 0, TimeSpan.FromHours(5)))
            .ShouldBe(new DateTimeOffset(1969, 12, 31, 18, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_value_of_another_type_is_refused_before_anything_runs()
    {
        Should.Throw<ArgumentException>(() => Execute("SELECT $1", new Version(1, 0))).Message.ShouldContain("System.Version");
        Should.Throw<ArgumentException>(() => Execute("SELECT $1", DateTime.UnixEpoch)).Message.ShouldContain("DateTimeOffset");
    }

    [Fact]
    public void Too_few_values_for_a_statement_are_refused() =>
        Should.Throw<WarehouseQueryException>(() => Query("SELECT $1, $2", 1))
            .EngineMessage.ShouldBe("The statement has 2 parameters, and 1 values were given");

    [Theory]
    [InlineData("SELEC 1", "syntax error")]
    [InlineData("SELECT nothing FROM nowhere", "nowhere does not exist")]
    [InlineData("SELECT 'kart'::INTEGER", "Could not convert string 'kart' to INT32")]
    public void An_error_carries_the_engines_message_and_the_SQL(string sql, string message)
    {
        var fault = Should.Throw<WarehouseQueryException>(() =>
        {
            using var result = Query(sql);
            result.TryReadChunk(out _);
        });
        fault.EngineMessage.ShouldContain(message, Case.Insensitive);
        fault.Message.ShouldEndWith(sql);
    }

    [Fact]
    public void A_connection_goes_on_after_an_error()
    {
        Should.Throw<WarehouseQueryException>(() => Execute("SELEC"));
        One("SELECT 1", (c, r) => c.Int32(r)).ShouldBe(1);
    }

    [Fact]
    public void Rows_changed_are_counted()
    {
        Execute("CREATE TABLE t (i INTEGER)").ShouldBe(0);
        Execute("INSERT INTO t SELECT * FROM range(3000)").ShouldBe(3000);
        Execute("DELETE FROM t WHERE i < $1", 10).ShouldBe(10);
    }

    [Fact]
    public void A_second_statement_while_a_result_is_open_is_refused()
    {
        using var open = Query("SELECT * FROM range(100000)");
        Should.Throw<InvalidOperationException>(() => Execute("SELECT 1")).Message.ShouldContain("Dispose that result");
        using var other = Database.Connect();
        other.Execute("SELECT 1", Cancellation).ShouldBe(0);
    }

    [Fact]
    public void Cancelling_interrupts_a_query_that_runs()
    {
        using var cancelling = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        Should.Throw<OperationCanceledException>(() => Connection.Execute(
            "SELECT count(*) FROM range(1000000) a(i), range(1000000) b(j) WHERE (i * j) % 7 = 3", cancelling.Token));
        One("SELECT 1", (c, r) => c.Int32(r)).ShouldBe(1);
    }

    [Fact]
    public void Cancelling_stops_a_result_that_is_being_read()
    {
        using var cancelling = new CancellationTokenSource();
        using (var result = Connection.Query("SELECT i FROM range(100000000) t(i)", cancelling.Token))
        {
            result.TryReadChunk(out _).ShouldBeTrue();
            cancelling.Cancel();
            Should.Throw<OperationCanceledException>(() => result.TryReadChunk(out _));
        }
        One("SELECT 1", (c, r) => c.Int32(r)).ShouldBe(1);
    }

    [Fact]
    public void A_token_cancelled_beforehand_runs_nothing()
    {
        Should.Throw<OperationCanceledException>(() => Connection.Execute("CREATE TABLE t (i INTEGER)", new CancellationToken(canceled: true)));
        One("SELECT count(*) FROM duckdb_tables()", (c, r) => c.Int64(r)).ShouldBe(0);
    }

    [Theory]
    [InlineData("012"), InlineData("021"), InlineData("102"), InlineData("120"), InlineData("201"), InlineData("210")]
    public void Database_connection_and_result_may_be_disposed_in_any_order(string order)
    {
        var database = DuckDbDatabase.Open();
        var connection = database.Connect();
        var result = connection.Query("SELECT i, repeat('x', 100) FROM range(100000) t(i)", Cancellation);
        result.TryReadChunk(out _).ShouldBeTrue();
        IDisposable[] owners = [database, connection, result];
        foreach (var place in order) owners[place - '0'].Dispose();
        foreach (var owner in owners) owner.Dispose();
        Should.Throw<ObjectDisposedException>(database.Connect);
    }
}
