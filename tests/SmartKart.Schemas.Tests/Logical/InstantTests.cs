namespace SmartKart.Schemas.Tests.Logical;

public sealed class InstantTests
{
    [Theory]
    [InlineData("date", "int", "1970-01-01", 0)]
    [InlineData("date", "int", "1969-12-31", -1)]
    [InlineData("date", "int", "0001-01-01", -719_162)]
    [InlineData("date", "int", "9999-12-31", 2_932_896)]
    [InlineData("time-millis", "int", "00:00:00", 0)]
    [InlineData("time-millis", "int", "23:59:59.999", 86_399_999)]
    [InlineData("time-micros", "long", "00:00:00.000001", 1)]
    [InlineData("time-micros", "long", "23:59:59.999999", 86_399_999_999)]
    [InlineData("timestamp-millis", "long", "1970-01-01T00:00:00Z", 0)]
    [InlineData("timestamp-millis", "long", "1969-12-31T23:59:59.999Z", -1)]
    [InlineData("timestamp-millis", "long", "0001-01-01T00:00:00Z", -62_135_596_800_000)]
    [InlineData("timestamp-millis", "long", "9999-12-31T23:59:59.999Z", 253_402_300_799_999)]
    [InlineData("timestamp-micros", "long", "1969-12-31T23:59:59.999999Z", -1)]
    [InlineData("timestamp-micros", "long", "0001-01-01T00:00:00Z", -62_135_596_800_000_000)]
    [InlineData("timestamp-micros", "long", "9999-12-31T23:59:59.999999Z", 253_402_300_799_999_999)]
    [InlineData("local-timestamp-millis", "long", "1969-12-31T23:59:59.999", -1)]
    [InlineData("local-timestamp-millis", "long", "9999-12-31T23:59:59.999", 253_402_300_799_999)]
    [InlineData("local-timestamp-micros", "long", "1970-01-01T00:00:00.000001", 1)]
    [InlineData("local-timestamp-micros", "long", "0001-01-01T00:00:00", -62_135_596_800_000_000)]
    public void An_instant_is_its_count_from_1970_or_midnight(string logical, string type, string text, long count)
    {
        var schema = Schema(logical, type);
        var value = Value(logical, text);
        var bytes = GenericWriter.Encode(AvroSchema.Parse("\"long\""), count);
        GenericWriter.Encode(schema, value).ShouldBe(bytes);
        GenericReader.Decode(schema, bytes).ShouldBe(value);
    }

    [Theory]
    [InlineData("timestamp-millis", "1969-12-31T23:59:59.9989999Z", -2)]
    [InlineData("timestamp-millis", "1970-01-01T00:00:00.0009999Z", 0)]
    [InlineData("timestamp-micros", "1969-12-31T23:59:59.9999999Z", -1)]
    [InlineData("timestamp-micros", "1969-12-31T23:59:59.9999990Z", -1)]
    [InlineData("timestamp-micros", "9999-12-31T23:59:59.9999999Z", 253_402_300_799_999_999)]
    [InlineData("local-timestamp-millis", "1969-12-31T23:59:59.9999999", -1)]
    [InlineData("local-timestamp-micros", "1969-12-31T23:59:59.9999991", -1)]
    [InlineData("time-millis", "23:59:59.9999999", 86_399_999)]
    [InlineData("time-micros", "23:59:59.9999999", 86_399_999_999)]
    public void What_is_finer_than_the_unit_is_cut_towards_the_past_also_before_1970(string logical, string text, long count) =>
        GenericWriter.Encode(Schema(logical, logical == "time-millis" ? "int" : "long"), Value(logical, text)).ShouldBe(GenericWriter.Encode(AvroSchema.Parse("\"long\""), count));

    [Fact]
    public void A_timestamp_is_an_instant_whatever_the_offset_it_was_given_in()
    {
        var schema = Schema("timestamp-micros", "long");
        var value = new DateTimeOffset(2026, 11, 21, 1, 0, 0, TimeSpan.FromHours(5.5));
        var read = (DateTimeOffset)GenericReader.Decode(schema, GenericWriter.Encode(schema, value))!;
        (read.UtcDateTime, read.Offset).ShouldBe((value.UtcDateTime, TimeSpan.Zero));
    }

    [Fact]
    public void A_local_timestamp_has_no_zone()
    {
        var schema = Schema("local-timestamp-millis", "long");
        var read = (DateTime)GenericReader.Decode(schema, GenericWriter.Encode(schema, new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc)))!;
        (read, read.Kind).ShouldBe((new DateTime(2026, 1, 2, 3, 4, 5), DateTimeKind.Unspecified));
    }

    [Theory]
    [InlineData("date", "int", -719_163)]
    [InlineData("date", "int", 2_932_897)]
    [InlineData("date", "int", int.MaxValue)]
    [InlineData("date", "int", int.MinValue)]
    [InlineData("time-millis", "int", -1)]
    [InlineData("time-millis", "int", 86_400_000)]
    [InlineData("time-micros", "long", -1)]
    [InlineData("time-micros", "long", 86_400_000_000)]
    [InlineData("timestamp-millis", "long", -62_135_596_800_001)]
    [InlineData("timestamp-millis", "long", 253_402_300_800_000)]
    [InlineData("timestamp-millis", "long", long.MaxValue)]
    [InlineData("timestamp-micros", "long", long.MinValue)]
    [InlineData("local-timestamp-millis", "long", long.MinValue)]
    [InlineData("local-timestamp-micros", "long", 253_402_300_800_000_000)]
    public void A_count_that_no_day_or_year_has_is_refused(string logical, string type, long count) =>
        Should.Throw<AvroDataException>(() => GenericReader.Decode(Schema(logical, type), GenericWriter.Encode(AvroSchema.Parse("\"long\""), count)))
            .Problem.ShouldStartWith($"a {logical} of {count}");

    private static AvroSchema Schema(string logical, string type) => AvroSchema.Parse($$"""{"type": "{{type}}", "logicalType": "{{logical}}"}""");

    private static object Value(string logical, string text)
    {
        var culture = System.Globalization.CultureInfo.InvariantCulture;
        return logical switch
        {
            "date" => DateOnly.Parse(text, culture),
            "time-millis" or "time-micros" => TimeOnly.Parse(text, culture),
            "timestamp-millis" or "timestamp-micros" => DateTimeOffset.Parse(text, culture),
            _ => DateTime.Parse(text, culture),
        };
    }
}
