using Microsoft.CodeAnalysis;

namespace SmartKart.Schemas.Generator.Tests;

public sealed class BuildTests
{
    private const string Order = """{"type": "record", "name": "s.Order", "aliases": ["Old"], "fields": [{"name": "id", "type": "int", "aliases": ["key"]}, {"name": "lines", "type": {"type": "array", "items": ["int", "string"]}}]}""";
    private const string Size = """{"type": "enum", "name": "s.Size", "symbols": ["S"]}""";

    [Fact]
    public void A_build_that_changed_no_schema_generates_nothing_anew()
    {
        SchemaText[] files = [new("/c/order.avsc", Order), new("/c/size.avsc", Size)];
        var driver = Generation.Driver(files).RunGenerators(Generation.NewCompilation(), TestContext.Current.CancellationToken);
        // The editor reads the same text anew, while the programmer types in another file.
        driver = driver.ReplaceAdditionalText(files[0], new SchemaText("/c/order.avsc", Order)).RunGenerators(Generation.NewCompilation("class Typed;"), TestContext.Current.CancellationToken);

        Reasons(driver).ShouldAllBe(reason => reason == IncrementalStepRunReason.Cached || reason == IncrementalStepRunReason.Unchanged);
    }

    [Fact]
    public void A_build_that_changed_a_schema_generates_it_anew()
    {
        var before = new SchemaText("/c/size.avsc", Size);
        var driver = Generation.Driver([before]).RunGenerators(Generation.NewCompilation(), TestContext.Current.CancellationToken);
        driver = driver.ReplaceAdditionalText(before, new SchemaText("/c/size.avsc", Size.Replace("\"S\"", "\"XL\""))).RunGenerators(Generation.NewCompilation(), TestContext.Current.CancellationToken);

        Reasons(driver).ShouldContain(IncrementalStepRunReason.Modified);
        driver.GetRunResult().GeneratedTrees.Single().ToString().ShouldContain("XL = 0");
    }

    [Fact]
    public void The_same_schemas_become_the_same_source_in_whatever_folder_they_lie()
    {
        var here = Generation.Of([("/home/ada/shop/order.avsc", Order), ("/home/ada/shop/size.avsc", Size)]);
        var there = Generation.Of([(@"C:\build\7\order.avsc", Order), (@"C:\build\7\size.avsc", Size)]);

        Texts(there).ShouldBe(Texts(here));
        Texts(here).ShouldAllBe(text => !text.Contains("/home", StringComparison.Ordinal) && !text.Contains('\r'));
    }

    [Fact]
    public void Files_that_are_no_schemas_are_left_alone() => Generation.Of([("/c/readme.txt", "not a schema")]).Sources.ShouldBeEmpty();

    [Fact]
    public void Generated_code_uses_no_reflection()
    {
        var text = string.Concat(Texts(Generation.Of(Order)));
        foreach (var word in new[] { "System.Reflection", "Activator", "dynamic", "GetProperty", "GetMethod", "MakeGeneric", "Expression" }) text.ShouldNotContain(word);
    }

    [Fact]
    public void The_schema_in_the_code_keeps_its_aliases_so_that_older_data_are_read() =>
        Generation.Of(Order).Run("""
            var older = AvroSchema.Parse("{\"type\": \"record\", \"name\": \"s.Old\", \"fields\": [{\"name\": \"key\", \"type\": \"int\"}, {\"name\": \"lines\", \"type\": {\"type\": \"array\", \"items\": \"int\"}}]}");
            return RecordDecoder<S.Order>.For(older).Decode([14, 0]).Id;
            """).ShouldBe(7);

    [Theory]
    [InlineData("02", "t.R, field 'text', byte 1: the data end here: 1 bytes are needed and 0 are left.")]
    [InlineData("020804", "t.R, field 'text', byte 1: a length of 4 bytes, where 1 are left.")]
    [InlineData("0202FF", "t.R, field 'text', byte 1: a string that is not valid UTF-8.")]
    [InlineData("0202610000", "t.R, byte 4: 1 bytes follow the end of the value; was it written with another schema?")]
    [InlineData("020261020200", "t.R, field 'list[0].x', byte 4: a boolean is 0 or 1, not 2.")]
    [InlineData("0202610201", "t.R, field 'list', byte 5: the data end here: 1 bytes are needed and 0 are left.")]
    public void Data_that_are_no_value_are_refused_with_field_and_byte(string hex, string message)
    {
        var generated = Generation.Of("""
            {"type": "record", "name": "t.R", "fields": [{"name": "id", "type": "int"}, {"name": "text", "type": "string"},
              {"name": "list", "type": {"type": "array", "items": {"type": "record", "name": "I", "fields": [{"name": "x", "type": "boolean"}]}}}]}
            """);
        Should.Throw<AvroDataException>(() => generated.Run($"return Decode<T.R>(Convert.FromHexString(\"{hex}\"));")).Message.ShouldBe(message);
    }

    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorDriver driver) =>
        driver.GetRunResult().Results.Single().TrackedOutputSteps.SelectMany(steps => steps.Value).SelectMany(step => step.Outputs).Select(output => output.Reason);

    private static List<string> Texts(Generation generation) => [.. generation.Sources.Select(source => source.SourceText.ToString())];
}
