namespace SmartKart.Schemas.Generator.Shapes;

/// <summary>A map, as a read-only dictionary. Where a key comes twice in the data, the last value stands.</summary>
internal sealed class MapShape(Shape values, int minEntryBytes, string path, string codec) : Shape
{
    /// <summary>The shape of each value.</summary>
    public Shape Values => values;

    /// <summary>The type that is read into.</summary>
    public string Dictionary => $"global::System.Collections.Generic.Dictionary<string, {values.Type}>";

    public override string Type => $"global::System.Collections.Generic.IReadOnlyDictionary<string, {values.Type}>";

    public override bool IsValueType => false;

    public override bool HasValueEquality => false;

    public override string Read() => $"Read{path}(ref reader)";

    public override string Write(string value, string field) => $"Write{path}(ref writer, {value}, {field});";

    public override string Size(string value, string field) => $"Size{path}({value}, {field}, depth)";

    public override string Same(string left, string right) => $"{codec}.Same{path}({left}, {right})";

    public override IEnumerable<(string FullName, string Source)> Types() => values.Types();

    public override IEnumerable<string> Methods()
    {
        yield return $$"""
            private static {{Type}} Read{{path}}(ref global::SmartKart.Schemas.AvroReader reader)
            {
                var entries = new {{Dictionary}}();
                for (int block; (block = reader.ReadBlock({{minEntryBytes}})) > 0;)
                {
                    for (; block > 0; block--)
                    {
                        var key = reader.ReadString();
                        entries[key] = {{values.Read()}};
                    }
                }
                return entries;
            }
            """;
        yield return $$"""
            private static void Write{{path}}(ref global::SmartKart.Schemas.AvroWriter writer, {{Type}} entries, string field)
            {
                if (global::SmartKart.Schemas.AvroSize.Present(entries, field).Count > 0)
                {
                    writer.WriteBlock(entries.Count);
                    foreach (var entry in entries)
                    {
                        writer.WriteString(entry.Key, field);
                        {{values.Write("entry.Value", "field")}}
                    }
                }
                writer.WriteBlock(0);
            }
            """;
        yield return $$"""
            private static int Size{{path}}({{Type}} entries, string field, int depth)
            {
                var bytes = global::SmartKart.Schemas.AvroSize.Block;
                foreach (var entry in global::SmartKart.Schemas.AvroSize.Present(entries, field))
                    checked { bytes += global::SmartKart.Schemas.AvroSize.String(entry.Key, field) + {{values.Size("entry.Value", "field")}}; }
                return bytes;
            }
            """;
        yield return $$"""
            internal static bool Same{{path}}({{Type}} left, {{Type}} right)
            {
                if (left.Count != right.Count) return false;
                foreach (var entry in left)
                    if (!right.TryGetValue(entry.Key, out var other) || !({{values.Same("entry.Value", "other")}})) return false;
                return true;
            }
            """;
        foreach (var method in values.Methods()) yield return method;
    }
}
