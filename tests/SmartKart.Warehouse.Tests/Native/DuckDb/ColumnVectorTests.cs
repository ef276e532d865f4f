using System.Text;

namespace SmartKart.Warehouse.Tests.Native.DuckDb;

public sealed class ColumnVectorTests : DuckDbTest
{
    [Fact]
    public void Whole_numbers_are_read_at_both_ends_of_their_range()
    {
        One("SELECT (-128)::TINYINT", (c, r) => c.SByte(r)).ShouldBe(sbyte.MinValue);
        One("SELECT (-32768)::SMALLINT", (c, r) => c.Int16(r)).ShouldBe(short.MinValue);
        One("SELECT (-2147483648)::INTEGER", (c, r) => c.Int32(r)).ShouldBe(int.MinValue);
        One("SELECT (-9223372036854775808)::BIGINT", (c, r) => c.Int64(r)).ShouldBe(long.MinValue);
        One("SELECT 255::UTINYINT", (c, r) => c.Byte(r)).ShouldBe(byte.MaxValue);
        One("SELECT 65535::USMALLINT", (c, r) => c.UInt16(r)).ShouldBe(ushort.MaxValue);
        One("SELECT 4294967295::UINTEGER", (c, r) => c.UInt32(r)).ShouldBe(uint.MaxValue);
        One("SELECT 18446744073709551615::UBIGINT", (c, r) => c.UInt64(r)).ShouldBe(ulong.MaxValue);
        One("SELECT (-170141183460469231731687303715884105728)::HUGEINT", (c, r) => c.Int128(r)).ShouldBe(Int128.MinValue);
        One("SELECT 340282366920938463463374607431768211455::UHUGEINT", (c, r) => c.UInt128(r)).ShouldBe(UInt128.MaxValue);
    }

    [Fact]
    public void Booleans_and_floating_point_numbers_are_read_exactly()
    {
        One("SELECT true", (c, r) => c.Boolean(r)).ShouldBeTrue();
        One("SELECT false", (c, r) => c.Boolean(r)).ShouldBeFalse();
        One("SELECT 0.1::DOUBLE", (c, r) => c.Double(r)).ShouldBe(0.1);
        One("SELECT 0.1::FLOAT", (c, r) => c.Single(r)).ShouldBe(0.1f);
        One("SELECT 'nan'::DOUBLE", (c, r) => c.Double(r)).ShouldBe(double.NaN);
    }

    [Theory]
    [InlineData("-12.5", "DECIMAL(4,1)")]                                  // stored in 16 bits
    [InlineData("1234567.89", "DECIMAL(9,2)")]                             // in 32
    [InlineData("-1234567890123.4567", "DECIMAL(18,4)")]                   // in 64
    [InlineData("1234567890123456789012345.678", "DECIMAL(38,3)")]         // in 128
    [InlineData("-79228162514264337593543950335", "DECIMAL(38,0)")]        // the largest magnitude a decimal has
    public void A_decimal_of_every_storage_width_keeps_its_digits(string text, string type) =>
        One($"SELECT {text}::{type}", (c, r) => c.Decimal(r)).ShouldBe(decimal.Parse(text));

    [Fact]
    public void A_decimal_with_more_digits_than_dotnet_has_is_refused_with_the_cast_to_write() =>
        Should.Throw<WarehouseValueException>(() => One("SELECT 99999999999999999999999999999::DECIMAL(38,0) AS huge", (c, r) => c.Decimal(r)))
            .Message.ShouldContain("Column 'huge'");

    [Fact]
    public void Dates_and_times_are_read_from_the_first_year_to_the_last()
    {
        One("SELECT DATE '0001-01-01'", (c, r) => c.Date(r)).ShouldBe(DateOnly.MinValue);
        One("SELECT DATE '9999-12-31'", (c, r) => c.Date(r)).ShouldBe(DateOnly.MaxValue);
        One("SELECT TIME '23:59:59.999999'", (c, r) => c.Time(r)).ShouldBe(new TimeOnly(23, 59, 59, 999, 999));
        One("SELECT TIMESTAMP '0001-01-01 00:00:00'", (c, r) => c.Timestamp(r)).ShouldBe(DateTime.MinValue);
        One("SELECT TIMESTAMP '1969-12-31 23:59:59.999999'", (c, r) => c.Timestamp(r))
            .ShouldBe(DateTime.UnixEpoch.AddMicroseconds(-1));
        One("SELECT TIMESTAMP '2011-12-09 12:50:00'", (c, r) => c.Timestamp(r).Kind).ShouldBe(DateTimeKind.Unspecified);
    }

    [Theory]
    [InlineData("1969-07-20 20:17:40", "TIMESTAMP_S", 0)]
    [InlineData("1969-07-20 20:17:40.123", "TIMESTAMP_MS", 123_0000)]
    [InlineData("1969-07-20 20:17:40.123456", "TIMESTAMP", 123_4560)]
    [InlineData("1969-07-20 20:17:40.123456789", "TIMESTAMP_NS", 123_4567)]
    public void A_timestamp_of_every_precision_keeps_what_a_tick_can_hold(string text, string type, long ticks) =>
        One($"SELECT '{text}'::{type}", (c, r) => c.Timestamp(r)).ShouldBe(new DateTime(1969, 7, 20, 20, 17, 40).AddTicks(ticks));

    [Fact]
    public void A_timestamp_with_a_zone_is_an_instant_in_UTC() =>
        One("SELECT TIMESTAMP '2011-07-01 10:00:00' AT TIME ZONE 'Europe/London'", (c, r) => c.Instant(r))
            .ShouldBe(new DateTimeOffset(2011, 7, 1, 9, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("'infinity'::TIMESTAMP")]
    [InlineData("'-infinity'::TIMESTAMP")]
    [InlineData("TIMESTAMP '20000-01-01 00:00:00'")]
    [InlineData("TIMESTAMP '0044-03-15 (BC) 12:00:00'")]
    public void A_timestamp_that_dotnet_does_not_have_is_refused(string sql) =>
        Should.Throw<WarehouseValueException>(() => One($"SELECT {sql}", (c, r) => c.Timestamp(r)));

    [Fact]
    public void An_infinite_date_is_refused() =>
        Should.Throw<WarehouseValueException>(() => One("SELECT 'infinity'::DATE", (c, r) => c.Date(r)));

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("00112233-4455-6677-8899-aabbccddeeff")]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff")]
    public void A_uuid_is_read_in_the_order_of_its_text(string uuid) =>
        One($"SELECT '{uuid}'::UUID", (c, r) => c.Guid(r)).ShouldBe(Guid.Parse(uuid));

    [Theory]
    [InlineData("")]
    [InlineData("twelve bytes")]                       // the longest that stands in the vector itself
    [InlineData("thirteen byte")]                      // the shortest that is pointed to
    [InlineData("naïve café, 東京, 🛒")]
    public void Text_is_read_inline_and_by_pointer(string text)
    {
        One($"SELECT '{text}'", (c, r) => c.String(r)).ShouldBe(text);
        One($"SELECT '{text}'", (c, r) => c.Utf8(r).ToArray()).ShouldBe(Encoding.UTF8.GetBytes(text));
    }

    [Fact]
    public void A_very_long_text_is_read_whole() =>
        One("SELECT repeat('kart', 1000000)", (c, r) => c.String(r)).ShouldBe(string.Concat(Enumerable.Repeat("kart", 1_000_000)));

    [Fact]
    public void A_blob_keeps_its_zero_bytes() =>
        One(@"SELECT '\x00\x01\xFF\x00'::BLOB", (c, r) => c.Blob(r).ToArray()).ShouldBe([0, 1, 255, 0]);

    [Fact]
    public void A_null_says_so_and_is_never_a_value()
    {
        using var result = Query("SELECT CASE WHEN i % 3 = 0 THEN NULL ELSE i::INTEGER END AS n FROM range(200) t(i)");
        result.TryReadChunk(out var chunk).ShouldBeTrue();
        var column = chunk.Column(0);
        for (var row = 0; row < 200; row++)
        {
            column.IsNull(row).ShouldBe(row % 3 == 0);
            if (row % 3 != 0) column.Int32(row).ShouldBe(row);
        }
        Should.Throw<WarehouseValueException>(() => column.Int32(66)).Message.ShouldContain("'n' is NULL in row 66");
    }

    [Fact]
    public void A_column_read_as_another_type_is_refused_by_name() =>
        Should.Throw<WarehouseValueException>(() => One("SELECT 1::BIGINT AS total", (c, r) => c.Int32(r)))
            .Message.ShouldContain("Column 'total' is a BigInt, and was read as a Integer");

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void A_row_outside_the_chunk_is_refused(int row)
    {
        using var result = Query("SELECT * FROM range(3)");
        result.TryReadChunk(out var chunk).ShouldBeTrue();
        Should.Throw<ArgumentOutOfRangeException>(() => chunk.Column(0).Int64(row));
        Should.Throw<ArgumentOutOfRangeException>(() => chunk.Column(0).IsNull(row));
    }
}
