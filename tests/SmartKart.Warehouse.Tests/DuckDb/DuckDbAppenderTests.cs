using SmartKart.Warehouse.DuckDb;
using SmartKart.Warehouse.Native.DuckDb;
using SmartKart.Warehouse.Native.DuckDb.Appending;

namespace SmartKart.Warehouse.Tests.DuckDb;

public sealed class DuckDbAppenderTests : ConnectedTest
{
    [Fact]
    public void Rows_are_appended_over_many_chunks_and_none_is_lost()
    {
        Execute("CREATE TABLE t (i INTEGER, name VARCHAR)");
        using (var appender = Connection.CreateAppender("t"))
        {
            for (var i = 0; i < 300_000; i++) appender.Append(i).Append(i % 3 == 0 ? null : $"the name of row {i}").EndRow();
            appender.RowCount.ShouldBe(300_000);
        }
        Scalar("SELECT count(*) FROM t").ShouldBe(300_000L);
        Scalar("SELECT count(*) FROM t WHERE name IS NOT DISTINCT FROM CASE WHEN i % 3 = 0 THEN NULL ELSE 'the name of row ' || i END").ShouldBe(300_000L);
        Scalar("SELECT count(DISTINCT i) FROM t").ShouldBe(300_000L);
    }

    [Fact]
    public void Columns_are_filled_in_place_by_chunks()
    {
        Execute("CREATE TABLE t (id BIGINT, price DOUBLE, day DATE, name VARCHAR)");
        using (var appender = Connection.CreateAppender("t"))
            for (var first = 0; first < 10_000; first += 2000)
            {
                var chunk = appender.BeginChunk();
                var ids = chunk.Column(0).Values<long>();
                var prices = chunk.Column(1).Values<double>();
                for (var row = 0; row < 2000; row++)
                {
                    ids[row] = first + row;
                    prices[row] = row / 4.0;
                    if (row % 2 == 0) chunk.Column(2).SetNull(row);
                    chunk.Column(3).Set(row, $"n{first + row}");
                }
                appender.EndChunk(2000);
            }
        Scalar("SELECT count(*) FROM t WHERE name = 'n' || id AND price = (id % 2000) / 4 AND (day IS NULL) = (id % 2 = 0)").ShouldBe(10_000L);
    }

    [Fact]
    public void What_is_not_written_to_is_zero_or_empty_and_never_an_earlier_chunks()
    {
        Execute("CREATE TABLE t (id BIGINT, name VARCHAR)");
        using (var appender = Connection.CreateAppender("t"))
        {
            var chunk = appender.BeginChunk();
            for (var row = 0; row < ChunkWriter.Capacity; row++) chunk.Column(1).Set(row, "a text of more than twelve bytes");
            appender.EndChunk(ChunkWriter.Capacity);
            appender.BeginChunk();
            appender.EndChunk(ChunkWriter.Capacity);
        }
        Scalar("SELECT count(*) FROM t WHERE id = 0 AND name = ''").ShouldBe((long)ChunkWriter.Capacity);
    }

    [Fact]
    public void Flushed_rows_are_in_the_table_and_the_rest_come_with_the_end()
    {
        Execute("CREATE TABLE t (i INTEGER)");
        using (var appender = Connection.CreateAppender("t"))
        {
            appender.Append(1).EndRow();
            Scalar("SELECT count(*) FROM t").ShouldBe(0L);
            appender.Flush();
            appender.FlushedRowCount.ShouldBe(1);
            Scalar("SELECT count(*) FROM t").ShouldBe(1L);
            appender.Append(2).EndRow();
        }
        Scalar("SELECT count(*) FROM t").ShouldBe(2L);
    }

    [Fact]
    public void A_row_that_is_begun_and_not_ended_is_an_error_and_costs_no_other()
    {
        Execute("CREATE TABLE t (i INTEGER, j INTEGER)");
        var appender = Connection.CreateAppender("t");
        appender.Append(1).Append(1).EndRow();
        appender.Append(2);
        Should.Throw<InvalidOperationException>(appender.EndRow).Message.ShouldContain("1 of 2 columns");
        Should.Throw<InvalidOperationException>(appender.Flush);
        Should.Throw<InvalidOperationException>(appender.BeginChunk);
        Should.Throw<InvalidOperationException>(appender.Dispose).Message.ShouldContain("Row 1 of the appender on \"t\"");
        appender.Dispose();
        Scalar("SELECT list(i)::VARCHAR FROM t").ShouldBe("[1]");
    }

    [Fact]
    public void A_value_too_many_is_refused()
    {
        Execute("CREATE TABLE t (i INTEGER)");
        using var appender = Connection.CreateAppender("t");
        appender.Append(1);
        Should.Throw<InvalidOperationException>(() => appender.Append(2)).Message.ShouldContain("EndRow");
        appender.EndRow();
    }

    [Fact]
    public void A_value_that_the_column_cannot_hold_names_column_and_row_and_may_be_replaced()
    {
        Execute("CREATE TABLE t (id BIGINT, quantity SMALLINT)");
        using (var appender = Connection.CreateAppender("t"))
        {
            for (var i = 0; i < 5000; i++) appender.Append(i).Append(i).EndRow();
            appender.Append(5000);
            var fault = Should.Throw<WarehouseValueException>(() => appender.Append(70_000));
            fault.Message.ShouldContain("Row 5000 of the appender, column 'quantity', a SMALLINT");
            fault.Message.ShouldContain("70000");
            appender.Append(7).EndRow();
            appender.Append(5001);
            Should.Throw<WarehouseValueException>(() => appender.Append("many"));
        } // the row that was given up is not written, and its error was thrown
        Scalar("SELECT count(*) FROM t").ShouldBe(5001L);
        Scalar("SELECT quantity FROM t WHERE id = 5000").ShouldBe((short)7);
    }

    [Theory]
    [InlineData("TINYINT", 128), InlineData("UTINYINT", -1), InlineData("USMALLINT", 65536), InlineData("UINTEGER", -1)]
    [InlineData("INTEGER", 1L + int.MaxValue), InlineData("UBIGINT", -1), InlineData("UHUGEINT", -1), InlineData("DECIMAL(4,2)", 100)]
    [InlineData("VARCHAR", 1), InlineData("DATE", 1), InlineData("BOOLEAN", 1)]
    public void A_whole_number_outside_the_columns_type_is_refused(string type, long value)
    {
        Execute($"CREATE TABLE t (c {type})");
        using var appender = Connection.CreateAppender("t");
        Should.Throw<WarehouseValueException>(() => appender.Append(value)).Message.ShouldContain("column 'c'");
    }

    [Fact]
    public void A_decimal_is_scaled_to_its_column_and_never_rounded()
    {
        Execute("CREATE TABLE t (c DECIMAL(18,4), wide DECIMAL(38,10))");
        using (var appender = Connection.CreateAppender("t"))
        {
            appender.Append(1.5m).Append(decimal.MaxValue / 100m).EndRow();
            appender.Append(-0.00010m).Append(7).EndRow();
            Should.Throw<WarehouseValueException>(() => appender.Append(0.00001m)).Message.ShouldContain("DECIMAL(18,4)");
            Should.Throw<WarehouseValueException>(() => appender.Append(100_000_000_000_000m));
            Should.Throw<WarehouseValueException>(() => appender.Append(Int128.MinValue));
        }
        Scalar("SELECT list(c)::VARCHAR FROM t").ShouldBe("[1.5000, -0.0001]");
        Scalar("SELECT min(wide)::VARCHAR FROM t").ShouldBe("7.0000000000");
    }

    [Theory]
    [InlineData("DECIMAL(38,0)", long.MinValue, "-9223372036854775808")]
    [InlineData("DECIMAL(19,0)", long.MaxValue, "9223372036854775807")]
    [InlineData("DECIMAL(18,0)", 999_999_999_999_999_999, "999999999999999999")]
    [InlineData("DECIMAL(18,4)", -99_999_999_999_999, "-99999999999999.0000")]
    [InlineData("DECIMAL(38,20)", 999_999_999_999_999_999, "999999999999999999.00000000000000000000")]
    [InlineData("DECIMAL(18,0)", 1_000_000_000_000_000_000, null)]
    [InlineData("DECIMAL(18,4)", -100_000_000_000_000, null)]
    [InlineData("DECIMAL(38,20)", -1_000_000_000_000_000_000, null)]
    [InlineData("DECIMAL(18,4)", long.MinValue, null)]
    public void A_whole_number_fits_a_decimal_to_its_last_digit_and_not_beyond(string type, long value, string? text)
    {
        Execute($"CREATE TABLE t (c {type})");
        using (var appender = Connection.CreateAppender("t"))
            if (text is null) Should.Throw<WarehouseValueException>(() => appender.Append(value));
            else appender.Append(value).EndRow();
        Scalar("SELECT max(c)::VARCHAR FROM t").ShouldBe((object?)text ?? DBNull.Value);
    }

    [Fact]
    public void Half_a_character_is_replaced_as_Unicode_says()
    {
        Execute("CREATE TABLE t (c VARCHAR)");
        using (var appender = Connection.CreateAppender("t")) appender.Append("a\uD83D").EndRow();
        Scalar("SELECT c FROM t").ShouldBe("a\uFFFD");
    }

    [Fact]
    public void An_enum_takes_its_own_texts_only()
    {
        Execute("CREATE TYPE mood AS ENUM ('sad', 'glad'); CREATE TABLE t (m mood)");
        using (var appender = Connection.CreateAppender("t"))
        {
            appender.Append("glad").EndRow();
            Should.Throw<WarehouseValueException>(() => appender.Append("angry")).Message.ShouldContain("angry");
            Should.Throw<WarehouseValueException>(() => appender.Append(0));
        }
        Scalar("SELECT m FROM t").ShouldBe("glad");
    }

    [Fact]
    public void Text_must_be_UTF8_and_a_wall_clock_without_a_zone()
    {
        Execute("CREATE TABLE t (c VARCHAR, seen_at TIMESTAMP)");
        using var appender = Connection.CreateAppender("t");
        Should.Throw<WarehouseValueException>(() => appender.Append([0xFF, 0xFE]));
        appender.Append("東京"u8);
        Should.Throw<WarehouseValueException>(() => appender.Append(DateTime.UnixEpoch)).Message.ShouldContain("Utc");
        appender.Append(new DateTime(2026, 1, 1)).EndRow();
    }

    [Fact]
    public void Some_columns_may_be_named_and_the_others_take_their_defaults()
    {
        Execute("CREATE SCHEMA s; CREATE TABLE s.\"a table\" (a INTEGER, b VARCHAR DEFAULT 'none', c INTEGER)");
        using (var appender = Connection.CreateAppender("a table", ["c", "a"], schema: "s"))
        {
            appender.Columns.Select(column => column.Name).ShouldBe(["c", "a"]);
            appender.Append(3).Append(1).EndRow();
        }
        using var reader = Query("FROM s.\"a table\"");
        reader.Read().ShouldBeTrue();
        (reader.GetInt32(0), reader.GetString(1), reader.GetInt32(2)).ShouldBe((1, "none", 3));
    }

    [Fact]
    public void A_table_or_column_that_is_not_there_is_named()
    {
        Execute("CREATE TABLE t (i INTEGER, list INTEGER[2])");
        Should.Throw<WarehouseQueryException>(() => Connection.CreateAppender("nowhere")).Message.ShouldContain("nowhere");
        Should.Throw<WarehouseAppendException>(() => Connection.CreateAppender("t", ["j"])).Message.ShouldContain("Column 'j'");
        Should.Throw<WarehouseAppendException>(() => Connection.CreateAppender("nowhere", ["j"])).Message.ShouldContain("nowhere");
        Should.Throw<WarehouseValueException>(() => Connection.CreateAppender("t")).Message.ShouldContain("Column 'list' is a INTEGER[2]");
    }

    [Fact]
    public void A_flush_that_fails_says_which_rows_are_not_in_the_table()
    {
        Execute("CREATE TABLE t (i INTEGER NOT NULL)");
        var appender = Connection.CreateAppender("t");
        for (var i = 0; i < 3000; i++) appender.Append(i).EndRow();
        appender.Flush();
        for (var i = 0; i < 3000; i++) appender.Append(i).EndRow();
        appender.AppendNull().EndRow();
        var fault = Should.Throw<WarehouseAppendException>(appender.Flush);
        fault.EngineMessage.ShouldContain("NOT NULL constraint failed: t.i");
        (fault.FirstRow, fault.EndRow, fault.Kind).ShouldBe((3000, 6001, EngineErrorKind.Constraint));
        fault.Message.ShouldContain("The rows 3000 to 6000 of the appender on \"t\"");
        Should.Throw<InvalidOperationException>(() => appender.Append(1)).Message.ShouldContain("failed");
        appender.Dispose();
        Scalar("SELECT count(*) FROM t").ShouldBe(3000L);
    }

    [Fact]
    public void A_disposal_that_cannot_write_throws()
    {
        Execute("CREATE TABLE t (i INTEGER PRIMARY KEY)");
        var appender = Connection.CreateAppender("t");
        appender.Append(1).EndRow();
        appender.Append(1).EndRow();
        Should.Throw<WarehouseAppendException>(appender.Dispose).EngineMessage.ShouldContain("uplicate");
        Scalar("SELECT count(*) FROM t").ShouldBe(0L);
    }

    [Fact]
    public void Within_a_transaction_it_is_all_or_nothing()
    {
        Execute("CREATE TABLE t (i INTEGER)");
        using (var transaction = Connection.BeginTransaction())
        {
            using (var appender = Connection.CreateAppender("t"))
                for (var i = 0; i < 200_000; i++) appender.Append(i).EndRow();
            Scalar("SELECT count(*) FROM t").ShouldBe(200_000L);
            transaction.Rollback();
        }
        Scalar("SELECT count(*) FROM t").ShouldBe(0L);
    }

    [Fact]
    public void Appending_waits_for_an_open_reader()
    {
        Execute("CREATE TABLE t (i INTEGER)");
        using var appender = Connection.CreateAppender("t");
        appender.Append(1).EndRow();
        using (Query("FROM range(100000)")) Should.Throw<InvalidOperationException>(appender.Flush);
        appender.Flush();
        Scalar("SELECT count(*) FROM t").ShouldBe(1L);
    }

    [Fact]
    public void Disposed_while_a_reader_is_open_it_says_which_rows_are_not_in_the_table()
    {
        Execute("CREATE TABLE t (i INTEGER)");
        var appender = Connection.CreateAppender("t");
        for (var i = 0; i < 3000; i++) appender.Append(i).EndRow();
        using (Query("FROM range(100000)")) Should.Throw<InvalidOperationException>(appender.Dispose).Message.ShouldContain("rows 0 to 2999");
        Scalar("SELECT count(*) FROM t").ShouldBe(0L);
    }

    [Fact]
    public void Nothing_is_allocated_per_row()
    {
        Execute("CREATE TABLE t (id BIGINT, price DECIMAL(18,4), name VARCHAR, seen_at TIMESTAMPTZ, tag UUID)");
        using var appender = Connection.CreateAppender("t");
        Rows(appender, 5000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Rows(appender, 20_000);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(20_000); // under a byte a row: nothing for a row, little for a chunk

        static void Rows(DuckDbAppender appender, int count)
        {
            for (var i = 0; i < count; i++)
                appender.Append(i).Append(1.25m).Append("a name of more than twelve bytes").Append(DateTimeOffset.UnixEpoch).Append(Guid.Empty).EndRow();
        }
    }

    [Fact]
    public void A_column_is_filled_as_what_it_stores_and_nothing_else()
    {
        Execute("CREATE TABLE t (i INTEGER, price DECIMAL(9,2))");
        using var appender = Connection.CreateAppender("t");
        var chunk = appender.BeginChunk();
        Should.Throw<WarehouseValueException>(() => chunk.Column(0).Values<long>()).Message.ShouldContain("Int32");
        Should.Throw<WarehouseValueException>(() => chunk.Column(1).Values<int>()).Message.ShouldContain("row by row");
        Should.Throw<ArgumentOutOfRangeException>(() => chunk.Column(0).Set(ChunkWriter.Capacity, 1));
        appender.EndChunk(0);
        appender.Dispose();
        Should.Throw<ObjectDisposedException>(() => chunk.Column(0).Set(0, 1));
        Should.Throw<ObjectDisposedException>(() => appender.Append(1));
        chunk.Column(0).LogicalType.Id.ShouldBe(DuckDbType.Integer);
    }
}
