using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SmartKart.Schemas;

/// <summary>
/// Generic values as JSON for people and for programs without Avro. It is plainer than Avro's own JSON encoding, and
/// <see cref="GenericJsonReader"/> reads it back to the same value:
/// <list type="bullet">
/// <item>null or one other type is the bare value; of a union of several types the value stands under its type's name, as in Avro.</item>
/// <item>A decimal is a string of its digits, for a JSON number would pass through a double in most readers: "12.50".</item>
/// <item>Instants, dates and times are ISO 8601, instants in UTC: "2026-11-21T10:00:00.5Z". A uuid is its text.</item>
/// <item>bytes and fixed are base64; a duration is an object of months, days and milliseconds.</item>
/// <item>What JSON has no number for is a string: "NaN", "Infinity", "-Infinity".</item>
/// </list>
/// </summary>
public static class GenericJsonWriter
{
    private const string TimeOfDay = "HH:mm:ss.FFFFFF";
    private const string DateAndTime = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF";

    // Text for a terminal or a file: '<' and accents stay as they are.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A value as JSON on one line.</summary>
    /// <exception cref="AvroDataException">The value does not fit the schema.</exception>
    public static string ToText(AvroSchema schema, object? value)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, Plain)) Write(json, schema, value);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Writes a value where the writer stands.</summary>
    /// <exception cref="AvroDataException">The value does not fit the schema.</exception>
    public static void Write(Utf8JsonWriter json, AvroSchema schema, object? value) => Write(json, schema, value, "");

    private static void Write(Utf8JsonWriter json, AvroSchema schema, object? value, string path)
    {
        switch (schema, value)
        {
            case (UnionSchema union, _):
                Union(json, union, value, path);
                break;
            case (RecordSchema record, GenericRecord held) when ReferenceEquals(held.Schema, record) || held.Schema.FullName == record.FullName:
                json.WriteStartObject();
                foreach (var field in held.Schema.Fields)
                {
                    json.WritePropertyName(field.Name);
                    Write(json, field.Schema, held[field.Index], path.Length == 0 ? field.Name : $"{path}.{field.Name}");
                }
                json.WriteEndObject();
                break;
            case (ArraySchema array, object?[] items):
                json.WriteStartArray();
                foreach (var item in items) Write(json, array.Items, item, path + "[]");
                json.WriteEndArray();
                break;
            case (MapSchema map, IReadOnlyDictionary<string, object?> entries):
                json.WriteStartObject();
                foreach (var (key, entry) in entries)
                {
                    json.WritePropertyName(key);
                    Write(json, map.Values, entry, $"{path}['{key}']");
                }
                json.WriteEndObject();
                break;
            default:
                Leaf(json, schema, value, path);
                break;
        }
    }

    private static void Union(Utf8JsonWriter json, UnionSchema union, object? value, string path)
    {
        var branch = union.Branches[GenericWriter.BranchOf(union, value, 0, path)];
        var isPlain = branch.Type == AvroType.Null || union.Branches.Count(each => each.Type != AvroType.Null) == 1;
        if (isPlain)
        {
            Write(json, branch, value, path);
            return;
        }
        json.WriteStartObject();
        json.WritePropertyName(branch.FullName);
        Write(json, branch, value, path);
        json.WriteEndObject();
    }

    private static void Leaf(Utf8JsonWriter json, AvroSchema schema, object? value, string path)
    {
        switch (value)
        {
            case null when schema.Type == AvroType.Null: json.WriteNullValue(); break;
            case bool it: json.WriteBooleanValue(it); break;
            case int it: json.WriteNumberValue(it); break;
            case long it: json.WriteNumberValue(it); break;
            case float it when float.IsFinite(it): json.WriteNumberValue(it); break;
            case double it when double.IsFinite(it): json.WriteNumberValue(it); break;
            case float or double: json.WriteStringValue(((IFormattable)value).ToString(null, CultureInfo.InvariantCulture)); break;
            case string it: json.WriteStringValue(it); break;
            case byte[] it: json.WriteBase64StringValue(it); break;
            case GenericFixed it: json.WriteBase64StringValue(it.Bytes); break;
            case GenericEnum it: json.WriteStringValue(it.Symbol); break;
            case Guid it: json.WriteStringValue(it); break;
            case decimal it: json.WriteStringValue(it.ToString(CultureInfo.InvariantCulture)); break;
            case AvroDecimal it: json.WriteStringValue(it.ToString()); break;
            case DateOnly it: json.WriteStringValue(it.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
            case TimeOnly it: json.WriteStringValue(it.ToString(TimeOfDay, CultureInfo.InvariantCulture)); break;
            case DateTimeOffset it: json.WriteStringValue(it.UtcDateTime.ToString(DateAndTime, CultureInfo.InvariantCulture) + "Z"); break;
            case DateTime it: json.WriteStringValue(it.ToString(DateAndTime, CultureInfo.InvariantCulture)); break;
            case AvroDuration it: Duration(json, it); break;
            default:
                AvroFault.NotHeld($"a value of .NET type {value?.GetType().Name ?? "null"} is no {schema.Logical?.ToString() ?? schema.FullName}.", 0, path);
                break;
        }
    }

    private static void Duration(Utf8JsonWriter json, AvroDuration value)
    {
        json.WriteStartObject();
        json.WriteNumber("months", value.Months);
        json.WriteNumber("days", value.Days);
        json.WriteNumber("milliseconds", value.Milliseconds);
        json.WriteEndObject();
    }
}
