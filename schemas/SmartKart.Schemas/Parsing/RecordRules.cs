namespace SmartKart.Schemas;

/// <summary>What a record may contain.</summary>
internal static class RecordRules
{
    // Records nested in records multiply: 40 levels of two fields each would be a schema of a few lines and a terabyte of fields.
    private const int MaxFields = 10_000;

    /// <summary>Refuses a record that contains itself in a field that is always there, since no value of it is finite; and one whose
    /// nested records come to more than 10,000 fields.</summary>
    public static void Check(RecordSchema record)
    {
        if (Contains(record, record, []) is { } path)
            throw new SchemaParseException(record.At,
                $"record '{record.FullName}' contains itself in '{path}', without end; make the field a union with null, an array or a map.");
        if (Fields(record, []) > MaxFields)
            throw new SchemaParseException(record.At, $"record '{record.FullName}' has over {MaxFields} fields with those of the records inside it; split it.");
    }

    private static string? Contains(RecordSchema within, RecordSchema wanted, HashSet<RecordSchema> seen)
    {
        if (!seen.Add(within)) return null;
        foreach (var field in within.Fields)
        {
            if (field.Schema is not RecordSchema inner) continue;
            if (ReferenceEquals(inner, wanted)) return $"{within.FullName}.{field.Name}";
            if (Contains(inner, wanted, seen) is { } path) return path;
        }
        return null;
    }

    private static long Fields(RecordSchema record, Dictionary<RecordSchema, long> known)
    {
        if (known.TryGetValue(record, out var count)) return count;
        known[record] = 0;      // a record that contains itself is refused by its own check
        foreach (var field in record.Fields)
            count = Math.Min(count + 1 + (field.Schema is RecordSchema inner ? Fields(inner, known) : 0), MaxFields + 1);
        return known[record] = count;
    }
}
