using System.Text;

namespace SmartKart.Schemas.Tests.Resolution;

/// <summary>Schemas that nobody wrote in good faith: each is refused, or costs no more than its size.</summary>
public class HostileSchemaTests
{
    [Fact]
    public void A_chain_of_thousands_of_types_is_parsed_printed_and_compared_and_its_resolution_refused_without_exhausting_the_stack()
    {
        var writer = ((UnionSchema)AvroSchema.Parse(Chain(4_900, "int"))).Branches[^1];
        var reader = ((UnionSchema)AvroSchema.Parse(Chain(4_900, "long"))).Branches[^1];

        CanonicalForm.Of(writer).Length.ShouldBe(CanonicalForm.Of(reader).Length - 1);
        Should.Throw<SchemaParseException>(() => AvroSchema.Parse(writer.ToString())).Message.ShouldContain("depth of 128");
        SchemaResolution.Between(writer, writer).IsIdentity.ShouldBeTrue();
        Should.Throw<SchemaResolutionException>(() => SchemaResolution.Between(writer, reader)).Message.ShouldContain("more than 1000 deep");
    }

    [Fact]
    public void More_types_than_that_are_refused() =>
        Should.Throw<SchemaParseException>(() => AvroSchema.Parse(Chain(6_000, "int"))).Message.ShouldContain("more than 10000 types");

    [Fact]
    public void Types_are_counted_over_all_texts_that_share_their_names_but_not_those_of_a_text_that_was_refused()
    {
        var names = new SchemaNames();
        Should.Throw<SchemaParseException>(() => AvroSchema.Parse(Chain(6_000, "int"), names));
        names.All.ShouldBeEmpty();
        AvroSchema.Parse(Chain(4_900, "int"), names);
        Should.Throw<SchemaParseException>(() => AvroSchema.Parse(Chain(4_900, "int", "B"), names)).Message.ShouldContain("more than 10000 types");
    }

    [Fact]
    public void Cycles_of_one_name_and_different_lengths_are_refused_before_they_exhaust_the_stack()
    {
        var (writer, reader) = (Cycle(211), Cycle(223));

        // 47,053 pairs, each inside the one before.
        Should.Throw<SchemaResolutionException>(() => SchemaResolution.Between(writer, reader)).Message.ShouldContain("more than 1000 deep");
    }

    // [A0, A1 { A0? f }, A2 { A1? f } …]: the union's last branch is a chain through all the others.
    private static string Chain(int types, string leaf, string name = "A")
    {
        var text = new StringBuilder($$"""[{"type":"record","name":"{{name}}0","fields":[{"name":"f","type":"{{leaf}}"}]}""");
        for (var i = 1; i < types; i++) text.Append($$""",{"type":"record","name":"{{name}}{{i}}","fields":[{"name":"f","type":"{{name}}{{i - 1}}"}]}""");
        return text.Append(']').ToString();
    }

    // Types may only refer back, and JSON is at most 128 deep; so each is a file of its own, and the last refers to the first.
    private static AvroSchema Cycle(int types) =>
        SchemaFiles.Parse([.. Enumerable.Range(0, types).Select(i =>
            ($"a{i}.avsc", $$$"""{"type":"record","name":"A","namespace":"n{{{i}}}","fields":[{"name":"f","type":{"type":"array","items":"n{{{(i + 1) % types}}}.A"}}]}"""))])[0];
}
