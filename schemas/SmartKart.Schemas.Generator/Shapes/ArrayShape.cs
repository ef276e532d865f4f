namespace SmartKart.Schemas.Generator.Shapes;

/// <summary>An array, as an <c>ImmutableArray</c>: it cannot change behind its record's back, and is walked without a virtual call.</summary>
/// <param name="items">The shape of each item.</param>
/// <param name="minItemBytes">The fewest bytes of an item.</param>
/// <param name="path">The field's path in Pascal case, to name the methods.</param>
/// <param name="codec">The class that holds the methods.</param>
internal sealed class ArrayShape(Shape items, int minItemBytes, string path, string codec) : Shape
{
    /// <summary>The shape of each item.</summary>
    public Shape Items => items;

    public override string Type => $"global::System.Collections.Immutable.ImmutableArray<{items.Type}>";

    public override bool IsValueType => true;

    public override bool HasValueEquality => false;

    public override string Read() => $"Read{path}(ref reader)";

    public override string Write(string value, string field) => $"Write{path}(ref writer, {value}, {field});";

    public override string Size(string value, string field) => $"Size{path}({value}, {field}, depth)";

    public override string Same(string left, string right) => $"{codec}.Same{path}({left}, {right})";

    public override IEnumerable<(string FullName, string Source)> Types() => items.Types();

    public override IEnumerable<string> Methods()
    {
        var type = items.Type;
        yield return $$"""
            private static {{Type}} Read{{path}}(ref global::SmartKart.Schemas.AvroReader reader)
            {
                {{type}}[] items = [];
                var count = 0;
                for (int block; (block = reader.ReadBlock({{minItemBytes}})) > 0;)
                {
                    // The first block is as a rule the only one; more of them grow the array by doubling.
                    if (items.Length < count + block) global::System.Array.Resize(ref items, global::System.Math.Max(count + block, count * 2));
                    for (var end = count + block; count < end; count++) items[count] = {{items.Read()}};
                }
                if (items.Length != count) global::System.Array.Resize(ref items, count);
                return global::System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(items);
            }
            """;
        yield return $$"""
            private static void Write{{path}}(ref global::SmartKart.Schemas.AvroWriter writer, {{Type}} items, string field)
            {
                if (global::SmartKart.Schemas.AvroSize.Count(items, field) > 0)
                {
                    writer.WriteBlock(items.Length);
                    foreach (var item in items)
                    {
                        {{items.Write("item", "field")}}
                    }
                }
                writer.WriteBlock(0);
            }
            """;
        yield return items.ConstantSize is { } bytes
            ? $$"""
            private static int Size{{path}}({{Type}} items, string field, int depth) =>
                checked(global::SmartKart.Schemas.AvroSize.Block + global::SmartKart.Schemas.AvroSize.Count(items, field) * {{bytes}});
            """
            : $$"""
            private static int Size{{path}}({{Type}} items, string field, int depth)
            {
                var bytes = global::SmartKart.Schemas.AvroSize.Block;
                if (global::SmartKart.Schemas.AvroSize.Count(items, field) > 0)
                {
                    foreach (var item in items) checked { bytes += {{items.Size("item", "field")}}; }
                }
                return bytes;
            }
            """;
        yield return $$"""
            internal static bool Same{{path}}({{Type}} left, {{Type}} right)
            {
                if (left.IsDefault || right.IsDefault) return left.IsDefault == right.IsDefault;
                if (left.Length != right.Length) return false;
                for (var i = 0; i < left.Length; i++)
                    if (!({{items.Same("left[i]", "right[i]")}})) return false;
                return true;
            }
            """;
        foreach (var method in items.Methods()) yield return method;
    }
}
