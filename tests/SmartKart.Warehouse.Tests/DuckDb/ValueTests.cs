using SmartKart.Warehouse.Native.DuckDb;

namespace SmartKart.Warehouse.Tests.DuckDb;

public sealed class ValueTests : ConnectedTest
{
    public static TheoryData<object, string> Values => new()
    {
        { true, "BOOLEAN" },
        { sbyte.MinValue, "TINYINT" }, { short.MinValue, "SMALLINT" }, { int.MinValue, "INTEGER" }, { long.MinValue, "BIGINT" },
        { byte.MaxValue, "UTINYINT" }, { ushort.MaxValue, "USMALLINT" }, { uint.MaxValue, "UINTEGER" }, { ulong.MaxValue, "UBIGINT" },
        { Int128.MinValue, "HUGEINT" }, { UInt128.MaxValue, "UHUGEINT" },
        { float.Epsilon, "FLOAT" }, { double.MaxValue, "DOUBLE" }, { double.NegativeInfinity, "DOUBLE" },
        { 1234567890.1234m, "DECIMAL(18,4)" }, { -0.01m, "DECIMAL(4,2)" },
        { "naïve café, 東京, 🛒", "VARCHAR" }, { "", "VARCHAR" }, { "with\0zero", "VARCHAR" },
        { new byte[] { 0, 255, 0 }, "BLOB" }, { Array.Empty<byte>(), "BLOB" },
        { Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), "UUID" }, { Guid.Parse("ffffffff-ffff-ffff-ffff-ffffffffffff"), "UUID" },
        { DateOnly.MinValue, "DATE" }, { DateOnly.MaxValue, "DATE" }, { new TimeOnly(23, 59, 59, 999, 999), "TIME" },
        { new DateTime(1969, 7, 20, 20, 17, 40, 123, 456), "TIMESTAMP" },
        { new DateTime(1969, 7, 20, 20, 17, 40), "TIMESTAMP_S" }, { new DateTime(1969, 7, 20, 20, 17, 40, 123), "TIMESTAMP_MS" },
        { new DateTime(1969, 7, 20, 20, 17, 40, 123, 456), "TIMESTAMP_NS" },
        { new DateTimeOffset(2011, 7, 1, 9, 0, 0, TimeSpan.Zero), "TIMESTAMP WITH TIME ZONE" },
        { new DuckDbInterval(14, -3, 1_000_001), "INTERVAL" },
    };

    [Theory, MemberData(nameof(Values))]
    public void A_value_of_every_type_comes_back_as_it_went(object value, string type)
    {
        using var reader = Query($"SELECT $1::{type}", value);
        reader.GetDataTypeName(0).ShouldBe(type);
        reader.GetFieldType(0).ShouldBe(value.GetType());
        reader.Read().ShouldBeTrue();
        reader.GetValue(0).ShouldBe(value);
    }

    [Theory, MemberData(nameof(Values))]
    public void A_parameter_without_a_cast_has_the_type_of_its_value(object value, string type)
    {
        if (value is DateTime && type != "TIMESTAMP") return; // a DateTime is to the microsecond, unless it is cast
        Scalar("SELECT $1", value).ShouldBe(value);
    }

    [Fact]
    public void A_time_span_is_an_interval_and_back()
    {
        One<TimeSpan>("SELECT $1", TimeSpan.FromHours(-30)).ShouldBe(TimeSpan.FromHours(-30));
        One<TimeSpan>("SELECT TIME '01:02:03'").ShouldBe(new TimeSpan(1, 2, 3));
        One<DuckDbInterval>("SELECT INTERVAL '1 year 2 days 3 hours'").ShouldBe(new DuckDbInterval(12, 2, 10_800_000_000));
        Should.Throw<WarehouseValueException>(() => One<TimeSpan>("SELECT INTERVAL '1 month'")).Message.ShouldContain("1 months");
    }

    [Fact]
    public void A_decimal_of_38_digits_is_read_as_far_as_dotnet_has_them()
    {
        One<decimal>("SELECT 79228162514264337593543950335::DECIMAL(38,0)").ShouldBe(decimal.MaxValue);
        Should.Throw<WarehouseValueException>(() => One<decimal>("SELECT 12345678901234567890123456789012345678::DECIMAL(38,0) AS huge"))
            .Message.ShouldContain("'huge'");
    }

    [Fact]
    public void An_instant_is_read_as_a_time_in_UTC_too()
    {
        var read = One<DateTime>("SELECT $1", new DateTimeOffset(2026, 1, 1, 1, 0, 0, TimeSpan.FromHours(2)));
        (read, read.Kind).ShouldBe((new DateTime(2025, 12, 31, 23, 0, 0), DateTimeKind.Utc));
    }

    [Fact]
    public void Infinity_is_no_time_that_dotnet_has() =>
        Should.Throw<WarehouseValueException>(() => One<DateTime>("SELECT 'infinity'::TIMESTAMP"));

    [Fact]
    public void An_enum_is_its_text()
    {
        Execute("CREATE TYPE mood AS ENUM ('sad', 'ok', 'glad')");
        One<string>("SELECT 'glad'::mood").ShouldBe("glad");
        using var reader = Query("SELECT (['sad', 'ok', 'glad'])[1 + i % 3]::mood FROM range(5000) t(i)");
        for (var i = 0; reader.Read(); i++)
            if (reader.GetString(0) != (i % 3) switch { 0 => "sad", 1 => "ok", _ => "glad" }) Assert.Fail($"row {i} is {reader.GetString(0)}");
    }

    [Fact]
    public void A_list_goes_as_a_parameter()
    {
        One<int[]>("SELECT $1", new[] { 3, 1, 2 }).ShouldBe([3, 1, 2]);
        One<List<string?>>("SELECT $1", new List<string?> { "a", null }).ShouldBe(["a", null]);
        One<double[]>("SELECT $1", Array.Empty<double>()).ShouldBeEmpty();
        One<Guid[]>("SELECT $1", (object)new[] { Guid.Parse("00112233-4455-6677-8899-aabbccddeeff") }).Length.ShouldBe(1);
        One<decimal[]>("SELECT $1", (object)new[] { 1.5m, 0.0001m }).ShouldBe([1.5m, 0.0001m]);
        One<byte[][]>("SELECT $1", (object)new byte[][] { [1, 2], [] }).ShouldBe([[1, 2], []]);
        Scalar("SELECT count(*) FROM range(100) t(i) WHERE list_contains($1, i)", new long[] { 1, 50, 200 }).ShouldBe(2L);
        Should.Throw<ArgumentException>(() => Scalar("SELECT $1", new List<Version>())).Message.ShouldContain("no type in DuckDB");
    }

    [Theory]
    [InlineData("SELECT '101'::BIT"), InlineData("SELECT TIMETZ '12:00:00+01'")]
    public void A_type_that_is_not_read_says_what_to_write(string sql)
    {
        using var reader = Query(sql);
        reader.Read().ShouldBeTrue();
        reader.GetFieldType(0).ShouldBe(typeof(object));
        Should.Throw<InvalidCastException>(() => reader.GetValue(0)).Message.ShouldContain("VARCHAR");
        Should.Throw<InvalidCastException>(() => reader.GetString(0));
    }
}
