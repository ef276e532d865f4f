using System.Globalization;

namespace SmartKart.Schemas;

/// <summary>Which JSON stands for a value of which schema, as a field's default (Avro 1.11, "Complex Types, Records").</summary>
internal static class DefaultRules
{
    /// <summary>Refuses a default that is no value of the field's schema.</summary>
    public static void Check(RecordField field)
    {
        if (field.Default is { } json && Problem(field.Schema, json, new() { [field] = true }) is { } problem)
            throw new SchemaParseException(json.At, $"the default of field '{field.Name}' does not fit: {problem}");
    }

    // Drawn: the fields whose own defaults fill this one; true while such a default is still being looked at.
    private static string? Problem(AvroSchema schema, JsonValue json, Dictionary<RecordField, bool> drawn)
    {
        var fits = schema.Type switch
        {
            AvroType.Null => json.Kind == JsonKind.Null,
            AvroType.Boolean => json.Kind is JsonKind.True or JsonKind.False,
            AvroType.Int => json.Kind == JsonKind.Number && int.TryParse(json.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            AvroType.Long => json.Kind == JsonKind.Number && long.TryParse(json.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
            AvroType.Float => json.Kind == JsonKind.Number && float.TryParse(json.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var it) && !float.IsInfinity(it),
            AvroType.Double => json.Kind == JsonKind.Number && double.TryParse(json.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var it) && !double.IsInfinity(it),
            AvroType.String => json.Kind == JsonKind.String,
            AvroType.Bytes => json.Kind == JsonKind.String && json.Text.All(c => c <= 0xFF),
            AvroType.Fixed => json.Kind == JsonKind.String && json.Text.All(c => c <= 0xFF) && json.Text.Length == ((FixedSchema)schema).Size,
            AvroType.Enum => json.Kind == JsonKind.String && ((EnumSchema)schema).IndexOf(json.Text) >= 0,
            AvroType.Array => json.Kind == JsonKind.Array,
            AvroType.Map or AvroType.Record => json.Kind == JsonKind.Object,
            _ => true,
        };
        if (!fits) return $"{json} is not {What(schema)}.";
        return schema switch
        {
            ArraySchema array => First(json.Items, item => Problem(array.Items, item, drawn)),
            MapSchema map => First(json.Members, member => Problem(map.Values, member.Value, drawn)),
            RecordSchema record => First(record.Fields, field => InRecord(record, field, json, drawn)),
            UnionSchema { Branches.Count: 0 } => "an empty union has no values.",
            UnionSchema union => Problem(union.Branches[0], json, drawn) is { } problem ? $"{problem} A union's default is of its first branch." : null,
            _ => null,
        };
    }

    private static string? InRecord(RecordSchema record, RecordField field, JsonValue json, Dictionary<RecordField, bool> drawn)
    {
        if (json[field.Name] is { } value) return Problem(field.Schema, value, drawn);
        if (field.Default is null) return $"it lacks '{field.Name}' of record '{record.FullName}', which has no default of its own.";
        if (drawn.TryGetValue(field, out var unfinished))
            return unfinished ? $"with the default of '{record.FullName}.{field.Name}' it contains itself, without end; put null first in the union." : null;
        drawn.Add(field, true);
        var problem = Problem(field.Schema, field.Default, drawn);
        drawn[field] = false;
        return problem;
    }

    private static string? First<T>(IEnumerable<T> values, Func<T, string?> problem)
    {
        foreach (var value in values)
            if (problem(value) is { } found) return found;
        return null;
    }

    private static string What(AvroSchema schema) => schema switch
    {
        FixedSchema f => $"a string of {f.Size} characters up to \\u00ff",
        EnumSchema e => $"one of {string.Join(", ", e.Symbols)}",
        { Type: AvroType.Bytes } => "a string of characters up to \\u00ff",
        { Type: AvroType.Record or AvroType.Map } => "an object",
        { Type: AvroType.Int } => "a whole number of 32 bits",
        { Type: AvroType.Long } => "a whole number of 64 bits",
        _ => schema.Type.Keyword(),
    };
}
