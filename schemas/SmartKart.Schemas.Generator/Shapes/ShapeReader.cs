namespace SmartKart.Schemas.Generator.Shapes;

/// <summary>Schema → shape, for the fields of one record.</summary>
internal sealed class ShapeReader(RecordSchema record, CSharpNames csharp)
{
    private readonly string _codec = $"{csharp.Global(record)}Codec";

    /// <summary>The shape of a field.</summary>
    public Shape Of(RecordField field) => Of(field.Schema, CSharpNames.Property(field, record), field.At);

    // No property has an underscore inside, so that the path of an item is no other field's.
    private Shape Of(AvroSchema schema, string path, SourcePosition at) => schema switch
    {
        RecordSchema inner => new RecordShape(csharp.Global(inner)),
        EnumSchema symbols => new EnumShape(csharp.Global(symbols), symbols.Symbols.Count),
        ArraySchema array => new ArrayShape(Of(array.Items, path + "_Item", at), array.MinItemBytes, path, _codec),
        MapSchema map => new MapShape(Of(map.Values, path + "_Value", at), map.MinEntryBytes, path, _codec),
        UnionSchema union => Union(union, path, at),
        _ => LeafShape.Of(schema),
    };

    private Shape Union(UnionSchema union, string path, SourcePosition at)
    {
        var others = union.Branches.Where(branch => branch.Type != AvroType.Null).ToList();
        if (others.Count == 0)
            throw new SchemaParseException(
                at, $"a union of {(union.Branches.Count == 0 ? "nothing" : "null alone")} has no type in C#; add a branch, or use \"null\" itself.");
        if (others.Count == 1 && union.Branches.Count == 2) return new NullableShape(Of(others[0], path, at), union.NullIndex == 0, path);
        var name = CSharpNames.Type(record) + path.Replace("_", "");
        var space = csharp.Namespace(record);
        var branches = union.Branches.Select(branch => branch.Type == AvroType.Null
            ? (Case: "", Shape: (Shape?)null)
            : (Case: "Of" + CaseOf(branch), Shape: Of(branch, $"{path}_{CaseOf(branch)}", at))).ToList();
        if (branches.GroupBy(branch => branch.Case).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new SchemaParseException(at, $"two branches of the union would both be {name}.{twice.Key} in C#; rename one of the types.");
        return new UnionShape($"global::{(space.Length == 0 ? "" : space + ".")}{name}", name, branches, path, union.ToString());
    }

    private static string CaseOf(AvroSchema branch) =>
        CSharpNames.Pascal(branch is NamedSchema named ? named.Name.Name : branch.Logical?.Keyword.Replace('-', '_') ?? branch.Type.Keyword());
}
