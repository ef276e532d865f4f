namespace SmartKart.Schemas.Generator.Tests;

public sealed class NullTests
{
    [Theory]
    [InlineData("\"string\"", "null!")]
    [InlineData("""{"type": "array", "items": "int"}""", "default")]
    [InlineData("""{"type": "array", "items": "string"}""", "default")]
    [InlineData("""{"type": "array", "items": "string"}""", "[null!]")]
    [InlineData("""{"type": "map", "values": "int"}""", "null!")]
    [InlineData("""{"type": "map", "values": "string"}""", "new Dictionary<string, string> { [\"a\"] = null! }")]
    [InlineData("""{"type": "record", "name": "Inner", "fields": [{"name": "x", "type": "int"}]}""", "null!")]
    [InlineData("""["int", "string"]""", "null!")]
    public void A_null_where_the_schema_has_none_is_refused_by_bound_and_by_writer_naming_the_field(string schema, string value)
    {
        var generated = Generation.Of($$"""{"type": "record", "name": "t.Sample", "fields": [{"name": "it", "type": {{schema}}}]}""");
        foreach (var call in new[] { "T.SampleCodec.MaxBytes(it)", "T.SampleCodec.Encode(it, new byte[100])" })
        {
            var fault = Should.Throw<AvroDataException>(() => generated.Run($"var it = new T.Sample {{ It = {value} }}; return {call};"));
            fault.Field.ShouldBe("it", call);
            fault.Schema.ShouldBe("t.Sample", call);
        }
    }
}
