using Microsoft.CodeAnalysis;

namespace SmartKart.Schemas.Generator.Tests;

public sealed class BadSchemaTests
{
    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("{\n  \"type\": }", 2, 11)]
    [InlineData("{\"type\": \"record\",\n \"type\": \"enum\"}", 2, 2)]
    [InlineData("{\"type\": \"recrod\"}", 1, 10)]
    [InlineData("{\"type\": \"record\", \"fields\": []}", 1, 1)]
    [InlineData("{\"type\": \"record\", \"name\": \"1st\", \"fields\": []}", 1, 28)]
    [InlineData("{\"type\": \"record\", \"name\": \"int\", \"fields\": []}", 1, 28)]
    [InlineData("{\"type\": \"record\", \"name\": \"R\", \"namespace\": \"a..b\", \"fields\": []}", 1, 46)]
    [InlineData("{\"type\": \"record\", \"name\": \"R\", \"fields\": [\n  {\"name\": \"a\", \"type\": \"Missing\"}]}", 2, 25)]
    [InlineData("{\"type\": \"record\", \"name\": \"R\", \"fields\": [\n  {\"name\": \"a-b\", \"type\": \"int\"}]}", 2, 12)]
    [InlineData("{\"type\": \"record\", \"name\": \"R\", \"fields\": [\n  {\"name\": \"a\"}]}", 2, 3)]
    [InlineData("{\"type\": \"record\", \"name\": \"R\", \"fields\": [\n  {\"name\": \"a\", \"type\": \"int\"},\n  {\"name\": \"a\", \"type\": \"int\"}]}", 3, 3)]
    [InlineData("{\"type\": \"record\", \"name\": \"R\", \"fields\": [\n  {\"name\": \"a\", \"type\": \"int\",\n   \"default\": \"x\"}]}", 3, 15)]
    [InlineData("{\"type\": \"record\", \"name\": \"R\", \"fields\": [\n  {\"name\": \"a\", \"type\": [\"null\", \"int\"], \"default\": 1}]}", 2, 53)]
    [InlineData("{\"type\": \"record\", \"name\": \"R\", \"fields\": [\n  {\"name\": \"a\", \"type\": \"float\", \"default\": 1e40}]}", 2, 45)]
    [InlineData("{\"type\": \"record\", \"name\": \"R\", \"fields\": [\n  {\"name\": \"a\", \"type\": \"double\", \"default\": -1e400}]}", 2, 46)]
    [InlineData("{\"type\": \"record\", \"name\": \"R\", \"fields\": [\n  {\"name\": \"a\", \"type\": \"int\", \"order\": \"up\"}]}", 2, 41)]
    [InlineData("{\"type\": \"record\", \"name\": \"R\", \"fields\": [\n  {\"name\": \"a\", \"type\": \"R\"}]}", 1, 1)]
    [InlineData("{\"type\": \"record\", \"name\": \"R\", \"fields\": [\n  {\"name\": \"a\", \"type\": [\"R\", \"null\"], \"default\": {}}]}", 2, 51)]
    [InlineData("{\"type\": \"record\", \"name\": \"R\", \"fields\": [\n  {\"name\": \"a\", \"type\": [\"int\", \"int\"]}]}", 2, 33)]
    [InlineData("{\"type\": \"record\", \"name\": \"R\", \"fields\": [\n  {\"name\": \"a\", \"type\": [[\"int\"], \"int\"]}]}", 2, 26)]
    [InlineData("{\"type\": \"enum\", \"name\": \"E\", \"symbols\": [\"A\", \"B C\"]}", 1, 48)]
    [InlineData("{\"type\": \"enum\", \"name\": \"E\", \"symbols\": [\"A\", \"A\"]}", 1, 1)]
    [InlineData("{\"type\": \"enum\", \"name\": \"E\", \"symbols\": [\"A\"], \"default\": \"B\"}", 1, 60)]
    [InlineData("{\"type\": \"fixed\", \"name\": \"F\", \"size\": -1}", 1, 40)]
    [InlineData("{\"type\": \"array\"}", 1, 1)]
    [InlineData("{\"type\": \"map\", \"values\": 7}", 1, 27)]
    public void A_bad_schema_is_an_error_at_its_file_line_and_column(string schema, int line, int column) => IsAt(Generation.Of(schema).Problems.Single(), "AVRO001", line, column);

    [Theory]
    [InlineData("{\"type\": \"int\", \"logicalType\": \"timestamp-millis\"}", 1, 32)]
    [InlineData("{\"type\": \"string\", \"logicalType\": \"decimal\", \"precision\": 4}", 1, 35)]
    [InlineData("{\"type\": \"bytes\", \"logicalType\": \"decimal\"}", 1, 34)]
    [InlineData("{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 4, \"scale\": 5}", 1, 34)]
    [InlineData("{\"type\": \"fixed\", \"name\": \"F\", \"size\": 2, \"logicalType\": \"decimal\", \"precision\": 5}", 1, 58)]
    [InlineData("{\"type\": \"fixed\", \"name\": \"F\", \"size\": 11, \"logicalType\": \"duration\"}", 1, 59)]
    [InlineData("{\"type\": \"record\", \"name\": \"R\", \"fields\": [\n  {\"name\": \"a\", \"type\": \"long\", \"logicalType\": \"timestamp-micros\"}]}", 2, 48)]
    public void A_logical_type_that_Avro_would_ignore_is_an_error_where_it_stands(string schema, int line, int column) => IsAt(Generation.Of(schema).Problems.Single(), "AVRO001", line, column);

    [Theory]
    [InlineData("{\"type\": \"record\", \"name\": \"R\", \"fields\": [\n  {\"name\": \"a_b\", \"type\": \"int\"},\n  {\"name\": \"aB\", \"type\": \"int\"}]}", 3, 3, "AB")]
    [InlineData("{\"type\": \"enum\", \"name\": \"E\", \"symbols\": [\"on_hold\", \"ON_HOLD\"]}", 1, 1, "E.OnHold")]
    [InlineData("[{\"type\": \"record\", \"name\": \"a_b\", \"fields\": []},\n {\"type\": \"record\", \"name\": \"aB\", \"fields\": []}]", 1, 2, "AB")]
    [InlineData("[{\"type\": \"record\", \"name\": \"Foo\", \"fields\": []},\n {\"type\": \"record\", \"name\": \"foo_codec\", \"fields\": []}]", 2, 2, "FooCodec")]
    [InlineData("[{\"type\": \"enum\", \"name\": \"Size\", \"symbols\": []},\n {\"type\": \"enum\", \"name\": \"SizeSymbols\", \"symbols\": []}]", 2, 2, "SizeSymbols")]
    [InlineData("[{\"type\": \"record\", \"name\": \"abc\", \"fields\": []},\n {\"type\": \"record\", \"name\": \"aBc\", \"fields\": []}]", 1, 2, "Abc")]
    [InlineData("{\"type\": \"record\", \"name\": \"R\", \"fields\": [\n  {\"name\": \"a\", \"type\": [\"string\", {\"type\": \"fixed\", \"name\": \"String\", \"size\": 1}]}]}", 2, 3, "RA.OfString")]
    [InlineData("{\"type\": \"record\", \"name\": \"R\", \"fields\": [\n  {\"name\": \"a\", \"type\": [\"null\"]}]}", 2, 3, "null alone")]
    [InlineData("{\"type\": \"record\", \"name\": \"R\", \"fields\": [\n  {\"name\": \"a\", \"type\": [\"int\", \"string\"]},\n  {\"name\": \"b\", \"type\": {\"type\": \"record\", \"name\": \"RA\", \"fields\": []}}]}", 3, 25, "RA")]
    public void Names_that_are_one_in_CSharp_are_an_error_that_says_which(string schema, int line, int column, string name)
    {
        var problem = Generation.Of(schema).Problems.Single();
        IsAt(problem, "AVRO002", line, column);
        problem.GetMessage(null).ShouldContain(name, Case.Sensitive);
    }

    [Fact]
    public void A_type_defined_in_two_files_is_an_error_that_names_both()
    {
        const string Schema = """{"type": "record", "name": "R", "fields": []}""";
        var problem = Generation.Of([("/c/a.avsc", Schema), ("/c/b.avsc", Schema)]).Problems.Single();
        problem.Location.GetLineSpan().Path.ShouldBe("/c/b.avsc");
        problem.GetMessage(null).ShouldContain("/c/a.avsc:1:1");
    }

    private static void IsAt(Diagnostic problem, string id, int line, int column)
    {
        problem.Id.ShouldBe(id);
        problem.Severity.ShouldBe(DiagnosticSeverity.Error);
        var place = problem.Location.GetLineSpan();
        place.Path.ShouldBe("/contracts/sample.avsc");
        (place.StartLinePosition.Line + 1, place.StartLinePosition.Character + 1).ShouldBe((line, column), problem.GetMessage(null));
    }
}
