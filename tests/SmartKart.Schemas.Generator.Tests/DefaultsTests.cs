namespace SmartKart.Schemas.Generator.Tests;

public sealed class DefaultsTests
{
    private const string Point = """{"type": "record", "name": "Point", "fields": [{"name": "x", "type": "int"}, {"name": "y", "type": "int", "default": 9}]}""";

    [Theory]
    [InlineData("\"null\"", "null", "default(AvroNull)")]
    [InlineData("\"boolean\"", "true", "true")]
    [InlineData("\"int\"", "-2147483648", "int.MinValue")]
    [InlineData("\"long\"", "-9223372036854775808", "long.MinValue")]
    [InlineData("\"float\"", "1", "1f")]
    [InlineData("\"float\"", "-1.5E+3", "-1500f")]
    [InlineData("\"double\"", "1e300", "1e300")]
    [InlineData("\"double\"", "123456789012345678901", "123456789012345678901d")]
    [InlineData("\"string\"", "\"q\\\"\\\\\\n\\u00e9\\u2028\\ud83c\\udf75{}\"", "\"q\\\"\\\\\\n\\u00e9\\u2028\\U0001F375{}\"")]
    [InlineData("""{"type": "enum", "name": "E", "symbols": ["A", "ON_HOLD"]}""", "\"ON_HOLD\"", "T.E.OnHold")]
    [InlineData("""["null", "int"]""", "null", "(int?)null")]
    [InlineData("""["int", "null"]""", "5", "(int?)5")]
    [InlineData("""["string", "null"]""", "\"a\"", "\"a\"")]
    [InlineData("""["null", "int", "string"]""", "null", "(T.SampleIt?)null")]
    [InlineData("""["int", "string"]""", "5", "new T.SampleIt.OfInt(5)")]
    [InlineData("""["string", "null", "int"]""", "\"a\"", "new T.SampleIt.OfString(\"a\")")]
    [InlineData(Point, """{"x": 1}""", "new T.Point { X = 1, Y = 9 }")]
    [InlineData("""{"type": "int", "logicalType": "date"}""", "-1", "new DateOnly(1969, 12, 31)")]
    [InlineData("""{"type": "int", "logicalType": "time-millis"}""", "86399999", "new TimeOnly(23, 59, 59, 999)")]
    [InlineData("""{"type": "long", "logicalType": "time-micros"}""", "86399999999", "new TimeOnly(23, 59, 59, 999, 999)")]
    [InlineData("""{"type": "long", "logicalType": "timestamp-millis"}""", "-62135596800000", "DateTimeOffset.MinValue")]
    [InlineData("""{"type": "long", "logicalType": "timestamp-micros"}""", "1", "DateTimeOffset.UnixEpoch.AddMicroseconds(1)")]
    [InlineData("""{"type": "long", "logicalType": "local-timestamp-millis"}""", "-1", "new DateTime(1969, 12, 31, 23, 59, 59, 999)")]
    [InlineData("""{"type": "long", "logicalType": "local-timestamp-micros"}""", "0", "new DateTime(1970, 1, 1)")]
    [InlineData("""{"type": "string", "logicalType": "uuid"}""", "\"2F1D0B9E-58A4-4C5F-9A57-2A6E3C1B7D80\"", "Guid.Parse(\"2f1d0b9e-58a4-4c5f-9a57-2a6e3c1b7d80\")")]
    [InlineData("""{"type": "bytes", "logicalType": "decimal", "precision": 6, "scale": 2}""", "\"\\u00ff\\u007f\"", "-1.29m")]
    [InlineData("""{"type": "bytes", "logicalType": "decimal", "precision": 6, "scale": 2}""", "\"\\u0005\"", "0.05m")]
    [InlineData("""{"type": "bytes", "logicalType": "decimal", "precision": 6}""", "\"\"", "0m")]
    [InlineData("""{"type": "fixed", "name": "M", "size": 4, "logicalType": "decimal", "precision": 6}""", "\"\\u0000\\u0000\\u0001\\u0000\"", "256m")]
    [InlineData("""{"type": "bytes", "logicalType": "decimal", "precision": 40, "scale": 1}""", "\"\\u00ff\"", "new AvroDecimal(-1, 1)")]
    [InlineData("""{"type": "fixed", "name": "D", "size": 12, "logicalType": "duration"}""",
        "\"\\u0001\\u0000\\u0000\\u0000\\u0002\\u0000\\u0000\\u0000\\u00ff\\u00ff\\u00ff\\u00ff\"", "new AvroDuration(1, 2, uint.MaxValue)")]
    public void A_default_is_what_the_property_holds_where_nobody_sets_it(string schema, string json, string expected) =>
        Sample(schema, json).Run($"return EqualityComparer<object>.Default.Equals(new T.Sample().It, {expected});").ShouldBe(true);

    [Theory]
    [InlineData("\"bytes\"", "\"\\u0000\\u00ff\"", "Convert.ToHexString(it.It.Span)", "00FF")]
    [InlineData("""["bytes", "null"]""", "\"\\u0007\"", "Convert.ToHexString(it.It!.Value.Span)", "07")]
    [InlineData("""{"type": "fixed", "name": "F", "size": 2}""", "\"\\u0001\\u00fe\"", "Convert.ToHexString(it.It.Span)", "01FE")]
    [InlineData("""{"type": "array", "items": "int"}""", "[]", "it.It.Length", 0)]
    [InlineData("""{"type": "array", "items": ["null", "int"]}""", "[null, null]", "it.It.Length", 2)]
    [InlineData("""{"type": "array", "items": {"type": "array", "items": "string"}}""", """[["a"], []]""", "it.It[0][0]", "a")]
    [InlineData("""{"type": "map", "values": "int"}""", "{}", "it.It.Count", 0)]
    [InlineData("""{"type": "map", "values": {"type": "map", "values": ["long", "null"]}}""", """{"a": {"\"": 7}}""", "(int)it.It[\"a\"][\"\\\"\"]!", 7)]
    [InlineData("""{"type": "array", "items": """ + Point + "}", """[{"x": 1}, {"x": 2, "y": 3}]""", "it.It[0].Y + it.It[1].Y", 12)]
    public void A_default_that_holds_others_is_built_of_them(string schema, string json, string expression, object expected) =>
        Sample(schema, json).Run($"var it = new T.Sample(); return {expression};").ShouldBe(expected);

    [Theory]
    [InlineData("\"int\"", "-7")]
    [InlineData("""["string", "null", "int"]""", "\"a\"")]
    [InlineData("""{"type": "map", "values": {"type": "array", "items": "bytes"}}""", """{"a": ["\u00ff"]}""")]
    [InlineData(Point, """{"x": 1}""")]
    [InlineData("""{"type": "bytes", "logicalType": "decimal", "precision": 6, "scale": 2}""", "\"\\u00ff\\u007f\"")]
    public void The_initialiser_and_the_resolved_default_are_one(string schema, string json) =>
        Sample(schema, json).Run("""
            var older = AvroSchema.Parse("{\"type\": \"record\", \"name\": \"t.Sample\", \"fields\": []}");
            return RecordDecoder<T.Sample>.For(older).Decode([]) == new T.Sample();
            """).ShouldBe(true);

    [Fact]
    public void A_field_without_a_default_is_required() =>
        Generation.Of("""{"type": "record", "name": "t.R", "fields": [{"name": "f", "type": ["null", "int"]}]}""").Source("T.R.g.cs").ShouldContain("public required int? F { get; init; }");

    [Theory]
    [InlineData("""{"type": "string", "logicalType": "uuid"}""", "\"no\"")]
    [InlineData("""{"type": "int", "logicalType": "date"}""", "2147483647")]
    [InlineData("""{"type": "int", "logicalType": "date"}""", "-719163")]
    [InlineData("""{"type": "int", "logicalType": "time-millis"}""", "86400000")]
    [InlineData("""{"type": "long", "logicalType": "time-micros"}""", "-1")]
    [InlineData("""{"type": "long", "logicalType": "timestamp-millis"}""", "9223372036854775807")]
    [InlineData("""{"type": "long", "logicalType": "timestamp-micros"}""", "-62135596800000001")]
    [InlineData("""{"type": "long", "logicalType": "local-timestamp-micros"}""", "253402300800000000")]
    [InlineData("""{"type": "bytes", "logicalType": "decimal", "precision": 2}""", "\"\\u0064\"")]
    public void A_default_beyond_its_logical_type_is_an_error_at_the_default(string schema, string json)
    {
        var problem = Sample(schema, json).Problems.Single();
        problem.Id.ShouldBe("AVRO002");
        problem.Location.GetLineSpan().StartLinePosition.Line.ShouldBe(1);
    }

    private static Generation Sample(string schema, string json) =>
        Generation.Of($$"""
            {"type": "record", "name": "t.Sample", "fields": [{"name": "it", "type": {{schema}}, "default":
            {{json}}}]}
            """);
}
