using SmartKart.Warehouse.BigQuery;

namespace SmartKart.Warehouse.Tests.BigQuery;

public class RowTests : BigQueryTest
{
    public static TheoryData<string, object> Values => new()
    {
        { "CAST(-9223372036854775808 AS INT64)", long.MinValue },
        { "CAST(0.1 AS FLOAT64)", 0.1 },
        { "CAST('NaN' AS FLOAT64)", double.NaN },
        { "CAST('infinity' AS FLOAT64)", double.PositiveInfinity },
        { "CAST('-infinity' AS FLOAT64)", double.NegativeInfinity },
        { "CAST('1234567890123456789.123456789' AS NUMERIC)", 1234567890123456789.123456789m },
        { "true", true },
        { "'<tea & \"pot\"> ü 🫖'", "<tea & \"pot\"> ü 🫖" },
        { "from_hex('00FF7F')", new byte[] { 0, 255, 127 } },
        { "DATE '1969-12-31'", new DateOnly(1969, 12, 31) },
        { "TIME '23:59:59.999999'", new TimeOnly(23, 59, 59, 999, 999) },
        { "CAST('2026-11-21 12:30:00.000001' AS DATETIME)", new DateTime(2026, 11, 21, 12, 30, 0).AddMicroseconds(1) },
        { "CAST('2026-11-21 12:30:00.000001+02' AS TIMESTAMP)", new DateTimeOffset(2026, 11, 21, 10, 30, 0, TimeSpan.Zero).AddMicroseconds(1) },
        { "CAST('1905-01-01 00:00:00+00' AS TIMESTAMP)", new DateTimeOffset(1905, 1, 1, 0, 0, 0, TimeSpan.Zero) },
    };

    [Theory, MemberData(nameof(Values))]
    public async Task A_value_comes_as_its_type(string sql, object expected)
    {
        await using var rows = await Client.QueryAsync($"SELECT {sql} AS value, NULL AS nothing", null, Cancellation);
        (await rows.ReadAsync(Cancellation)).ShouldBeTrue();
        rows.GetValue(0).ShouldBe(expected);
        rows.GetFieldType(0).ShouldBe(expected.GetType());
        rows.IsDBNull(0).ShouldBeFalse();
        rows.IsDBNull(1).ShouldBeTrue();
        rows.GetValue(1).ShouldBe(DBNull.Value);
    }

    [Fact]
    public async Task Structs_and_arrays_are_read_in_place()
    {
        const string Sql = """
            SELECT [1, 2, 3] AS numbers,
                   {'name': 'tea', 'tags': ['green', 'loose']} AS product,
                   [{'id': 1, 'at': DATE '2026-11-21'}, {'id': 2, 'at': NULL}] AS sales,
                   CAST([] AS VARCHAR[]) AS nothing
            """;
        await using var rows = await Client.QueryAsync(Sql, null, Cancellation);
        (await rows.ReadAsync(Cancellation)).ShouldBeTrue();
        var row = rows.Row;
        row.GetArray<long>(0).ShouldBe([1, 2, 3]);
        row.Get<BigQueryRow>(1).Get<string>(0).ShouldBe("tea");
        row.Get<BigQueryRow>(1).GetArray<string>(1).ShouldBe(["green", "loose"]);
        var sales = row.GetArray<BigQueryRow>(2);
        sales.Select(sale => sale.Get<long>(0)).ShouldBe([1, 2]);
        sales[0].Get<DateOnly>(1).ShouldBe(new DateOnly(2026, 11, 21));
        sales[1].IsNull(1).ShouldBeTrue();
        row.GetArray<string>(3).ShouldBeEmpty();
        rows.GetDataTypeName(2).ShouldBe("ARRAY<STRUCT<`id` INT64, `at` DATE>>");
        rows.GetFieldValue<long[]>(0).ShouldBe([1, 2, 3]);
        ((Dictionary<string, object?>[])rows.GetValue(2))[1]["at"].ShouldBeNull();
    }

    [Fact]
    public async Task A_wrong_type_and_a_null_name_the_column_and_the_remedy()
    {
        await using var rows = await Client.QueryAsync(
            "SELECT 'tea' AS product, CAST(NULL AS INT64) AS sold, CAST(3000000000 AS INT64) AS many", null, Cancellation);
        (await rows.ReadAsync(Cancellation)).ShouldBeTrue();
        Should.Throw<InvalidCastException>(() => rows.GetInt64(0)).Message.ShouldContain("product is STRING");
        Should.Throw<InvalidCastException>(() => rows.GetInt64(1)).Message.ShouldContain("sold is NULL");
        Should.Throw<WarehouseValueException>(() => rows.GetInt32(2)).Message.ShouldContain("many");
        Should.Throw<IndexOutOfRangeException>(() => rows.GetOrdinal("price")).Message.ShouldContain("product, sold, many");
        rows.GetOrdinal("SOLD").ShouldBe(1);
    }

    [Fact]
    public async Task An_instant_is_read_as_microseconds_without_a_box()
    {
        await using var rows = await Client.QueryAsync("SELECT CAST('2026-11-21 00:00:00.000007+00' AS TIMESTAMP) AS at", null, Cancellation);
        (await rows.ReadAsync(Cancellation)).ShouldBeTrue();
        rows.Row.GetMicroseconds(0).ShouldBe(new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() * 1000 + 7);
    }

    [Fact]
    public async Task Reading_numbers_allocates_nothing_per_row()
    {
        const int Rows = 5_000;
        await using var rows = await Client.QueryAsync($"SELECT i AS a, i / 2 AS b, CAST(i AS NUMERIC) AS c FROM range({Rows}) t(i)", null, Cancellation);
        (await rows.ReadAsync(Cancellation)).ShouldBeTrue();
        Sum();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var sum = 0.0;
        for (var row = 1; row < Rows; row++)
        {
            if (!rows.Read()) break;
            sum += Sum();
        }
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(Rows);      // a box alone is 24 bytes
        sum.ShouldBe(Rows / 2.0 * (Rows - 1) * 2.5);

        double Sum() => rows.GetInt64(0) + rows.GetDouble(1) + (double)rows.GetDecimal(2);
    }
}
