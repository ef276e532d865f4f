using SmartKart.Schemas.Registry;

namespace SmartKart.Schemas.Tests.Registry;

public sealed class ReferenceTests : RegistryTests
{
    private const string Money = """{"type":"record","name":"Money","namespace":"shop","fields":[{"name":"cents","type":"long"}]}""";
    private const string Line = """{"type":"record","name":"Line","namespace":"shop","fields":[{"name":"price","type":"Money"}]}""";
    private const string Order = """{"type":"record","name":"Order","namespace":"shop","fields":[{"name":"lines","type":{"type":"array","items":"Line"}},{"name":"total","type":"Money"}]}""";

    private static readonly SchemaReference ToMoney = new("shop.Money", "money", 1);
    private static readonly SchemaReference ToLine = new("shop.Line", "line", 1);

    [Fact]
    public async Task A_schema_is_made_whole_from_what_it_refers_to_also_twice()
    {
        await Client.RegisterAsync("money", Text(Money), Stop);
        await Client.RegisterAsync("line", Text(Line, ToMoney), Stop);
        var id = await Client.RegisterAsync("orders-value", Text(Order, ToLine, ToMoney), Stop);

        var schema = await Client.GetSchemaAsync(id, Stop);

        var whole = AvroSchema.Parse(schema.ToString()).ShouldBeOfType<RecordSchema>();     // it stands by itself
        whole.FullName.ShouldBe("shop.Order");
        whole.Fields[1].Schema.FullName.ShouldBe("shop.Money");
        Asked.Count(line => line.StartsWith("GET /subjects/money/", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task A_type_that_was_deleted_softly_still_completes_those_that_refer_to_it()
    {
        await Client.RegisterAsync("money", Text(Money), Stop);
        var id = await Client.RegisterAsync("line", Text(Line, ToMoney), Stop);
        await Client.DeleteSubjectAsync("money", Deletion.Soft, Stop);

        (await Client.GetSchemaAsync(id, Stop)).FullName.ShouldBe("shop.Line");

        Asked.ShouldContain("GET /subjects/money/versions/1?deleted=true");
    }

    [Fact]
    public async Task A_circle_of_references_is_told_and_ends()
    {
        await Client.RegisterAsync("line", Text(Line, new SchemaReference("shop.Money", "money", 1)), Stop);
        await Client.RegisterAsync("money", Text(Money, new SchemaReference("shop.Line", "line", 1)), Stop);

        var error = await Refused(() => Client.ResolveAsync(Text(Order, ToLine), Stop));

        error.Message.ShouldContain("line version 1 → money version 1 → line version 1");
    }

    [Fact]
    public async Task A_reference_to_what_its_subject_does_not_define_is_told()
    {
        await Client.RegisterAsync("money", Text(Money), Stop);

        var error = await Refused(() => Client.ResolveAsync(Text(Line, new SchemaReference("shop.Cash", "money", 1)), Stop));

        error.Message.ShouldContain("'shop.Cash' should come from subject 'money', version 1, which does not define it");
        error.Subject.ShouldBe("money");
    }

    [Fact]
    public async Task A_text_that_is_no_schema_says_where_it_came_from()
    {
        var id = await Client.RegisterAsync("line", Text(Line), Stop);

        var error = await Should.ThrowAsync<SchemaParseException>(() => Client.GetSchemaAsync(id, Stop).AsTask());

        error.Message.ShouldStartWith($"schema id {id} of {Registry.Url}");
        error.Message.ShouldContain("'shop.Money' is neither a type of Avro's nor defined");
    }
}
