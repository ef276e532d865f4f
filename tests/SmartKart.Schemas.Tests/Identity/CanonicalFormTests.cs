namespace SmartKart.Schemas.Tests.Identity;

public sealed class CanonicalFormTests
{
    [Fact]
    public void The_Avro_projects_schemas_have_the_canonical_forms_that_it_says()
    {
        var vectors = SpecificationVectors.Read();
        vectors.Count.ShouldBeGreaterThan(30);
        foreach (var vector in vectors) CanonicalForm.Of(AvroSchema.Parse(vector.Input)).ShouldBe(vector.Canonical, vector.Input);
    }

    [Fact]
    public void A_canonical_form_is_its_own_canonical_form()
    {
        foreach (var vector in SpecificationVectors.Read()) CanonicalForm.Of(AvroSchema.Parse(vector.Canonical)).ShouldBe(vector.Canonical);
    }

    [Fact]
    public void What_does_not_decide_how_bytes_are_read_is_left_out() =>
        CanonicalForm.Of(AvroSchema.Parse("""
            {"doc": "d", "fields": [
              {"name": "id", "doc": "d", "default": 1, "order": "ignore", "aliases": ["key"], "pii": true, "type": {"logicalType": "date", "type": "int"}},
              {"type": {"type": "enum", "symbols": ["A"], "default": "A", "name": "E"}, "name": "e"},
              {"name": "again", "type": "E"}],
             "aliases": ["Old"], "namespace": "s", "type": "record", "name": "R"}
            """)).ShouldBe("""{"name":"s.R","type":"record","fields":[{"name":"id","type":"int"},{"name":"e","type":{"name":"s.E","type":"enum","symbols":["A"]}},{"name":"again","type":"s.E"}]}""");
}
