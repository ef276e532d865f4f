using System.Globalization;

namespace SmartKart.Schemas;

/// <summary>Which JSON stands for a value of which schema, as a field's default (Avro 1.11, "Complex Types, Records").</summary>
internal sealed class DefaultRules
{
    // What is not written, but follows from the defaults of a default's own fields, is bounded: forty records, each with two of the
    // next by default, are a schema of a few lines and a terabyte of values.
    private const int MaxImpliedValues = 10_000;
    private const int MaxImpliedDepth = 64;

    private readonly HashSet<RecordField> _drawn;       // the fields whose defaults are being looked at
    private int _impliedValues;

    private DefaultRules(RecordField field) => _drawn = [field];

    /// <summary>Refuses a default that is no value of the field's schema, or that has no end.</summary>
    public static void Check(RecordField field)
    {
        if (field.Default is { } json && new DefaultRules(field).Problem(field.Schema, json) is { } problem)
            throw new SchemaParseException(json.At, $"the default of field '{field.Name}' does not fit: {problem}");
    }

    private string? Problem(AvroSchema schema, JsonValue json)
    {
        if (_drawn.Count > 1 && ++_impliedValues > MaxImpliedValues)
            return $"the defaults of the fields inside it come to over {MaxImpliedValues} values.";
        if (!Fits(schema, json)) return $"{json} is not {What(schema)}.";
        return schema switch
        {
            ArraySchema array => First(json.Items, item => Problem(array.Items, item)),
            MapSchema map => First(json.Members, member => Problem(map.Values, member.Value)),
            RecordSchema record => First(record.Fields, field => InRecord(record, field, json)),
            UnionSchema { Branches.Count: 0 } => "an empty union has no values.",
            UnionSchema union => Problem(union.Branches[0], json) is { } problem ? $"{problem} A union's default is of its first branch." : null,
            _ => null,
        };
    }

    private static bool Fits(AvroSchema schema, JsonValue json) => schema.Type switch
    {
        AvroType.Null => json.Kind == JsonKind.Null,
        AvroType.Boolean => json.Kind is JsonKind.True or JsonKind.False,
        AvroType.Int => json.Kind == JsonKind.Number && int.TryParse(json.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        AvroType.Long => json.Kind == JsonKind.Number && long.TryParse(json.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        AvroType.Float => json.Kind == JsonKind.Number && IsWithin(json, float.MaxValue),
        AvroType.Double => json.Kind == JsonKind.Number && IsWithin(json, double.MaxValue),
        AvroType.String => json.Kind == JsonKind.String,
        AvroType.Bytes => json.Kind == JsonKind.String && json.Text.All(c => c <= 0xFF),
        AvroType.Fixed => json.Kind == JsonKind.String && json.Text.All(c => c <= 0xFF) && json.Text.Length == ((FixedSchema)schema).Size,
        AvroType.Enum => json.Kind == JsonKind.String && ((EnumSchema)schema).IndexOf(json.Text) >= 0,
        AvroType.Array => json.Kind == JsonKind.Array,
        AvroType.Map or AvroType.Record => json.Kind == JsonKind.Object,
        _ => true,
    };

    private static bool IsWithin(JsonValue json, double most) =>
        double.TryParse(json.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && Math.Abs(value) <= most;

    private string? InRecord(RecordSchema record, RecordField field, JsonValue json)
    {
        if (json[field.Name] is { } written) return Problem(field.Schema, written);
        if (field.Default is null) return $"it lacks '{field.Name}' of record '{record.FullName}', which has no default of its own.";
        if (_drawn.Count > MaxImpliedDepth) return $"the defaults of the fields inside it are nested over {MaxImpliedDepth} deep.";
        if (!_drawn.Add(field)) return $"with the default of '{record.FullName}.{field.Name}' it contains itself, without end; put null first in the union.";
        var problem = Problem(field.Schema, field.Default);
        _drawn.Remove(field);
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
        { Type: AvroType.Float or AvroType.Double } => $"a number within {schema.Type.Keyword()}",
        _ => schema.Type.Keyword(),
    };
}
