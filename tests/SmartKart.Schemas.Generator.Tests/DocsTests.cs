using System.Xml.Linq;

namespace SmartKart.Schemas.Generator.Tests;

public sealed class DocsTests
{
    [Theory]
    [InlineData("Plain words.", "Plain words.")]
    [InlineData("a < b && c > d \\\"quoted\\\" </summary>", "a < b && c > d \"quoted\" </summary>")]
    [InlineData("two\\r\\n  lines", "two lines")]
    [InlineData("tea \\u00e9 \\ud83c\\udf75", "tea \u00e9 \U0001F375")]
    [InlineData("bell\\u0007 and nul\\u0000", "bell and nul")]
    [InlineData("C# ends a line\\u0085 at\\u2028 each\\u2029 of these", "C# ends a line at each of these")]
    [InlineData("\\\"\\\"\\\"", "\"\"\"")]
    public void A_doc_becomes_the_summary_of_its_type_field_and_symbols(string json, string summary)
    {
        var generated = Generation.Of($$"""
            {"type": "record", "name": "t.R", "doc": "{{json}}", "fields": [
              {"name": "f", "type": {"type": "enum", "name": "E", "doc": "{{json}}", "symbols": ["A"]}, "doc": "{{json}}"}]}
            """);
        generated.Problems.ShouldBeEmpty();
        generated.Run("return T.RCodec.Schema.Doc;").ShouldBe(System.Text.Json.JsonSerializer.Deserialize<string>($"\"{json}\""));
        foreach (var member in new[] { "T.R", "T.E" })
            Doc(generated.Compilation.GetTypeByMetadataName(member)!).Element("summary")!.Value.ShouldBe(summary);
        Doc(generated.Compilation.GetTypeByMetadataName("T.R")!.GetMembers("F").Single()).Element("summary")!.Value.ShouldBe(summary);
    }

    [Fact]
    public void Where_the_schema_says_nothing_the_doc_names_what_it_is()
    {
        var generated = Generation.Of("""{"type": "record", "name": "t.r", "fields": [{"name": "order_id", "type": "int"}]}""");
        var type = generated.Compilation.GetTypeByMetadataName("T.R")!;
        Doc(type).Element("summary")!.Value.ShouldBe("The record t.r.");
        Doc(type.GetMembers("OrderId").Single()).Element("summary")!.Value.ShouldBe("The field order_id.");
    }

    [Theory]
    [InlineData("true", "Personal data.")]
    [InlineData("false", null)]
    public void A_field_marked_pii_says_so_in_its_remarks(string pii, string? remarks)
    {
        var generated = Generation.Of($$"""{"type": "record", "name": "t.R", "fields": [{"name": "f", "type": "string", "pii": {{pii}}}]}""");
        Doc(generated.Compilation.GetTypeByMetadataName("T.R")!.GetMembers("F").Single()).Element("remarks")?.Value.ShouldBe(remarks);
        generated.Source("T.R.g.cs").Contains("<remarks>", StringComparison.Ordinal).ShouldBe(remarks is not null);
    }

    private static XElement Doc(Microsoft.CodeAnalysis.ISymbol symbol) => XElement.Parse(symbol.GetDocumentationCommentXml()!);
}
