using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using SmartKart.Schemas;
using SmartKart.Schemas.Registry;

namespace SmartKart.Broker.SchemaRegistry;

/// <summary>
/// The bytes of a <see cref="RegistryRecord"/>: Confluent's format of the topic <c>_schemas</c>, so that its registry can read our log
/// and we its. Keys are compared byte by byte when the log is compacted, so their members have a fixed order.
/// <code>
/// {"keytype":"SCHEMA","subject":"carts-value","version":2,"magic":1}   {"subject":…,"version":2,"id":7,"references":[…],"schema":"…","deleted":false}
/// {"keytype":"CONFIG","subject":null,"magic":0}                        {"subject":null,"compatibilityLevel":"FULL"}
/// {"keytype":"MODE","subject":null,"magic":0}                          {"subject":null,"mode":"READONLY"}
/// {"keytype":"DELETE_SUBJECT","subject":"carts-value","magic":0}       {"subject":"carts-value","version":2}
/// {"keytype":"CLEAR_SUBJECT","subject":null,"magic":0}                 {"subject":null}
/// {"keytype":"NOOP","magic":0}                                         {"highestId":7}
/// </code>
/// </summary>
internal static class RecordFormat
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Key(RegistryRecord record) => Json(json =>
    {
        var (type, subject, magic) = record switch
        {
            SchemaRecord it => ("SCHEMA", it.Subject, 1),
            ConfigRecord it => ("CONFIG", it.Subject, 0),
            ModeRecord it => ("MODE", it.Subject, 0),
            DeleteSubjectRecord it => ("DELETE_SUBJECT", it.Subject, 0),
            ClearSubjectRecord it => ("CLEAR_SUBJECT", it.Subject, 0),
            _ => ("NOOP", null, 0),
        };
        json.WriteString("keytype", type);
        if (record is not HighestIdRecord) json.WriteString("subject", subject);
        if (record is SchemaRecord schema) json.WriteNumber("version", schema.Version);
        json.WriteNumber("magic", magic);
    });

    /// <returns>Null for a tombstone.</returns>
    public static byte[]? Value(RegistryRecord record) => record switch
    {
        SchemaRecord { Schema: { } schema } it => Json(json => Write(json, it, schema)),
        ConfigRecord { Config: { } config } it => Json(json =>
        {
            json.WriteString("subject", it.Subject);
            if (config.Normalizes is { } normalizes) json.WriteBoolean("normalize", normalizes);
            if (config.Level is { } level) json.WriteString("compatibilityLevel", level.Keyword());
        }),
        ModeRecord { Mode: { } mode } it => Json(json =>
        {
            json.WriteString("subject", it.Subject);
            json.WriteString("mode", ModeKeywords.Of(mode));
        }),
        DeleteSubjectRecord { LastVersion: { } last } it => Json(json =>
        {
            json.WriteString("subject", it.Subject);
            json.WriteNumber("version", last);
        }),
        ClearSubjectRecord it => Json(json => json.WriteString("subject", it.Subject)),
        HighestIdRecord { Id: { } id } => Json(json => json.WriteNumber("highestId", id)),
        _ => null,
    };

    /// <exception cref="FormatException">The bytes are none of the above; the message says why.</exception>
    public static RegistryRecord Read(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, bool hasValue)
    {
        try
        {
            var keyJson = Parse(key);
            var valueJson = hasValue ? Parse(value) : (JsonElement?)null;
            var subject = Member(keyJson, "subject")?.GetString();
            return keyJson.GetProperty("keytype").GetString() switch
            {
                "SCHEMA" => new SchemaRecord(Named(subject), keyJson.GetProperty("version").GetInt32(), valueJson is { } it ? Schema(it) : null),
                "CONFIG" => new ConfigRecord(subject, valueJson is { } it ? Config(it) : null),
                "MODE" => new ModeRecord(subject, valueJson is { } it ? Mode(it) : null),
                "DELETE_SUBJECT" => new DeleteSubjectRecord(Named(subject), valueJson?.GetProperty("version").GetInt32()),
                "CLEAR_SUBJECT" when hasValue => new ClearSubjectRecord(subject),
                "CLEAR_SUBJECT" => new HighestIdRecord(null),        // a tombstone clears nothing
                "NOOP" => new HighestIdRecord(valueJson is { } it ? Member(it, "highestId")?.GetInt32() : null),
                var other => throw new FormatException($"the key's type is '{other}', which this registry does not know"),
            };
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new FormatException($"it is not a record of a schema registry: {fault.Message.TrimEnd('.')}", fault);
        }
    }

    private static void Write(Utf8JsonWriter json, SchemaRecord record, StoredSchema schema)
    {
        json.WriteString("subject", record.Subject);
        json.WriteNumber("version", record.Version);
        json.WriteNumber("id", schema.Id);
        if (!schema.Text.References.IsEmpty)
        {
            json.WriteStartArray("references");
            foreach (var reference in schema.Text.References)
            {
                json.WriteStartObject();
                json.WriteString("name", reference.Name);
                json.WriteString("subject", reference.Subject);
                json.WriteNumber("version", reference.Version);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteString("schema", schema.Text.Json);
        json.WriteBoolean("deleted", schema.IsDeleted);
    }

    private static StoredSchema Schema(JsonElement value)
    {
        if (Member(value, "schemaType")?.GetString() is { } type and not "AVRO")
            throw new FormatException($"it holds a schema of type {type}, and this registry keeps AVRO alone");
        var references = Member(value, "references") is { } list
            ? list.EnumerateArray().Select(Reference).ToImmutableArray()
            : [];
        var id = value.GetProperty("id").GetInt32();
        if (id < 0) throw new FormatException($"its schema id is {id}");
        return new StoredSchema(id, new SchemaText(Text(value, "schema"), references), Member(value, "deleted")?.GetBoolean() ?? false);
    }

    private static SchemaReference Reference(JsonElement value) => new(Text(value, "name"), Text(value, "subject"), value.GetProperty("version").GetInt32());

    private static RegistryConfig Config(JsonElement value)
    {
        CompatibilityLevel? level = null;
        if (Member(value, "compatibilityLevel")?.GetString() is { } keyword)
            level = CompatibilityLevels.TryParse(keyword, out var known) ? known : throw new FormatException($"its compatibility level is '{keyword}'");
        return new RegistryConfig(level, Member(value, "normalize")?.GetBoolean());
    }

    private static RegistryMode Mode(JsonElement value) =>
        ModeKeywords.TryParse(Text(value, "mode"), out var mode) ? mode : throw new FormatException($"its mode is '{Text(value, "mode")}'");

    private static string Named(string? subject) => subject ?? throw new FormatException("its key names no subject");

    private static string Text(JsonElement value, string member) =>
        value.GetProperty(member).GetString() ?? throw new FormatException($"its '{member}' is null");

    private static JsonElement? Member(JsonElement value, string member) =>
        value.TryGetProperty(member, out var found) && found.ValueKind != JsonValueKind.Null ? found : null;

    private static JsonElement Parse(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        var json = JsonElement.ParseValue(ref reader);
        return reader.BytesConsumed == bytes.Length ? json : throw new FormatException("something follows its JSON");
    }

    private static byte[] Json(Action<Utf8JsonWriter> members)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, Compact))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return text.ToArray();
    }
}
