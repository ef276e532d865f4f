using System.Text;
using SmartKart.Schemas.Generator.Emit;

namespace SmartKart.Schemas.Generator.Shapes;

/// <summary>A union of several: a closed family of records, one per branch, so that a <c>switch</c> tells them apart. Null is C#'s null.</summary>
/// <param name="type">The family's C# name, as generated code refers to it.</param>
/// <param name="name">The family's C# name, without its namespace.</param>
/// <param name="branches">Each branch's case name and shape; a null shape for the branch <c>null</c>.</param>
/// <param name="path">The field's path in Pascal case, to name the methods.</param>
/// <param name="schema">The union as JSON, for the docs.</param>
internal sealed class UnionShape(string type, string name, IReadOnlyList<(string Case, Shape? Shape)> branches, string path, string schema) : Shape
{
    private readonly bool _nullable = branches.Any(branch => branch.Shape is null);

    public override string Type => _nullable ? type + "?" : type;

    public override bool IsValueType => false;

    /// <summary>An expression of a value of the first branch, whose shape the function is given.</summary>
    public string First(Func<Shape, string> value) =>
        branches[0] is (var it, { } shape) ? $"new {type}.{it}({value(shape)})" : "null";

    public override string Read() => $"Read{path}(ref reader)";

    public override string Write(string value, string field) => $"Write{path}(ref writer, {value}, {field});";

    public override string Size(string value, string field) => $"Size{path}({value}, {field}, depth)";

    public override IEnumerable<string> Methods()
    {
        yield return $$"""
            private static {{Type}} Read{{path}}(ref global::SmartKart.Schemas.AvroReader reader) => reader.ReadUnion({{branches.Count}}) switch
            {
            {{Lines(index => $"    {index} => {(branches[index].Shape is { } shape ? $"new {type}.{branches[index].Case}({shape.Read()})" : "null")},")}}
                _ => throw new global::System.Diagnostics.UnreachableException(),
            };
            """;
        yield return $$"""
            private static void Write{{path}}(ref global::SmartKart.Schemas.AvroWriter writer, {{Type}} value, string field)
            {
                switch ({{(_nullable ? "value" : "global::SmartKart.Schemas.AvroSize.Present(value, field)")}})
                {
            {{Lines(index => branches[index] is (var it, { } shape)
                ? $"        case {type}.{it} it: writer.WriteUnion({index}); {shape.Write("it.Value", "field")} break;"
                : $"        case null: writer.WriteUnion({index}); break;")}}
                    default: throw new global::System.Diagnostics.UnreachableException();
                }
            }
            """;
        yield return $$"""
            private static int Size{{path}}({{Type}} value, string field, int depth) => {{(_nullable ? "value" : "global::SmartKart.Schemas.AvroSize.Present(value, field)")}} switch
            {
            {{Lines(index => branches[index] is (var it, { } shape)
                ? $"    {type}.{it}{(shape.ConstantSize is null ? " it" : "")} => {IndexSize} + {shape.Size("it.Value", "field")},"
                : $"    null => {IndexSize},")}}
                _ => throw new global::System.Diagnostics.UnreachableException(),
            };
            """;
        foreach (var method in branches.SelectMany(branch => branch.Shape?.Methods() ?? [])) yield return method;
    }

    public override IEnumerable<(string FullName, string Source)> Types()
    {
        var text = new StringBuilder();
        text.Append($"/// <summary>One of <c>{Docs.Escape(schema)}</c>.</summary>\npublic abstract record {name}\n{{\n    private {name}() {{ }}\n");
        foreach (var (it, shape) in branches)
        {
            if (shape is null) continue;
            text.Append($"\n    /// <summary>The branch <c>{Docs.Escape(it.Substring(2))}</c>.</summary>\n    /// <param name=\"Value\">Its value.</param>\n");
            if (shape.HasValueEquality)
            {
                text.Append($"    public sealed record {it}({shape.Type} Value) : {name};\n");
                continue;
            }
            text.Append($$"""
                    public sealed record {{it}}({{shape.Type}} Value) : {{name}}
                    {
                        /// <inheritdoc/>
                        public bool Equals({{it}}? other) => other is not null && {{shape.Same("Value", "other.Value")}};

                        /// <inheritdoc/>
                        public override int GetHashCode() => typeof({{it}}).GetHashCode();
                    }

                """.Replace("\r", ""));
        }
        yield return (type.Substring("global::".Length), text.Append("}\n").ToString());
        foreach (var inner in branches.SelectMany(branch => branch.Shape?.Types() ?? [])) yield return inner;
    }

    private int IndexSize => branches.Count <= 64 ? 1 : 5;

    private string Lines(Func<int, string> line) => string.Join("\n", Enumerable.Range(0, branches.Count).Select(line));
}
