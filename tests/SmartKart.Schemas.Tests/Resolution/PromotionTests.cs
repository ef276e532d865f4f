namespace SmartKart.Schemas.Tests.Resolution;

public sealed class PromotionTests
{
    [Theory]
    [InlineData("int", "long", -7, -7L)]
    [InlineData("int", "float", 16_777_217, 16_777_216f)]
    [InlineData("int", "double", -7, -7.0)]
    [InlineData("long", "float", 1L << 40, 1099511627776f)]
    [InlineData("long", "double", long.MinValue, -9223372036854775808.0)]
    [InlineData("float", "double", 0.1f, 0.10000000149011612)]
    [InlineData("string", "bytes", "\u00e9", new byte[] { 0xC3, 0xA9 })]
    [InlineData("bytes", "string", new byte[] { 0xC3, 0xA9 }, "\u00e9")]
    public void A_type_is_promoted_as_the_specification_says(string writer, string reader, object value, object expected)
    {
        Resolved.Value($"\"{writer}\"", $"\"{reader}\"", value).ShouldBe(expected);
        var list = (object?[])Resolved.Value($$"""{"type": "array", "items": "{{writer}}"}""", $$"""{"type": "array", "items": "{{reader}}"}""", new object?[] { value, value })!;
        list.Length.ShouldBe(2);
        list.ShouldAllBe(item => GenericValue.Same(item, expected));
        var map = (Dictionary<string, object?>)Resolved.Value($$"""{"type": "map", "values": "{{writer}}"}""", $$"""{"type": "map", "values": "{{reader}}"}""", new Dictionary<string, object?> { ["k"] = value })!;
        map["k"].ShouldBe(expected);
    }

    [Fact]
    public void No_other_type_is_promoted()
    {
        string[] types = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];
        string[] allowed = ["int long", "int float", "int double", "long float", "long double", "float double", "string bytes", "bytes string"];
        foreach (var writer in types)
        {
            foreach (var reader in types.Where(reader => reader != writer && !allowed.Contains($"{writer} {reader}")))
                Resolved.Refused($"\"{writer}\"", $"\"{reader}\"").Problem.ShouldBe($"the writer's '{writer}' is neither the reader's '{reader}' nor promoted to it.");
        }
    }

    [Fact]
    public void Bytes_that_are_no_text_are_refused_where_a_string_is_read() =>
        Should.Throw<AvroDataException>(() => Resolved.Value("\"bytes\"", "\"string\"", new byte[] { 0xFF })).Problem.ShouldContain("not valid UTF-8");

    [Theory]
    [InlineData("""{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}""", """{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 3}""")]
    [InlineData("""{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}""", """{"type": "bytes", "logicalType": "decimal", "precision": 10, "scale": 2}""")]
    [InlineData("""{"type": "long", "logicalType": "timestamp-millis"}""", """{"type": "long", "logicalType": "timestamp-micros"}""")]
    [InlineData("""{"type": "long", "logicalType": "timestamp-millis"}""", """{"type": "long", "logicalType": "local-timestamp-millis"}""")]
    [InlineData("""{"type": "int", "logicalType": "time-millis"}""", """{"type": "long", "logicalType": "time-micros"}""")]
    [InlineData("""{"type": "int", "logicalType": "date"}""", """{"type": "long", "logicalType": "timestamp-millis"}""")]
    public void Equal_bytes_of_different_meaning_are_refused_at_their_path(string writer, string reader)
    {
        var fault = Resolved.Refused(Resolved.Record(Resolved.Field("lines", $$"""{"type": "array", "items": {{writer}}}""")), Resolved.Record(Resolved.Field("lines", $$"""{"type": "array", "items": {{reader}}}""")));
        fault.Path.ShouldBe("R.lines[]");
        fault.Problem.ShouldContain("give the same bytes different meanings");
        Resolved.Refused(writer, $"[\"null\", {reader}]").Problem.ShouldContain("matches no branch");
    }

    [Theory]
    [InlineData("\"long\"", """{"type": "long", "logicalType": "timestamp-millis"}""")]
    [InlineData("""{"type": "long", "logicalType": "timestamp-millis"}""", "\"long\"")]
    [InlineData("""{"type": "long", "logicalType": "timestamp-nanos"}""", """{"type": "long", "logicalType": "timestamp-millis"}""")]
    public void A_logical_type_may_be_added_or_dropped(string writer, string reader) =>
        SchemaResolution.Between(AvroSchema.Parse(writer), AvroSchema.Parse(reader)).IsIdentity.ShouldBeTrue();
}
