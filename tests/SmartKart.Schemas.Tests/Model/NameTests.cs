namespace SmartKart.Schemas.Tests.Model;

public sealed class NameTests
{
    [Theory]
    [InlineData("""{"type": "fixed", "name": "F", "size": 1}""", "F")]
    [InlineData("""{"type": "fixed", "name": "F", "namespace": "a.b", "size": 1}""", "a.b.F")]
    [InlineData("""{"type": "fixed", "name": "c.F", "namespace": "a.b", "size": 1}""", "c.F")]
    [InlineData("""{"type": "fixed", "name": "F", "namespace": "", "size": 1}""", "F")]
    public void A_name_with_dots_carries_its_namespace_and_else_takes_the_one_beside_it(string schema, string expected) => AvroSchema.Parse(schema).FullName.ShouldBe(expected);

    [Fact]
    public void A_type_inside_another_stands_in_its_namespace_unless_it_says_otherwise()
    {
        var record = (RecordSchema)AvroSchema.Parse("""
            {"type": "record", "name": "a.b.R", "namespace": "ignored", "fields": [
              {"name": "inherits", "type": {"type": "fixed", "name": "F", "size": 1}},
              {"name": "own", "type": {"type": "record", "name": "G", "namespace": "c", "fields": [{"name": "f", "type": {"type": "fixed", "name": "F", "size": 2}}]}},
              {"name": "none", "type": {"type": "fixed", "name": "F", "namespace": "", "size": 3}},
              {"name": "inner", "type": "F"}, {"name": "other", "type": "c.F"}]}
            """);
        record.Fields.Select(field => field.Schema.FullName).ShouldBe(["a.b.F", "c.G", "F", "a.b.F", "c.F"]);
        ((RecordSchema)record.Fields[1].Schema).Fields[0].Schema.FullName.ShouldBe("c.F");
        record.Fields[3].Schema.ShouldBeSameAs(record.Fields[0].Schema);
    }

    [Fact]
    public void Aliases_are_relative_to_the_namespace_of_what_they_name() =>
        ((NamedSchema)AvroSchema.Parse("""{"type": "enum", "name": "a.E", "aliases": ["Old", "b.Older"], "symbols": []}""")).Aliases.ShouldBe(["a.Old", "b.Older"]);

    [Fact]
    public void A_name_not_found_in_its_namespace_may_be_of_none()
    {
        var names = new SchemaNames();
        AvroSchema.Parse("""{"type": "fixed", "name": "F", "size": 1}""", names);
        ((RecordSchema)AvroSchema.Parse("""{"type": "record", "name": "a.R", "fields": [{"name": "f", "type": "F"}]}""", names)).Fields[0].Schema.FullName.ShouldBe("F");
    }

    [Fact]
    public void A_primitives_name_never_means_anything_else() =>
        ((RecordSchema)AvroSchema.Parse("""{"type": "record", "name": "a.R", "fields": [{"name": "f", "type": "string"}]}""")).Fields[0].Schema.Type.ShouldBe(AvroType.String);

    [Fact]
    public void An_annotation_on_a_reference_leaves_the_type_as_it_was_defined()
    {
        var record = (RecordSchema)AvroSchema.Parse("""
            {"type": "record", "name": "R", "fields": [
              {"name": "a", "type": {"type": "fixed", "name": "F", "size": 12}},
              {"name": "b", "type": {"type": "F", "logicalType": "duration"}},
              {"name": "c", "type": {"type": {"type": "F"}, "logicalType": "duration", "pii": true}},
              {"name": "d", "type": {"type": {"type": "fixed", "name": "G", "size": 12}, "logicalType": "duration"}}]}
            """);
        record.Fields.Select(field => field.Schema.Logical?.Keyword).ShouldBe([null, null, null, "duration"]);
        record.Fields[0].Schema.Properties.ShouldBeEmpty();
    }

    [Fact]
    public void What_a_text_defined_is_forgotten_when_it_proves_to_be_no_schema()
    {
        var names = new SchemaNames();
        Should.Throw<SchemaParseException>(() => AvroSchema.Parse("""[{"type": "fixed", "name": "F", "size": 1}, "Missing"]""", names));
        names.All.ShouldBeEmpty();
    }

    [Fact]
    public void A_name_defined_twice_is_refused_with_both_places()
    {
        var fault = Should.Throw<SchemaParseException>(() => AvroSchema.Parse("[{\"type\": \"fixed\", \"name\": \"F\", \"size\": 1},\n {\"type\": \"fixed\", \"name\": \"F\", \"size\": 2}]", file: "f.avsc"));
        fault.Message.ShouldBe("f.avsc:2:2: 'F' is defined twice, first at f.avsc:1:2; rename one, or refer to the first by its name.");
    }

    [Fact]
    public void A_default_that_draws_in_itself_is_refused()
    {
        const string Pair = """
            {"type": "record", "name": "A", "fields": [{"name": "b", "default": {}, "type":
              [{"type": "record", "name": "B", "fields": [{"name": "a", "type": ["A", "null"], "default": {}}]}, "null"]}]}
            """;
        Should.Throw<SchemaParseException>(() => AvroSchema.Parse(Pair)).Problem.ShouldContain("it contains itself, without end");
    }
}
