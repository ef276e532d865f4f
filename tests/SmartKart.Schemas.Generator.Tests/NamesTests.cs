namespace SmartKart.Schemas.Generator.Tests;

public sealed class NamesTests
{
    [Theory]
    [InlineData("order_id", "OrderId")]
    [InlineData("SKU_ID", "SkuId")]
    [InlineData("SKU", "SKU")]
    [InlineData("unitPrice", "UnitPrice")]
    [InlineData("UnitPrice", "UnitPrice")]
    [InlineData("a_1", "A1")]
    [InlineData("_leading", "Leading")]
    [InlineData("trailing_", "Trailing")]
    [InlineData("_1st", "_1st")]
    [InlineData("_", "_")]
    public void A_field_in_any_case_becomes_a_property_in_Pascal_case(string field, string property) => IsHeldBy(field, property);

    [Theory]
    [InlineData("class")]
    [InlineData("event")]
    [InlineData("int")]
    [InlineData("record")]
    [InlineData("var")]
    [InlineData("field")]
    [InlineData("await")]
    [InlineData("nameof")]
    [InlineData("global")]
    [InlineData("reader")]
    [InlineData("writer")]
    [InlineData("value")]
    [InlineData("depth")]
    [InlineData("schema")]
    [InlineData("encode")]
    [InlineData("decode")]
    [InlineData("max_bytes")]
    [InlineData("size")]
    public void A_word_of_CSharp_or_of_the_generated_code_is_a_name_like_any_other(string field) =>
        IsHeldBy(field, field == "max_bytes" ? "MaxBytes" : char.ToUpperInvariant(field[0]) + field[1..]);

    [Theory]
    [InlineData("sample")]
    [InlineData("equals")]
    [InlineData("to_string")]
    [InlineData("get_type")]
    [InlineData("get_hash_code")]
    [InlineData("clone")]
    [InlineData("equality_contract")]
    [InlineData("print_members")]
    [InlineData("sample_codec")]
    public void A_name_that_the_record_needs_for_itself_is_given_the_suffix_Value(string field) =>
        IsHeldBy(field, string.Concat(field.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..])) + "Value");

    [Fact]
    public void Fields_that_differ_from_generated_names_by_a_suffix_stand_side_by_side() =>
        Generation.Of("""
            {"type": "record", "name": "t.Sample", "fields": [
              {"name": "reader", "type": "int"}, {"name": "reader_field", "type": "int"},
              {"name": "tags", "type": {"type": "array", "items": {"type": "array", "items": "int"}}},
              {"name": "tags_item", "type": {"type": "array", "items": "int"}}]}
            """)
            .Run("return Decode<T.Sample>(Encode(new T.Sample { Reader = 1, ReaderField = 2, Tags = [[3]], TagsItem = [4] })).ReaderField;").ShouldBe(2);

    [Fact]
    public void A_namespace_becomes_Pascal_case_segment_by_segment() =>
        Generation.Of("""{"type": "record", "name": "R", "namespace": "my_shop.internal.v1", "fields": []}""")
            .Sources.Single().HintName.ShouldBe("MyShop.Internal.V1.R.g.cs");

    [Fact]
    public void A_mapped_namespace_is_taken_as_the_project_says()
    {
        var generated = Generation.Of("""
            {"type": "record", "name": "shop.R", "fields": [{"name": "e", "type": {"type": "enum", "name": "other.E", "symbols": ["A"]}}]}
            """, "shop=Acme.Shop;other = Acme.Elsewhere");
        generated.Sources.Select(source => source.HintName).ShouldBe(["Acme.Elsewhere.E.g.cs", "Acme.Shop.R.g.cs"], ignoreOrder: true);
        generated.Run("return Decode<Acme.Shop.R>(Encode(new Acme.Shop.R { E = Acme.Elsewhere.E.A })).E.ToString();").ShouldBe("A");
    }

    [Fact]
    public void A_schema_without_a_namespace_is_a_type_without_one() =>
        Generation.Of("""{"type": "record", "name": "order_line", "fields": []}""").Run("return new global::OrderLine().ToString();").ShouldBe("OrderLine { }");

    [Fact]
    public void Types_are_found_across_files_in_any_order()
    {
        (string, string)[] files =
        [
            ("/c/a.avsc", """{"type": "record", "name": "s.A", "fields": [{"name": "b", "type": "B"}, {"name": "size", "type": "other.Size"}]}"""),
            ("/c/b.avsc", """{"type": "record", "name": "s.B", "fields": [{"name": "a", "type": ["null", "A"]}]}"""),
            ("/c/size.avsc", """{"type": "enum", "name": "other.Size", "symbols": ["S"]}"""),
        ];
        var forwards = Generation.Of(files);
        var backwards = Generation.Of(files.Reverse());

        forwards.Problems.ShouldBeEmpty();
        forwards.Run("return Decode<S.A>(Encode(new S.A { B = new S.B { A = null }, Size = Other.Size.S })).B.A is null;").ShouldBe(true);
        backwards.Sources.ToDictionary(source => source.HintName, source => source.SourceText.ToString())
            .ShouldBe(forwards.Sources.ToDictionary(source => source.HintName, source => source.SourceText.ToString()), ignoreOrder: true);
    }

    private static void IsHeldBy(string field, string property)
    {
        var generated = Generation.Of($$"""{"type": "record", "name": "t.Sample", "fields": [{"name": "{{field}}", "type": "int"}, {"name": "other", "type": ["null", "string"]}]}""");
        generated.Problems.ShouldBeEmpty();
        generated.Run($$"""return Decode<T.Sample>(Encode(new T.Sample { {{property}} = 7, Other = null })).{{property}};""").ShouldBe(7);
    }
}
