using System.Globalization;
using System.Numerics;
using System.Text;
using SmartKart.Schemas.Generator.Shapes;

namespace SmartKart.Schemas.Generator.Emit;

/// <summary>A field's default as a C# expression: what the property holds where nobody sets it.</summary>
internal static class DefaultSource
{
    /// <summary>The expression.</summary>
    /// <exception cref="SchemaParseException">The default fits the type, but not its logical type.</exception>
    public static string Of(AvroSchema schema, Shape shape, JsonValue json, CSharpNames csharp) => (schema, shape) switch
    {
        ({ Logical: { } logical }, _) => Logical(logical, json),
        (UnionSchema union, _) => Union(union, shape, json, csharp),
        (RecordSchema record, _) => Record(record, json, csharp),
        (EnumSchema symbols, _) => $"{csharp.Global(symbols)}.{CSharpNames.Pascal(json.Text)}",
        (ArraySchema array, ArrayShape held) => $"[{string.Join(", ", json.Items.Select(item => Of(array.Items, held.Items, item, csharp)))}]",
        (MapSchema map, MapShape held) => Map(map, held, json, csharp),
        _ => Leaf(schema, json),
    };

    // A union's default is of its first branch.
    private static string Union(UnionSchema union, Shape shape, JsonValue json, CSharpNames csharp) => (union.Branches[0].Type, shape) switch
    {
        (AvroType.Null, _) => "null",
        (_, NullableShape held) => Of(union.Branches[0], held.Inner, json, csharp),
        (_, UnionShape family) => family.First(inner => Of(union.Branches[0], inner, json, csharp)),
        _ => throw new InvalidOperationException($"a union is held as {shape.GetType().Name}"),
    };

    private static string Record(RecordSchema record, JsonValue json, CSharpNames csharp)
    {
        var shapes = new ShapeReader(record, csharp);
        var members = record.Fields
            .Where(field => json[field.Name] is not null || field.Default is not null)
            .Select(field => $"{CSharpNames.Property(field, record)} = {Of(field.Schema, shapes.Of(field), json[field.Name] ?? field.Default!, csharp)}");
        return $"new {csharp.Global(record)} {{ {string.Join(", ", members)} }}";
    }

    private static string Map(MapSchema map, MapShape held, JsonValue json, CSharpNames csharp) =>
        json.Members.Count == 0
            ? $"global::System.Collections.Frozen.FrozenDictionary<string, {held.Values.Type}>.Empty"
            : $"new {held.Dictionary} {{ {string.Join(", ", json.Members.Select(member => $"[{Quote(member.Key)}] = {Of(map.Values, held.Values, member.Value, csharp)}"))} }}";

    private static string Leaf(AvroSchema schema, JsonValue json) => schema.Type switch
    {
        AvroType.Null => "default",
        AvroType.Boolean => json.IsTrue ? "true" : "false",
        AvroType.Int => json.Text,
        AvroType.Long => json.Text + "L",
        AvroType.Float => json.Text + "F",
        AvroType.Double => json.Text + "D",
        AvroType.String => Quote(json.Text),
        _ => $"new byte[] {{ {string.Join(", ", json.Text.Select(c => ((int)c).ToString(CultureInfo.InvariantCulture)))} }}",
    };

    private static string Logical(LogicalType logical, JsonValue json)
    {
        if (logical.Kind is not (LogicalKind.Decimal or LogicalKind.Uuid or LogicalKind.Duration)) CheckRange(logical.Kind, json);
        switch (logical.Kind)
        {
            case LogicalKind.Date: return $"global::System.DateOnly.FromDayNumber(719162 + {json.Text})";
            case LogicalKind.TimeMillis: return $"new global::System.TimeOnly({json.Text} * global::System.TimeSpan.TicksPerMillisecond)";
            case LogicalKind.TimeMicros: return $"new global::System.TimeOnly({json.Text} * global::System.TimeSpan.TicksPerMicrosecond)";
            case LogicalKind.TimestampMillis:
                return $"global::System.DateTimeOffset.UnixEpoch.AddTicks({json.Text} * global::System.TimeSpan.TicksPerMillisecond)";
            case LogicalKind.TimestampMicros:
                return $"global::System.DateTimeOffset.UnixEpoch.AddTicks({json.Text} * global::System.TimeSpan.TicksPerMicrosecond)";
            case LogicalKind.LocalTimestampMillis:
                return $"new global::System.DateTime(1970, 1, 1).AddTicks({json.Text} * global::System.TimeSpan.TicksPerMillisecond)";
            case LogicalKind.LocalTimestampMicros:
                return $"new global::System.DateTime(1970, 1, 1).AddTicks({json.Text} * global::System.TimeSpan.TicksPerMicrosecond)";
            case LogicalKind.Uuid:
                if (!Guid.TryParseExact(json.Text, "D", out _))
                    throw new SchemaParseException(json.At, $"the default {json} is no uuid; write 8-4-4-4-12 hexadecimal digits.");
                return $"global::System.Guid.Parse({Quote(json.Text)})";
            case LogicalKind.Duration:
                return $"new global::SmartKart.Schemas.AvroDuration({LittleEndian(json.Text, 0)}, {LittleEndian(json.Text, 4)}, {LittleEndian(json.Text, 8)})";
        }
        // The unscaled number, the highest byte first, each byte as a character; BigInteger wants the lowest first.
        var unscaled = new BigInteger(json.Text.Reverse().Select(c => (byte)c).ToArray());
        if (BigInteger.Abs(unscaled) >= BigInteger.Pow(10, logical.Precision))
            throw new SchemaParseException(json.At, $"the default's digits are {unscaled}, more than a {logical} has; correct the default or the precision.");
        if (logical.Precision > 28)
            return $"new global::SmartKart.Schemas.AvroDecimal(global::System.Numerics.BigInteger.Parse(\"{unscaled}\"), {logical.Scale})";
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(logical.Scale + 1, '0');
        return $"{(unscaled.Sign < 0 ? "-" : "")}{digits.Substring(0, digits.Length - logical.Scale)}.{digits.Substring(digits.Length - logical.Scale)}m".Replace(".m", "m");
    }

    // What System.DateOnly, TimeOnly, DateTimeOffset and DateTime hold; beyond it the initialiser would throw.
    private static void CheckRange(LogicalKind kind, JsonValue json)
    {
        const long SecondsPerDay = 86_400, FirstDay = -719_162, DaysAfterLast = 2_932_897;     // 0001-01-01 and 10000-01-01, from 1970-01-01
        var (first, end) = kind switch
        {
            LogicalKind.Date => (FirstDay, DaysAfterLast),
            LogicalKind.TimeMillis => (0, SecondsPerDay * 1_000),
            LogicalKind.TimeMicros => (0, SecondsPerDay * 1_000_000),
            LogicalKind.TimestampMillis or LogicalKind.LocalTimestampMillis => (FirstDay * SecondsPerDay * 1_000, DaysAfterLast * SecondsPerDay * 1_000),
            _ => (FirstDay * SecondsPerDay * 1_000_000, DaysAfterLast * SecondsPerDay * 1_000_000),
        };
        var value = long.Parse(json.Text, CultureInfo.InvariantCulture);
        if (value < first || value >= end)
            throw new SchemaParseException(json.At, $"the default {json} lies beyond what .NET holds there, {first} to {end - 1}.");
    }

    private static uint LittleEndian(string bytes, int start) =>
        bytes[start] | ((uint)bytes[start + 1] << 8) | ((uint)bytes[start + 2] << 16) | ((uint)bytes[start + 3] << 24);

    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
            quoted.Append(c is '"' or '\\' or < ' ' or > '~' ? $"\\u{(int)c:x4}" : c.ToString());
        return quoted.Append('"').ToString();
    }
}
