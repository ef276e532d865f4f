using System.Globalization;
using System.Text;

namespace SmartKart.Schemas.Tests.Compatibility;

/// <summary>Schemas that contain themselves, and schemas made to be slow.</summary>
public sealed class RecursiveSchemaTests
{
    [Fact]
    public void A_recursive_type_is_compared_once()
    {
        var list = """{"type":"record","name":"List","fields":[{"name":"value","type":"VALUE"},{"name":"next","type":["null","List"]}]}""";

        SchemaCompatibility.CanRead(Parse(list.Replace("VALUE", "long")), Parse(list.Replace("VALUE", "int"))).ShouldBeTrue();
        SchemaCompatibility.Check(Parse(list.Replace("VALUE", "int")), Parse(list.Replace("VALUE", "long"))).ShouldHaveSingleItem().Field.ShouldBe("value");
    }

    [Fact]
    public void A_fault_is_found_however_far_round_the_circle_it_lies()
    {
        var circle = """{"type":"record","name":"A","fields":[{"name":"b","type":{"type":"record","name":"B","fields":[{"name":"as","type":{"type":"array","items":"A"}},{"name":"z","type":"Z"}]}}]}""";

        SchemaCompatibility.Check(Parse(circle.Replace("Z", "int")), Parse(circle.Replace("Z", "string"))).ShouldHaveSingleItem()
            .Path.ShouldBe("/fields/0/type/fields/1/type");
    }

    [Fact]
    public void Types_that_double_at_every_level_cost_what_their_text_costs()
    {
        // 2^60 ways lead to the innermost type; a walk that takes them all does not come back.
        SchemaCompatibility.CanRead(Doubling(60, "int"), Doubling(60, "int")).ShouldBeTrue();
        SchemaCompatibility.Check(Doubling(60, "int"), Doubling(60, "string")).ShouldHaveSingleItem().Kind.ShouldBe(IncompatibilityKind.TypeMismatch);
    }

    [Fact]
    public void A_chain_of_thousands_of_types_is_walked_without_recursion() =>
        SchemaCompatibility.Check(Chain(2_000, "int"), Chain(2_000, "string")).ShouldHaveSingleItem().Field.Length.ShouldBe(2 * 2_000 + 1);

    [Fact]
    public void Unions_of_hundreds_of_types_on_both_sides_are_refused_by_a_named_limit() =>
        Should.Throw<SchemaCompatibilityException>(() => SchemaCompatibility.CanRead(Union(700, "r"), Union(700, "w"))).Message
            .ShouldBe("'union' as reader of 'union': the two take more than 262144 comparisons of types; give their unions fewer branches, and their named types fewer namesakes and aliases.");

    [Fact]
    public void No_more_than_a_hundred_incompatibilities_are_named()
    {
        var fields = string.Join(',', Enumerable.Range(0, 500).Select(i => $$"""{"name":"f{{i}}","type":"int"}"""));

        SchemaCompatibility.Check(Parse($$"""{"type":"record","name":"R","fields":[{{fields}}]}"""), Parse("""{"type":"record","name":"R","fields":[]}"""))
            .Count.ShouldBe(SchemaCompatibility.MaxNamed);
    }

    // T0 holds the leaf; each Tn holds T(n-1) in two arrays.
    private static AvroSchema Doubling(int levels, string leaf)
    {
        var branches = new StringBuilder($$"""{"type":"record","name":"T0","fields":[{"name":"x","type":"{{leaf}}"}]}""");
        for (var i = 1; i <= levels; i++)
        {
            branches.Append(CultureInfo.InvariantCulture,
                $$""",{"type":"record","name":"T{{i}}","fields":[{"name":"l","type":{"type":"array","items":"T{{i - 1}}"} },{"name":"r","type":{"type":"array","items":"T{{i - 1}}"} }]}""");
        }
        return ((UnionSchema)Parse($"[{branches}]")).Branches[levels];
    }

    // Each type holds the next in an array, so the text is flat though the types are deep.
    private static AvroSchema Chain(int length, string leaf)
    {
        var branches = new StringBuilder($$"""{"type":"record","name":"T0","fields":[{"name":"x","type":"{{leaf}}"}]}""");
        for (var i = 1; i <= length; i++)
            branches.Append(CultureInfo.InvariantCulture, $$""",{"type":"record","name":"T{{i}}","fields":[{"name":"x","type":{"type":"array","items":"T{{i - 1}}"} }]}""");
        return ((UnionSchema)Parse($"[{branches}]")).Branches[length];
    }

    private static AvroSchema Union(int count, string space) =>
        Parse($"[{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"type":"fixed","name":"{{space}}{{i}}.F{{i}}","size":1}"""))}]");

    private static AvroSchema Parse(string json) => AvroSchema.Parse(json);
}
