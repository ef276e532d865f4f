namespace SmartKart.Schemas;

/// <summary>Which schema may stand for which (Avro 1.11, "Schema Resolution"): the shallow test, before fields are looked at.</summary>
internal static class SchemaMatch
{
    /// <summary>Whether data of the writer's schema may be readable as the reader's.</summary>
    public static bool Matches(AvroSchema writer, AvroSchema reader) => (writer, reader) switch
    {
        (UnionSchema, _) or (_, UnionSchema) => true,
        (ArraySchema w, ArraySchema r) => Matches(w.Items, r.Items),
        (MapSchema w, MapSchema r) => Matches(w.Values, r.Values),
        (FixedSchema w, FixedSchema r) => w.Size == r.Size && NamesMatch(w, r) && Meaning(w, r) is null,
        (NamedSchema w, NamedSchema r) => w.Type == r.Type && NamesMatch(w, r),
        _ => (writer.Type == reader.Type || Promotes(writer.Type, reader.Type)) && Meaning(writer, reader) is null,
    };

    /// <summary>Whether both are one type, of one full name and one meaning: the branch of a union that needs no promotion.</summary>
    public static bool IsItself(AvroSchema writer, AvroSchema reader) =>
        writer.Type == reader.Type && writer.FullName == reader.FullName && Meaning(writer, reader) is null;

    /// <summary>Whether the names agree: unqualified, or through an alias of the reader's.</summary>
    public static bool NamesMatch(NamedSchema writer, NamedSchema reader) =>
        writer.Name.Name == reader.Name.Name || reader.Aliases.Contains(writer.FullName);

    /// <summary>Whether the specification promotes one type to the other.</summary>
    public static bool Promotes(AvroType writer, AvroType reader) => (writer, reader) switch
    {
        (AvroType.Int, AvroType.Long or AvroType.Float or AvroType.Double) => true,
        (AvroType.Long, AvroType.Float or AvroType.Double) => true,
        (AvroType.Float, AvroType.Double) => true,
        (AvroType.String, AvroType.Bytes) or (AvroType.Bytes, AvroType.String) => true,
        _ => false,
    };

    /// <summary>Why equal bytes would mean different values: decimals of another scale, as the specification says; and, which
    /// it passes over, a decimal promoted to text, and times in another unit, wrong by a factor of 1,000. Null where they mean the same.</summary>
    public static string? Meaning(AvroSchema writer, AvroSchema reader)
    {
        if (writer.Type != reader.Type && (writer.Logical ?? reader.Logical) is { Kind: LogicalKind.Decimal } number)
            return $"the bytes of a {number} are no text; keep the type, or add a new field.";
        if (writer.Logical is not { } w || reader.Logical is not { } r || w == r) return null;
        return $"the writer's {w} and the reader's {r} give the same bytes different meanings; keep the logical type, or add a new field.";
    }
}
