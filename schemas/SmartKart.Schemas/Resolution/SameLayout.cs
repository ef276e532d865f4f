namespace SmartKart.Schemas;

/// <summary>Whether two schemas lay out the same values in the same bytes, so that nothing need be projected.</summary>
internal static class SameLayout
{
    /// <summary>True where the canonical forms are one, and no logical type differs below them.</summary>
    public static bool Of(AvroSchema writer, AvroSchema reader) =>
        ReferenceEquals(writer, reader) || (CanonicalForm.Of(writer) == CanonicalForm.Of(reader) && SameMeaning(writer, reader, []));

    private static bool SameMeaning(AvroSchema writer, AvroSchema reader, HashSet<(AvroSchema, AvroSchema)> seen)
    {
        if (!seen.Add((writer, reader))) return true;
        if (SchemaMatch.Meaning(writer, reader) is not null) return false;
        return (writer, reader) switch
        {
            (RecordSchema w, RecordSchema r) => w.Fields.Zip(r.Fields).All(pair => SameMeaning(pair.First.Schema, pair.Second.Schema, seen)),
            (ArraySchema w, ArraySchema r) => SameMeaning(w.Items, r.Items, seen),
            (MapSchema w, MapSchema r) => SameMeaning(w.Values, r.Values, seen),
            (UnionSchema w, UnionSchema r) => w.Branches.Zip(r.Branches).All(pair => SameMeaning(pair.First, pair.Second, seen)),
            _ => true,
        };
    }
}
