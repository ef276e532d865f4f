namespace SmartKart.Schemas.Generator.Tests;

public sealed class EqualityTests
{
    private const string Bytes = "\"bytes\"";
    private const string Lists = """{"type": "array", "items": {"type": "array", "items": "string"}}""";
    private const string Maps = """{"type": "map", "values": ["null", "bytes"]}""";
    private const string Union = """["null", {"type": "array", "items": "int"}, "string"]""";
    private const string Inner = """{"type": "record", "name": "Inner", "fields": [{"name": "b", "type": "bytes"}]}""";

    [Theory]
    [InlineData(Bytes, "new byte[] { 1, 2 }", "new byte[] { 1, 3 }")]
    [InlineData("""["null", "bytes"]""", "new byte[] { 1 }", "null")]
    [InlineData("""["null", "bytes"]""", "new byte[] { 1 }", "new byte[] { 2 }")]
    [InlineData(Lists, "[[\"a\"], []]", "[[\"a\"]]")]
    [InlineData(Lists, "[[\"a\"], []]", "[[\"b\"], []]")]
    [InlineData(Maps, "new Dictionary<string, ReadOnlyMemory<byte>?> { [\"a\"] = new byte[] { 1 }, [\"b\"] = null }", "new Dictionary<string, ReadOnlyMemory<byte>?> { [\"a\"] = new byte[] { 1 }, [\"c\"] = null }")]
    [InlineData(Maps, "new Dictionary<string, ReadOnlyMemory<byte>?> { [\"a\"] = new byte[] { 1 } }", "new Dictionary<string, ReadOnlyMemory<byte>?> { [\"a\"] = new byte[] { 2 } }")]
    [InlineData(Maps, "new Dictionary<string, ReadOnlyMemory<byte>?> { [\"a\"] = null }", "new Dictionary<string, ReadOnlyMemory<byte>?>()")]
    [InlineData(Union, "new T.SampleIt.OfArray([1])", "new T.SampleIt.OfArray([2])")]
    [InlineData(Union, "new T.SampleIt.OfArray([])", "null")]
    [InlineData(Union, "new T.SampleIt.OfString(\"a\")", "new T.SampleIt.OfArray([])")]
    [InlineData(Inner, "new T.Inner { B = new byte[] { 1 } }", "new T.Inner { B = new byte[] { 2 } }")]
    public void Records_are_equal_by_what_they_hold(string schema, string value, string other) =>
        Generation.Of($$"""{"type": "record", "name": "t.Sample", "fields": [{"name": "id", "type": "int"}, {"name": "it", "type": {{schema}}}]}""").Run($$"""
            var a = new T.Sample { Id = 1, It = {{value}} };
            var b = new T.Sample { Id = 1, It = {{value}} };
            var c = new T.Sample { Id = 1, It = {{other}} };
            return (a == b) + " " + (a.GetHashCode() == b.GetHashCode()) + " " + (a == c) + " " + (a == (a with { Id = 2 })) + " " + a.Equals(null);
            """).ShouldBe("True True False False False");

    [Fact]
    public void A_list_that_was_never_set_equals_only_another() =>
        Generation.Of($$"""{"type": "record", "name": "t.Sample", "fields": [{"name": "it", "type": {{Lists}}}]}""").Run("""
            var (unset, empty) = (new T.Sample { It = default }, new T.Sample { It = [] });
            return (unset == new T.Sample { It = default }) + " " + (unset == empty) + " " + (empty == unset);
            """).ShouldBe("True False False");
}
