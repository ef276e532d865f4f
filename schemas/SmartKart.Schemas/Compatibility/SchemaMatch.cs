namespace SmartKart.Schemas;

/// <summary>The specification's "match": what may be tried to read what, before looking inside.</summary>
internal static class SchemaMatch
{
    /// <summary>Whether the names of two types match: without their namespaces, or by an alias of the reader's.</summary>
    public static bool Names(NamedSchema reader, NamedSchema writer) =>
        reader.Name.Name == writer.Name.Name || reader.Aliases.Contains(writer.FullName);

    /// <summary>Whether a primitive is read as another, wider one.</summary>
    public static bool Promotes(AvroType writer, AvroType reader) => (writer, reader) switch
    {
        (AvroType.Int, AvroType.Long or AvroType.Float or AvroType.Double) => true,
        (AvroType.Long, AvroType.Float or AvroType.Double) => true,
        (AvroType.Float, AvroType.Double) => true,
        (AvroType.String, AvroType.Bytes) or (AvroType.Bytes, AvroType.String) => true,
        _ => false,
    };

    /// <summary>How well a branch of a reader's union suits a writer's type: 0 not at all, more is better.</summary>
    public static int Branch(AvroSchema reader, AvroSchema writer)
    {
        if (reader.Type != writer.Type) return Promotes(writer.Type, reader.Type) ? 1 : 0;
        if (reader is not NamedSchema named || writer is not NamedSchema other) return 3;
        return named.FullName == other.FullName ? 3 : Names(named, other) ? 2 : 0;
    }

    /// <summary>
    /// The writer's field that a reader's field takes its value from, or null: by its name, else by the first of its aliases
    /// that the writer has. A field of the writer that the reader has under its own name is nobody else's by alias.
    /// </summary>
    public static RecordField? WriterField(RecordSchema reader, RecordField field, RecordSchema writer)
    {
        if (writer.Field(field.Name) is { } same) return same;
        foreach (var alias in field.Aliases)
            if (reader.Field(alias) is null && writer.Field(alias) is { } renamed) return renamed;
        return null;
    }
}
