namespace SmartKart.Schemas;

/// <summary>
/// What can be wrong with a pair of schemas, in words. Either side may be the one that can still be changed, so a remedy names both.
/// </summary>
/// <param name="Kind">Why.</param>
/// <param name="At">Where, from the pair's place on.</param>
/// <param name="Reason">What does not fit, and the remedy.</param>
internal sealed record CompatibilityFault(IncompatibilityKind Kind, PathStep At, string Reason)
{
    // A reason is to be read: past this many names it says how many more there are.
    private const int MaxListed = 10;

    public static CompatibilityFault Name(NamedSchema reader, NamedSchema writer) => new(IncompatibilityKind.NameMismatch, new PathStep("/name"),
        $"the reader's {reader.Type.Keyword()} '{reader.FullName}' is not the writer's '{writer.FullName}'; " +
        $"keep one name, or add '{writer.FullName}' to the reader's aliases.");

    public static CompatibilityFault Size(FixedSchema reader, FixedSchema writer) => new(IncompatibilityKind.FixedSizeMismatch, new PathStep("/size"),
        $"the reader's fixed '{reader.FullName}' has {reader.Size} bytes and the writer's {writer.Size}; " +
        "keep the size, or add a field with a fixed of another name.");

    public static CompatibilityFault? MissingSymbols(EnumSchema reader, EnumSchema writer)
    {
        if (reader.Default is not null) return null;
        var missing = writer.Symbols.Where(symbol => reader.IndexOf(symbol) < 0).ToList();
        return missing.Count == 0 ? null : new CompatibilityFault(IncompatibilityKind.MissingEnumSymbols, new PathStep("/symbols"),
            $"the reader's enum '{reader.FullName}' lacks the writer's {Listed(missing)}; " +
            "add what is lacking to the reader, or give the reader's enum a default symbol.");
    }

    public static CompatibilityFault NoDefault(RecordField field, RecordSchema writer) => new(IncompatibilityKind.ReaderFieldMissingDefaultValue,
        new PathStep($"/fields/{field.Index}", field.Name),
        $"the reader's field '{field.Name}' has no default, and the writer's record '{writer.FullName}' has no such field; " +
        "give it a default in the reader, name the writer's field among its aliases, or keep the field in the writer.");

    public static CompatibilityFault Type(AvroSchema reader, AvroSchema writer) => new(IncompatibilityKind.TypeMismatch, default,
        $"data written as {Describe(writer)} cannot be read as {Describe(reader)}; " +
        (SchemaMatch.Promotes(reader.Type, writer.Type)
            ? $"{reader.Type.Keyword()} widens to {writer.Type.Keyword()} and not back: let the reader have {writer.Type.Keyword()}, or the writer {reader.Type.Keyword()}."
            : "keep the type, or add a field of the new type beside the old one."));

    public static CompatibilityFault Meaning(string meaning) => new(IncompatibilityKind.TypeMismatch, default, meaning);

    public static CompatibilityFault Branch(UnionSchema reader, AvroSchema writer) => new(IncompatibilityKind.MissingUnionBranch, default,
        $"the reader's union of {Listed(reader.Branches.Select(branch => branch.FullName).ToList())} has no branch for the writer's {Describe(writer)}; " +
        "add one to the reader's union, or keep the writer from writing it.");

    private static string Describe(AvroSchema schema) => schema is NamedSchema named ? $"{named.Type.Keyword()} '{named.FullName}'" : schema.Type.Keyword();

    private static string Listed(List<string> names) => names.Count switch
    {
        0 => "nothing",
        > MaxListed => $"{string.Join(", ", names.Take(MaxListed))} and {names.Count - MaxListed} more",
        _ => string.Join(", ", names),
    };
}
