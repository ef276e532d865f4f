namespace SmartKart.Schemas;

/// <summary>What a record may contain.</summary>
internal static class RecordRules
{
    /// <summary>Refuses a record that contains itself in a field that is always there: no value of it is finite.</summary>
    public static void CheckItCanEnd(RecordSchema record)
    {
        if (Contains(record, record, []) is { } path)
            throw new SchemaParseException(record.At,
                $"record '{record.FullName}' contains itself in '{path}', without end; make the field a union with null, an array or a map.");
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
}
