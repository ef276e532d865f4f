namespace SmartKart.Schemas;

/// <summary>The fewest bytes that a value of a schema takes: what a count of items must be paid with.</summary>
internal static class EncodedSize
{
    /// <summary>A lower bound that is 0 only where a value can take no bytes: null, an empty record, a fixed of none.</summary>
    public static int Min(AvroSchema schema) => (int)Math.Min(Min(schema, []), int.MaxValue);

    private static long Min(AvroSchema schema, Dictionary<AvroSchema, long> known)
    {
        if (known.TryGetValue(schema, out var bytes)) return bytes;
        switch (schema)
        {
            case FixedSchema f: return f.Size;
            case UnionSchema { Branches.Count: > 0 } union: return 1 + union.Branches.Min(branch => Min(branch, known));
            case RecordSchema record:
                known[record] = 0;      // inside itself it stands in a union or a block, which take a byte whatever it takes
                return known[record] = record.Fields.Sum(field => Math.Min(Min(field.Schema, known), int.MaxValue));
        }
        return schema.Type switch
        {
            AvroType.Null => 0,
            AvroType.Float => 4,
            AvroType.Double => 8,
            _ => 1,
        };
    }
}
