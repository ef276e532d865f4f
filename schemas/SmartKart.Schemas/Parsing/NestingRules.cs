namespace SmartKart.Schemas;

/// <summary>How deep a schema may reach.</summary>
internal static class NestingRules
{
    // What JSON may be nested (see JsonValue): the schema's own text, with each type written out where it is first used, must be
    // readable again. Types that refer to each other by name could else reach as deep as their text is long, and exhaust the stack
    // of whoever walks them.
    private const int MaxDepth = 128;

    /// <summary>Refuses a schema whose types, followed from name to name, are nested too deep.</summary>
    /// <param name="at">Where the schema begins.</param>
    /// <param name="schema">The whole schema.</param>
    /// <param name="defined">The named types that it defines, in their order: each but refers to earlier ones and to those around it,
    /// so that this walk itself never goes deep.</param>
    public static void Check(SourcePosition at, AvroSchema schema, IReadOnlyList<NamedSchema> defined)
    {
        var known = new Dictionary<AvroSchema, int>();
        foreach (var type in defined) Refuse(type.At, type, Depth(type, known));
        Refuse(at, schema, Depth(schema, known));
    }

    private static void Refuse(SourcePosition at, AvroSchema schema, int depth)
    {
        if (depth > MaxDepth) throw new SchemaParseException(at, $"'{schema.FullName}' is nested over {MaxDepth} deep, counting the types that it refers to; make it flatter.");
    }

    // In levels of JSON: a record is an object, with an array, with an object per field.
    private static int Depth(AvroSchema schema, Dictionary<AvroSchema, int> known)
    {
        if (known.TryGetValue(schema, out var depth)) return depth;
        known[schema] = 0;      // inside itself a type is but a name
        return known[schema] = schema switch
        {
            RecordSchema record => 3 + record.Fields.Select(field => Depth(field.Schema, known)).DefaultIfEmpty().Max(),
            ArraySchema array => 1 + Depth(array.Items, known),
            MapSchema map => 1 + Depth(map.Values, known),
            UnionSchema union => 1 + union.Branches.Select(branch => Depth(branch, known)).DefaultIfEmpty().Max(),
            PrimitiveSchema { Logical: null } => 0,
            _ => 1,
        };
    }
}
