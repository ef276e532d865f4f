using System.Data;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Warehouse.Tests.DuckDb;

public sealed class DuckDbDataReaderTests : ConnectedTest
{
    [Fact]
    public void Rows_are_read_in_order_over_many_chunks()
    {
        using var reader = Query("SELECT i::INTEGER, 'row ' || i FROM range(10000) t(i)");
        reader.HasRows.ShouldBeTrue();
        for (var i = 0; i < 10_000; i++)
        {
            reader.Read().ShouldBeTrue();
            if (reader.GetInt32(0) != i) reader.GetInt32(0).ShouldBe(i);
            if (reader.GetString(1) is var text && text != $"row {i}") text.ShouldBe($"row {i}");
        }
        reader.Read().ShouldBeFalse();
        reader.Read().ShouldBeFalse();
    }

    [Fact]
    public void A_value_is_read_only_while_there_is_a_row()
    {
        using var reader = Query("SELECT 1");
        Should.Throw<InvalidOperationException>(() => reader.GetInt32(0)).Message.ShouldContain("Call Read");
        reader.Read().ShouldBeTrue();
        reader.GetInt32(0).ShouldBe(1);
        reader.Read().ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => reader.GetValue(0)).Message.ShouldContain("no rows left");
        Should.Throw<InvalidOperationException>(() => reader.IsDBNull(0));
    }

    [Fact]
    public void A_closed_reader_says_so()
    {
        var reader = Query("SELECT 1");
        reader.Read().ShouldBeTrue();
        reader.Close();
        reader.IsClosed.ShouldBeTrue();
        reader.RecordsAffected.ShouldBe(-1);
        Action[] uses =
        [
            () => reader.Read(), () => reader.NextResult(), () => reader.GetInt32(0), () => reader.GetName(0), () => _ = reader.FieldCount,
            () => _ = reader.HasRows, () => reader.GetSchemaTable(), () => reader.GetValues(new object[1]), () => reader.GetOrdinal("a"),
        ];
        foreach (var use in uses) Should.Throw<InvalidOperationException>(use).Message.ShouldContain("closed");
        reader.Dispose();
    }

    [Fact]
    public void Columns_are_known_before_the_first_row_and_where_there_is_none()
    {
        using var reader = Query("SELECT 1 AS a, 'x' AS \"the b\" WHERE false");
        reader.HasRows.ShouldBeFalse();
        (reader.FieldCount, reader.GetName(1), reader.GetFieldType(0), reader.GetDataTypeName(1)).ShouldBe((2, "the b", typeof(int), "VARCHAR"));
        reader.Read().ShouldBeFalse();
        reader.GetName(0).ShouldBe("a");
    }

    [Fact]
    public void A_reader_of_no_result_has_no_columns()
    {
        using var reader = Query("CREATE TABLE t (i INTEGER)");
        (reader.FieldCount, reader.HasRows, reader.Read(), reader.NextResult()).ShouldBe((0, false, false, false));
    }

    [Fact]
    public void A_column_is_found_by_its_name_exactly_before_any_case()
    {
        using var reader = Query("SELECT 1 AS a, 2 AS \"A_\", 3 AS \"a_\"");
        reader.GetOrdinal("A").ShouldBe(0);
        reader.GetOrdinal("a_").ShouldBe(2);
        Should.Throw<IndexOutOfRangeException>(() => reader.GetOrdinal("b")).Message.ShouldContain("a, A_, a_");
        Should.Throw<IndexOutOfRangeException>(() => reader.GetName(3));
        Should.Throw<IndexOutOfRangeException>(() => reader.GetName(-1));
        reader.Read().ShouldBeTrue();
        reader["A_"].ShouldBe(2);
    }

    [Fact]
    public void A_null_is_DBNull_and_no_typed_value()
    {
        using var reader = Query("SELECT NULL::INTEGER AS n, NULL::VARCHAR, NULL::INTEGER[]");
        reader.Read().ShouldBeTrue();
        reader.IsDBNull(0).ShouldBeTrue();
        reader.GetValue(0).ShouldBe(DBNull.Value);
        reader.GetFieldValue<object>(0).ShouldBe(DBNull.Value);
        reader.GetFieldValue<int?>(0).ShouldBeNull();
        Should.Throw<InvalidCastException>(() => reader.GetInt32(0)).Message.ShouldContain("'n' is NULL");
        Should.Throw<InvalidCastException>(() => reader.GetString(1));
        Should.Throw<InvalidCastException>(() => reader.GetFieldValue<int[]>(2));
    }

    [Fact]
    public void A_whole_number_is_read_as_any_type_that_holds_it()
    {
        using var reader = Query("SELECT 200::BIGINT AS n, 200::UTINYINT, 200::HUGEINT");
        reader.Read().ShouldBeTrue();
        for (var i = 0; i < 3; i++)
        {
            (reader.GetByte(i), reader.GetInt16(i), reader.GetInt32(i), reader.GetInt64(i), reader.GetDecimal(i))
                .ShouldBe(((byte)200, (short)200, 200, 200L, 200m));
            reader.GetFieldValue<UInt128>(i).ShouldBe((UInt128)200);
        }
        Should.Throw<WarehouseValueException>(() => reader.GetFieldValue<sbyte>(0)).Message.ShouldContain("Column 'n', a BIGINT");
    }

    [Fact]
    public void A_getter_of_another_type_is_refused_with_the_type_to_ask_for()
    {
        using var reader = Query("SELECT 1.5::DOUBLE AS price, 'x', DATE '2026-01-02'");
        reader.Read().ShouldBeTrue();
        Should.Throw<InvalidCastException>(() => reader.GetInt32(0)).Message.ShouldContain("Column 'price' is a DOUBLE");
        Should.Throw<InvalidCastException>(() => reader.GetFloat(0));
        Should.Throw<InvalidCastException>(() => reader.GetDouble(1));
        Should.Throw<InvalidCastException>(() => reader.GetString(0)).Message.ShouldContain("Double");
        Should.Throw<InvalidCastException>(() => reader.GetFieldValue<Version>(1));
        reader.GetDateTime(2).ShouldBe(new DateTime(2026, 1, 2));
    }

    [Fact]
    public void Bytes_and_characters_are_read_in_parts()
    {
        using var reader = Query(@"SELECT '\x00\x01\x02\x03\x04'::BLOB, 'naïve', 'n'");
        reader.Read().ShouldBeTrue();
        reader.GetBytes(0, 0, null, 0, 0).ShouldBe(5);
        var bytes = new byte[4];
        reader.GetBytes(0, 3, bytes, 1, 3).ShouldBe(2);
        bytes.ShouldBe([0, 3, 4, 0]);
        var characters = new char[3];
        reader.GetChars(1, 1, characters, 0, 3).ShouldBe(3);
        new string(characters).ShouldBe("aïv");
        reader.GetChar(2).ShouldBe('n');
        Should.Throw<InvalidCastException>(() => reader.GetChar(1));
        using var stream = reader.GetStream(0);
        stream.Length.ShouldBe(5);
    }

    [Fact]
    public void A_row_is_taken_as_objects()
    {
        using var reader = Query("SELECT 1, NULL, 'x'");
        reader.Read().ShouldBeTrue();
        var (few, many) = (new object[2], new object[4]);
        reader.GetValues(few).ShouldBe(2);
        reader.GetValues(many).ShouldBe(3);
        few.ShouldBe([1, DBNull.Value]);
        many.ShouldBe([1, DBNull.Value, "x", null!]);
    }

    [Fact]
    public void Rows_are_enumerated_and_load_into_a_table()
    {
        using (var reader = Query("SELECT * FROM range(3)")) reader.Cast<IDataRecord>().Select(row => row.GetInt64(0)).ShouldBe([0, 1, 2]);
        using var table = new DataTable();
        using (var reader = Query("SELECT i::INTEGER AS id, CASE WHEN i = 1 THEN NULL ELSE 'x' END AS name FROM range(3) t(i)")) table.Load(reader);
        table.Rows.Count.ShouldBe(3);
        table.Rows[1]["name"].ShouldBe(DBNull.Value);
        table.Rows[2]["id"].ShouldBe(2);
    }

    [Fact]
    public void A_failure_after_the_first_rows_is_an_error_and_not_the_end()
    {
        Execute("SET threads = 1");
        using var reader = Query("SELECT CASE WHEN i = 1500000 THEN error('row 1500000 is bad') ELSE i END FROM range(2000000) t(i)");
        Should.Throw<WarehouseQueryException>(() =>
        {
            while (reader.Read()) { }
        }).EngineMessage.ShouldContain("row 1500000 is bad");
    }

    [Fact]
    public async Task Cancelling_a_read_stops_the_query()
    {
        await using (var reader = Query("SELECT i FROM range(100000000) t(i)"))
        {
            (await reader.ReadAsync(Cancellation)).ShouldBeTrue();
            await Should.ThrowAsync<OperationCanceledException>(() => reader.ReadAsync(new CancellationToken(canceled: true)));
        }
        Scalar("SELECT 1").ShouldBe(1);
    }

    [Fact]
    public void A_reader_may_close_its_connection_with_itself()
    {
        using var connection = new DuckDbConnection();
        connection.Open();
        using (var reader = ((System.Data.Common.DbCommand)connection.CreateCommand("SELECT 1")).ExecuteReader(CommandBehavior.CloseConnection)) reader.Read();
        connection.State.ShouldBe(ConnectionState.Closed);
    }
}
