using System.Text;

namespace SmartKart.Schemas.Tests.BadInput;

public class BadSchemaTests
{
    /// <summary>A text, and part of what must be said.</summary>
    public static TheoryData<string, string> Texts => new()
    {
        { "", "not JSON" },
        { "{", "not JSON" },
        { "\"int\" \"int\"", "not JSON" },
        { "42", "a schema is" },
        { "null", "a schema is" },
        { "\"integer\"", "'integer'" },
        { """["null","null"]""", "two branches 'null'" },
        { """["null",["int"]]""", "a union stands directly inside a union" },
        { """{"type":"array"}""", "\"items\"" },
        { """{"type":"map"}""", "\"values\"" },
        { """{"items":"int"}""", "\"type\"" },
        { """{"type":"fixed","name":"F"}""", "\"size\"" },
        { """{"type":"fixed","name":"F","size":-1}""", "size" },
        { """{"type":"fixed","name":"F","size":4294967296}""", "size" },
        { """{"type":"fixed","name":"F","size":1e3}""", "size" },
        { """{"type":"enum","name":"E","symbols":["a","a"]}""", "twice" },
        { """{"type":"enum","name":"E","symbols":["a b"]}""", "a b" },
        { """{"type":"enum","name":"E","symbols":["a"],"default":"b"}""", "default" },
        { """{"type":"record","name":"1R","fields":[]}""", "no name" },
        { """{"type":"record","name":"int","fields":[]}""", "'int'" },
        { """{"type":"record","name":"R","namespace":"a..b","fields":[]}""", "no namespace" },
        { """{"type":"record","name":"R"}""", "\"fields\"" },
        { """{"type":"record","name":"R","fields":{}}""", "an array" },
        { """{"type":"record","name":"R","fields":[{"name":"a","type":"int"},{"name":"a","type":"int"}]}""", "two fields 'a'" },
        { """{"type":"record","name":"R","fields":[{"name":"a-b","type":"int"}]}""", "a-b" },
        { """{"type":"record","name":"R","fields":[{"name":"a","type":"Unknown"}]}""", "'Unknown'" },
        { """{"type":"record","name":"R","name":"S","fields":[]}""", "twice" },
        { """{"type":"record","name":"R","doc":"\ud800","fields":[]}""", "Unicode" },
        { """[{"type":"fixed","name":"F","size":1},{"type":"array","items":{"type":"fixed","name":"F","size":2}}]""", "defined twice" },
        { Field("\"R\""), "contains itself" },
        { Field("""{"type":"record","name":"S","fields":[{"name":"r","type":"R"}]}"""), "contains itself" },
        { Field("\"int\"", "\"1\""), "32 bits" },
        { Field("\"int\"", "2147483648"), "32 bits" },
        { Field("\"long\"", "1.5"), "64 bits" },
        { Field("\"double\"", "1e400"), "double" },
        { Field("\"float\"", "1e39"), "float" },
        { Field("\"bytes\"", "\"\\u0100\""), "u00ff" },
        { Field("""{"type":"fixed","name":"F","size":2}""", "\"a\""), "2 characters" },
        { Field("""["null","string"]""", "\"a\""), "first branch" },
        { Field("[]", "null"), "empty union" },
        { Field("""{"type":"array","items":"int"}""", "[null]"), "32 bits" },
        { Field("""{"type":"record","name":"S","fields":[{"name":"x","type":"int"}]}""", "{}"), "'x'" },
        // A default that holds itself.
        { Field("""{"type":"array","items":"R"}""", "[{}]"), "without end" },
        { Field("""{"type":"map","values":"R"}""", """{"a":{}}"""), "without end" },
        { Field("""["R","null"]""", "{}"), "without end" },
    };

    [Theory, MemberData(nameof(Texts))]
    public void A_text_that_is_no_schema_is_refused_with_its_place(string text, string problem)
    {
        var names = new SchemaNames();

        var fault = Should.Throw<SchemaParseException>(() => AvroSchema.Parse(text, names, "some.avsc"));

        fault.Message.ShouldContain(problem);
        fault.Message.ShouldStartWith("some.avsc:1:");
        names.All.ShouldBeEmpty("nothing of it is kept");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"type\":")]
    [InlineData("{\"type\":\"array\",\"items\":")]
    [InlineData("{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"f\",\"type\":")]
    [InlineData("{\"type\":\"int\",\"doc\":")]
    public void A_text_nested_ten_thousand_deep_is_refused(string opening) =>
        Refused(string.Concat(Enumerable.Repeat(opening, 10_000))).ShouldContain("depth");

    [Theory]
    [InlineData("\"{0}\"")]
    [InlineData("[\"null\",\"{0}\"]")]
    [InlineData("{{\"type\":\"array\",\"items\":\"{0}\"}}")]
    public void Types_chained_by_name_twenty_thousand_deep_are_refused(string link)
    {
        var format = CompositeFormat.Parse(link);
        Refused(Union(20_000, i => Record($"R{i}", i == 0 ? "\"int\"" : string.Format(null, format, $"R{i - 1}")))).ShouldContain("types");
    }

    [Fact]
    public void Records_that_multiply_are_refused() =>
        Refused(Union(40, i => $$"""{"type":"record","name":"R{{i}}","fields":[{"name":"a","type":"{{Previous(i)}}"},{"name":"b","type":"{{Previous(i)}}"}]}"""))
            .ShouldContain("fields");

    [Fact]
    public void Defaults_that_multiply_are_refused() =>
        Refused(Union(30, i => $$"""{"type":"record","name":"R{{i}}","fields":[{"name":"a","type":{"type":"array","items":"{{Previous(i)}}"},"default":[{{(i == 0 ? "1,1" : "{},{}")}}]}]}"""))
            .ShouldContain("values");

    [Fact]
    public void A_precision_beyond_reason_costs_nothing()
    {
        var schema = AvroSchema.Parse("""{"type":"bytes","logicalType":"decimal","precision":2147483647,"scale":2147483647}""");
        var value = new AvroDecimal(12345, int.MaxValue);
        GenericReader.Decode(schema, GenericWriter.Encode(schema, value)).ShouldBe(value);
    }

    private static string Refused(string text)
    {
        var message = "";
        // A type is a few hundred bytes of objects, and 10,000 values that defaults imply are looked at; not a power of the text's length.
        Allocation.Of(() => message = Should.Throw<SchemaParseException>(() => AvroSchema.Parse(text)).Message).ShouldBeLessThan(4_000_000 + 200L * text.Length);
        return message;
    }

    private static string Field(string type, string? otherwise = null) =>
        Record("R", type + (otherwise is null ? "" : $",\"default\":{otherwise}"));

    private static string Record(string name, string type) => $$"""{"type":"record","name":"{{name}}","fields":[{"name":"f","type":{{type}}}]}""";

    private static string Union(int records, Func<int, string> record) => $"[{string.Join(',', Enumerable.Range(0, records).Select(record))}]";

    private static string Previous(int i) => i == 0 ? "int" : $"R{i - 1}";
}
