namespace SmartKart.Schemas.Generator.Tests;

public sealed class RecursionTests
{
    private readonly Generation _generated = Generation.Of("""
        {"type": "record", "name": "t.Node", "fields": [
          {"name": "value", "type": "int"},
          {"name": "next", "type": ["null", "Node"], "default": null},
          {"name": "children", "type": {"type": "array", "items": "Node"}, "default": []},
          {"name": "named", "type": {"type": "map", "values": {"type": "record", "name": "Link", "fields": [{"name": "to", "type": "Node"}]}}, "default": {}}]}
        """);

    [Fact]
    public void A_record_that_contains_itself_comes_back() =>
        _generated.Run("""
            var leaf = new T.Node { Value = 1 };
            var tree = new T.Node { Value = 2, Next = leaf, Children = [leaf, leaf with { Next = leaf }], Named = new Dictionary<string, T.Link> { ["a"] = new T.Link { To = leaf } } };
            return Decode<T.Node>(Encode(tree)) == tree;
            """).ShouldBe(true);

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void Records_may_be_nested_512_deep(int depth, bool fits)
    {
        var statements = $$"""
            var list = new T.Node { Value = 0 };
            for (var i = 1; i < {{depth}}; i++) list = new T.Node { Value = i, Next = list };
            return Decode<T.Node>(Encode(list)).Value;
            """;
        if (fits) _generated.Run(statements).ShouldBe(depth - 1);
        else Should.Throw<AvroDataException>(() => _generated.Run(statements)).Problem.ShouldBe("records nested more than 512 deep.");
    }
}
