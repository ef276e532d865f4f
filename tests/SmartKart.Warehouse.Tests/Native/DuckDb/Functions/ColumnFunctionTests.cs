using SmartKart.Warehouse.Native.DuckDb;
using SmartKart.Warehouse.Native.DuckDb.Appending;

namespace SmartKart.Warehouse.Tests.Native.DuckDb.Functions;

/// <summary>SQL calls what is computed here.</summary>
public sealed class ColumnFunctionTests : DuckDbTest
{
    [Fact]
    public void Each_row_has_the_result_of_its_argument_and_comes_once()
    {
        var rowsSeen = 0L;
        Connection.DefineFunction("twice", "BIGINT", "BIGINT", (argument, rows, result) =>
        {
            Interlocked.Add(ref rowsSeen, rows);
            for (var i = 0; i < rows; i++) result.Set(i, 2 * argument.Int64(i));
        });
        One("SELECT count(*) FROM (SELECT i, twice(i) AS double FROM range(300_000) t(i)) WHERE double = 2 * i", (column, row) => column.Int64(row)).ShouldBe(300_000);
        rowsSeen.ShouldBe(300_000);
    }

    [Fact]
    public void A_result_may_be_nested_and_may_be_NULL_and_the_parts_of_one_take_one_call()
    {
        var rowsSeen = 0L;
        Connection.DefineFunction("described", "BIGINT", "STRUCT(text VARCHAR, parts DOUBLE[])", (argument, rows, result) =>
        {
            Interlocked.Add(ref rowsSeen, rows);
            for (var i = 0; i < rows; i++)
            {
                var number = argument.Int64(i);
                if (number % 2 == 0) result.Children[0].SetNull(i);
                else result.Children[0].Set(i, $"the number {number}");
                for (var part = 0; part < number % 3; part++) result.Children[1].Children[0].Set(result.Children[1].AddElement(i), part + 0.5);
            }
        });
        using var rows = Query("SELECT i, d.text, d.parts::VARCHAR FROM (SELECT i, described(i) AS d FROM range(5_000) t(i))");
        var expected = 0L;
        while (rows.TryReadChunk(out var chunk))
        {
            for (var i = 0; i < chunk.RowCount; i++, expected++)
            {
                chunk.Column(0).Int64(i).ShouldBe(expected);
                (chunk.Column(1).IsNull(i) ? null : chunk.Column(1).String(i)).ShouldBe(expected % 2 == 0 ? null : $"the number {expected}");
                chunk.Column(2).String(i).ShouldBe((expected % 3) switch { 0 => "[]", 1 => "[0.5]", _ => "[0.5, 1.5]" });
            }
        }
        (expected, rowsSeen).ShouldBe((5_000, 5_000));
    }

    [Fact]
    public void What_a_NULL_gives_is_the_functions_to_say()
    {
        Connection.DefineFunction("but_one", "BIGINT", "BIGINT", (argument, rows, result) =>
        {
            for (var i = 0; i < rows; i++)
            {
                if (argument.IsNull(i)) result.Set(i, -1L);
                else if (argument.Int64(i) == 1) result.SetNull(i);
                else result.Set(i, argument.Int64(i));
            }
        });
        One("SELECT list(but_one(i) ORDER BY i NULLS LAST)::VARCHAR FROM (VALUES (1), (NULL), (2)) t(i)", (column, row) => column.String(row)).ShouldBe("[NULL, 2, -1]");
        One("SELECT but_one(NULL)", (column, row) => column.Int64(row)).ShouldBe(-1);
    }

    [Fact]
    public void What_it_throws_fails_the_query_with_its_message_and_the_connection_goes_on()
    {
        Connection.DefineFunction("failing", "BIGINT", "BIGINT", (_, _, _) => throw new InvalidOperationException("the kettle is dry"));
        Should.Throw<WarehouseQueryException>(() => Execute("CREATE TABLE t AS SELECT failing(i) FROM range(10) t(i)")).EngineMessage.ShouldContain("the kettle is dry");
        One("SELECT 1", (column, row) => column.Int32(row)).ShouldBe(1);
    }

    [Fact]
    public void Columns_are_over_when_it_returns()
    {
        (ColumnVector?, ColumnWriter?) kept = default;
        Connection.DefineFunction("keeping", "BIGINT", "BIGINT", (argument, rows, result) =>
        {
            kept = (argument, result);
            for (var i = 0; i < rows; i++) result.Set(i, 7L);
        });
        One("SELECT keeping(i) FROM range(1) t(i)", (column, row) => column.Int64(row)).ShouldBe(7);
        Should.Throw<ArgumentOutOfRangeException>(() => kept.Item1!.Int64(0));
        Should.Throw<ArgumentOutOfRangeException>(() => kept.Item2!.Set(0, 8L));
    }

    [Fact]
    public void Another_connection_to_the_database_has_it()
    {
        Connection.DefineFunction("three", "VARCHAR", "INTEGER", (_, rows, result) =>
        {
            for (var i = 0; i < rows; i++) result.Set(i, 3L);
        });
        using var other = Database.Connect();
        using var result = other.Query("SELECT three('a')", Cancellation);
        result.TryReadChunk(out var chunk).ShouldBeTrue();
        chunk!.Column(0).Int32(0).ShouldBe(3);
    }

    [Fact]
    public void A_type_that_there_is_not_and_one_that_cannot_be_written_are_refused()
    {
        static void Nothing(ColumnVector argument, int rows, ColumnWriter result) { }
        Should.Throw<WarehouseQueryException>(() => Connection.DefineFunction("f", "TEAPOT", "BIGINT", Nothing)).EngineMessage.ShouldContain("TEAPOT", Case.Insensitive);
        Should.Throw<WarehouseValueException>(() => Connection.DefineFunction("f", "BIGINT", "INTEGER[3]", Nothing)).Message.ShouldContain("INTEGER[3]");
    }
}
