using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Tests.Interop;

namespace SmartKart.Schemas.Tests.Generic;

public sealed class GenericJsonTests
{
    private const int Seed = 20261121;

    public static TheoryData<string> Topics => [.. EventSchemas.Shipped.ByTopic.Keys];

    [Theory, MemberData(nameof(Topics))]
    public void An_event_as_JSON_is_read_back_as_the_same_event(string topic)
    {
        var schema = EventSchemas.Shipped.ByTopic[topic];
        var values = new RandomValues(Seed);
        for (var n = 0; n < 50; n++)
        {
            var value = values.Record(schema);
            var json = GenericJsonWriter.ToText(schema, value);
            // Through bytes, which bring a decimal to its scale. As values, for a NaN has many bits and one text.
            GenericReader.Decode(schema, GenericWriter.Encode(schema, GenericJsonReader.Parse(schema, json))).ShouldBe(value, json);
        }
    }

    [Theory]
    [InlineData("\"null\"", "null")]
    [InlineData("\"boolean\"", "true")]
    [InlineData("\"int\"", "-2147483648")]
    [InlineData("\"long\"", "9223372036854775807")]
    [InlineData("\"float\"", "0.1")]
    [InlineData("\"double\"", "1E-300")]
    [InlineData("\"double\"", "\"-Infinity\"")]
    [InlineData("\"double\"", "\"NaN\"")]
    [InlineData("\"string\"", "\"<Grüße> 日本語\"")]
    [InlineData("\"bytes\"", "\"AAEC/w==\"")]
    [InlineData("""{"type":"fixed","name":"f","size":2}""", "\"AAE=\"")]
    [InlineData("""{"type":"enum","name":"e","symbols":["A","B"]}""", "\"B\"")]
    [InlineData("""{"type":"array","items":"int"}""", "[1,2]")]
    [InlineData("""{"type":"map","values":"int"}""", """{"a":1,"b c":2}""")]
    [InlineData("""["null","int"]""", "null")]
    [InlineData("""["null","int"]""", "7")]
    [InlineData("""["null","int","string"]""", """{"string":"7"}""")]
    [InlineData("""["null","int","string"]""", "null")]
    [InlineData("""{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}""", "\"12.50\"")]
    [InlineData("""{"type":"bytes","logicalType":"decimal","precision":40,"scale":3}""", "\"-1234567890123456789012345678901234567.890\"")]
    [InlineData("""{"type":"string","logicalType":"uuid"}""", "\"0198a6f0-6a3c-7a52-9d6e-2f1c3b4a5d6e\"")]
    [InlineData("""{"type":"int","logicalType":"date"}""", "\"2026-11-21\"")]
    [InlineData("""{"type":"int","logicalType":"time-millis"}""", "\"10:30:00.25\"")]
    [InlineData("""{"type":"long","logicalType":"timestamp-micros"}""", "\"2026-11-21T10:30:00.000001Z\"")]
    [InlineData("""{"type":"long","logicalType":"timestamp-millis"}""", "\"1969-12-31T23:59:59.999Z\"")]
    [InlineData("""{"type":"long","logicalType":"local-timestamp-millis"}""", "\"2026-11-21T10:30:00\"")]
    [InlineData("""{"type":"fixed","name":"d","size":12,"logicalType":"duration"}""", """{"months":1,"days":2,"milliseconds":3}""")]
    public void A_value_s_JSON_is_written_as_it_is_read(string schema, string json)
    {
        var parsed = AvroSchema.Parse(schema);

        GenericJsonWriter.ToText(parsed, GenericJsonReader.Parse(parsed, json)).ShouldBe(json);
    }

    [Theory]
    [InlineData("""["null","string"]""", """{"string":"x"}""", "\"x\"")]
    [InlineData("""{"type":"long","logicalType":"timestamp-micros"}""", "1795257000000001", "\"2026-11-21T10:30:00.000001Z\"")]
    [InlineData("""{"type":"long","logicalType":"timestamp-millis"}""", "\"2026-11-21T12:30:00+02:00\"", "\"2026-11-21T10:30:00Z\"")]
    [InlineData("""{"type":"int","logicalType":"date"}""", "-1", "\"1969-12-31\"")]
    [InlineData("""{"type":"bytes","logicalType":"decimal","precision":9,"scale":2}""", "12.5", "\"12.50\"")]
    [InlineData("""["null",{"type":"record","name":"n.r","fields":[{"name":"a","type":"int"}]}]""", """{"n.r":{"a":1}}""", """{"a":1}""")]
    [InlineData("""["null",{"type":"map","values":"int"}]""", """{"map":1}""", """{"map":1}""")]
    public void What_Avro_s_own_JSON_has_in_its_place_is_read_too(string schema, string json, string plain)
    {
        var parsed = AvroSchema.Parse(schema);

        // Through bytes, which bring a decimal to its scale.
        var value = GenericReader.Decode(parsed, GenericWriter.Encode(parsed, GenericJsonReader.Parse(parsed, json)));
        GenericJsonWriter.ToText(parsed, value).ShouldBe(plain);
    }

    private const string Line = """
        {"type":"record","name":"shop.Line","fields":[
          {"name":"product","type":"string"},
          {"name":"quantity","type":"int","default":1},
          {"name":"note","type":["null","string"],"default":null},
          {"name":"extra","type":["int","string"],"default":5}]}
        """;

    [Fact]
    public void An_absent_field_has_its_default()
    {
        var schema = AvroSchema.Parse(Line);

        GenericJsonWriter.ToText(schema, GenericJsonReader.Parse(schema, """{"product":"tea"}""")).ShouldBe("""{"product":"tea","quantity":1,"note":null,"extra":{"int":5}}""");
    }

    [Theory]
    [InlineData("""{"quantity":1}""", "product", "is missing and has no default. Give it string.")]
    [InlineData("""{"product":"tea","quantiti":1}""", "quantiti", "Did you mean 'quantity'?")]
    [InlineData("""{"product":7}""", "product", "7 is not a string.")]
    [InlineData("""{"product":"tea","quantity":2.5}""", "quantity", "2.5 is not a whole number of 32 bits.")]
    [InlineData("""{"product":"tea","extra":5}""", "extra", """may be of several types (int, string), so it says which: {"int": …}.""")]
    [InlineData("""["tea"]""", "", """["tea"] is not an object for the record shop.Line.""")]
    [InlineData("""{"product":""", "", "this is not JSON")]
    [InlineData("""{"product":"a","product":"b"}""", "", "this is not JSON")]
    public void What_does_not_fit_is_named_with_its_place_and_the_remedy(string json, string path, string problem)
    {
        var fault = Should.Throw<GenericJsonException>(() => GenericJsonReader.Parse(AvroSchema.Parse(Line), json));

        fault.Path.ShouldBe(path);
        fault.Message.ShouldContain(problem);
    }

    [Theory]
    [InlineData("""{"type":"enum","name":"e","symbols":["A","B"]}""", "\"C\"", "It has A, B.")]
    [InlineData("""{"type":"array","items":"int"}""", "[1,\"2\"]", "field '[]': \"2\" is not a whole number of 32 bits.")]
    [InlineData("\"float\"", "1e39", "1e39 is not a float.")]
    [InlineData("\"double\"", "1e400", "1e400 is not a double.")]
    [InlineData("\"bytes\"", "\"no base64!\"", "is not base64.")]
    [InlineData("""{"type":"fixed","name":"f","size":2}""", "\"AA==\"", "base64 of 2 bytes")]
    [InlineData("""{"type":"long","logicalType":"timestamp-micros"}""", "\"11/21/2026\"", "is not a timestamp-micros, such as \"2026-11-21T10:30:00.25Z\".")]
    [InlineData("""{"type":"long","logicalType":"timestamp-micros"}""", "9223372036854775807", "is not a timestamp-micros")]
    [InlineData("""{"type":"bytes","logicalType":"decimal","precision":40,"scale":3}""", "\"1.2345\"", "is not a decimal(40, 3)")]
    [InlineData("""["int","null"]""", "\"x\"", "\"x\" is not a whole number of 32 bits.")]
    [InlineData("""["int","string"]""", "null", "null is not int or string.")]
    public void A_leaf_that_does_not_fit_says_what_would(string schema, string json, string problem) =>
        Should.Throw<GenericJsonException>(() => GenericJsonReader.Parse(AvroSchema.Parse(schema), json)).Message.ShouldContain(problem);
}
