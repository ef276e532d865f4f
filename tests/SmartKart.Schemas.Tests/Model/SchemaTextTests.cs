using SmartKart.Schemas.Tests.Identity;

namespace SmartKart.Schemas.Tests.Model;

public sealed class SchemaTextTests
{
    [Theory]
    [InlineData("""["null",{"type":"fixed","name":"a.F","size":2},"int"]""")]
    [InlineData("""{"type":"map","values":{"type":"array","items":"a"},"note":{"x":[1.50,null]}}""")]
    [InlineData("""{"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2, "unit": "EUR"}""")]
    [InlineData("""{"type": "bytes", "logicalType": "decimal", "precision": 2, "scale": 9}""")]
    [InlineData("""{"type": "error", "name": "E", "fields": []}""")]
    [InlineData("""{"type": "enum", "name": "E", "namespace": "s", "aliases": ["x", "o.y"], "symbols": ["A", "B"], "default": "B", "doc": "\u2028 \u0085 \u0007 \" \\ é"}""")]
    [InlineData("""
        {"type": "record", "name": "a.R", "fields": [
          {"name": "f", "type": {"type": "record", "name": "G", "namespace": "", "fields": [{"name": "h", "type": {"type": "fixed", "name": "H", "size": 1}}]}},
          {"name": "i", "type": {"type": "fixed", "name": "H", "size": 2}},
          {"name": "j", "type": ["null", "R"], "default": null, "order": "descending", "aliases": ["k"], "pii": true}]}
        """)]
    public void A_schema_printed_and_read_again_is_the_same(string json)
    {
        var names = new SchemaNames();
        AvroSchema.Parse("""{"type": "fixed", "name": "a", "size": 1}""", names);
        var printed = AvroSchema.Parse(json, names).ToString();
        var again = AvroSchema.Parse(printed);
        again.ToString().ShouldBe(printed);
        CanonicalForm.Of(again).ShouldBe(CanonicalForm.Of(AvroSchema.Parse(printed)));
        printed.ShouldAllBe(c => !char.IsControl(c) && c != '\u2028' && c != '\u2029');
    }

    [Fact]
    public void The_Avro_projects_schemas_keep_their_canonical_form_when_printed()
    {
        foreach (var vector in SpecificationVectors.Read())
        {
            var printed = AvroSchema.Parse(vector.Input).ToString();
            CanonicalForm.Of(AvroSchema.Parse(printed)).ShouldBe(vector.Canonical);
            AvroSchema.Parse(printed).ToString().ShouldBe(printed);
        }
    }

    [Fact]
    public void A_number_is_printed_as_it_was_written() =>
        AvroSchema.Parse("""{"type": "record", "name": "R", "fields": [{"name": "d", "type": "double", "default": 0.10}]}""").ToString().ShouldContain("\"default\":0.10");

    [Fact]
    public void A_type_that_is_defined_elsewhere_stays_a_name()
    {
        const string text = """{"type":"record","name":"Line","namespace":"shop","fields":[{"name":"price","type":"shop.Money"}]}""";
        var names = new SchemaNames();
        AvroSchema.Parse("""{"type":"fixed","name":"shop.Money","size":8}""", names);
        var elsewhere = names.All.ToList();
        var line = AvroSchema.Parse(text, names);
        line.ToString(elsewhere).ShouldBe(text);
        line.ToString().ShouldContain("\"size\":8");
    }
}
