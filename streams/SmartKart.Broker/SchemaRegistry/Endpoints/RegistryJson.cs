using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SmartKart.Schemas;
using SmartKart.Schemas.Registry;

namespace SmartKart.Broker.SchemaRegistry;

/// <summary>How the registry's JSON is written and read. What Confluent leaves out where it is empty is null here.</summary>
internal static class RegistryJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = 256,
    };
}

/// <summary>What a schema takes from another subject.</summary>
internal sealed record ReferenceBody(
    [property: JsonPropertyName("name")] string? Name,
    [property: JsonPropertyName("subject")] string? Subject,
    [property: JsonPropertyName("version")] int? Version)
{
    public static IReadOnlyList<ReferenceBody>? Of(SchemaText text) =>
        text.References.IsEmpty ? null : [.. text.References.Select(reference => new ReferenceBody(reference.Name, reference.Subject, reference.Version))];
}

/// <summary>A schema to register, look up or test.</summary>
internal sealed record SchemaBody
{
    [JsonPropertyName("schema")] public string? Schema { get; init; }
    [JsonPropertyName("schemaType")] public string? SchemaType { get; init; }
    [JsonPropertyName("references")] public IReadOnlyList<ReferenceBody?>? References { get; init; }
    [JsonPropertyName("version")] public int? Version { get; init; }
    [JsonPropertyName("id")] public int? Id { get; init; }
    [JsonPropertyName("metadata")] public JsonElement? Metadata { get; init; }
    [JsonPropertyName("ruleSet")] public JsonElement? RuleSet { get; init; }

    /// <exception cref="RegistryException">It asks for what this registry does not do.</exception>
    public SchemaRequest For(string subject, bool normalize)
    {
        if (SchemaType is not (null or "AVRO")) throw RegistryError.SchemaTypeNotSpoken(SchemaType);
        if (IsGiven(Metadata) || IsGiven(RuleSet))
            throw RegistryError.InvalidSchema(
                "it comes with 'metadata' or a 'ruleSet', which this registry does not keep. Send the schema without, or use Confluent's registry.");
        return new SchemaRequest(subject, Schema, [.. (References ?? []).Select(Whole)], normalize)
        {
            Version = Version is > 0 ? Version : null,
            Id = Id is >= 0 ? Id : null,
        };
    }

    private static SchemaReference Whole(ReferenceBody? reference) => reference is { Name: { } name, Subject: { } subject, Version: { } version }
        ? new SchemaReference(name, subject, version)
        : throw RegistryError.InvalidSchema("a reference has a 'name', a 'subject' and a 'version'; one of them is missing.");

    private static bool IsGiven(JsonElement? value) => value is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) };
}

/// <summary>A schema in its place.</summary>
internal sealed record SubjectVersionBody(
    [property: JsonPropertyName("subject")] string Subject, [property: JsonPropertyName("version")] int Version, [property: JsonPropertyName("id")] int Id,
    [property: JsonPropertyName("references")] IReadOnlyList<ReferenceBody>? References,
    [property: JsonPropertyName("schema")] string Schema, [property: JsonPropertyName("deleted")] bool? Deleted)
{
    public static SubjectVersionBody Of(SchemaPlace place, StoredSchema stored) =>
        new(place.Subject, place.Version, stored.Id, ReferenceBody.Of(stored.Text), stored.Text.Json, stored.IsDeleted ? true : null);
}

/// <summary>A schema by its id.</summary>
internal sealed record SchemaByIdBody(
    [property: JsonPropertyName("schema")] string Schema, [property: JsonPropertyName("references")] IReadOnlyList<ReferenceBody>? References,
    [property: JsonPropertyName("maxId")] int? MaxId);

/// <summary>Where a schema is registered.</summary>
internal sealed record PlaceBody([property: JsonPropertyName("subject")] string Subject, [property: JsonPropertyName("version")] int Version);

/// <summary>What registering came to.</summary>
internal sealed record RegisteredBody([property: JsonPropertyName("id")] int Id, [property: JsonPropertyName("version")] int Version);

/// <summary>Whether a schema may follow.</summary>
internal sealed record VerdictBody(
    [property: JsonPropertyName("is_compatible")] bool IsCompatible, [property: JsonPropertyName("messages")] IReadOnlyList<string>? Messages);

/// <summary>Settings, as they are read.</summary>
internal sealed record ConfigBody([property: JsonPropertyName("normalize")] bool? Normalize, [property: JsonPropertyName("compatibilityLevel")] string? Level)
{
    public static ConfigBody Of(RegistryConfig config) => new(config.Normalizes, config.Level?.Keyword());
}

/// <summary>Settings, as they are written; what this registry does not do is kept, so that it can be refused.</summary>
internal sealed record ConfigChangeBody
{
    [JsonPropertyName("normalize")] public bool? Normalize { get; init; }
    [JsonPropertyName("compatibility")] public string? Compatibility { get; init; }
    [JsonExtensionData] public IDictionary<string, JsonElement>? Others { get; init; }
}

/// <summary>A mode.</summary>
internal sealed record ModeBody([property: JsonPropertyName("mode")] string? Mode);

/// <summary>Why not.</summary>
internal sealed record ErrorBody([property: JsonPropertyName("error_code")] int Code, [property: JsonPropertyName("message")] string Message);

/// <summary>JSON that is sent as it is.</summary>
internal sealed record RawJson(string Text);
