using System.Text.Json;

namespace SmartKart.Schemas.Registry;

/// <summary>One thing asked of a registry, at whichever of its addresses.</summary>
/// <param name="Method">HTTP's verb.</param>
/// <param name="Path">Path and query below the address, escaped, with no slash in front.</param>
/// <param name="Purpose">What it is for, as errors say it: "register a schema under 'clickstream-value'".</param>
internal sealed record RegistryRequest(HttpMethod Method, string Path, string Purpose)
{
    /// <summary>The subject that it is about, if any.</summary>
    public string? Subject { get; init; }

    /// <summary>The schema id that it is about, if any.</summary>
    public SchemaId? Id { get; init; }

    /// <summary>The JSON that is sent, or null.</summary>
    public byte[]? Body { get; init; }

    /// <summary>
    /// The body that names a schema: <c>{"schema": "…", "references": […]}</c>. No <c>schemaType</c> means Avro, also to registries older
    /// than that word.
    /// </summary>
    public static byte[] BodyOf(SchemaText schema) => Write(json =>
    {
        json.WriteString("schema", schema.Json);
        if (schema.References.IsEmpty) return;
        json.WriteStartArray("references");
        foreach (var reference in schema.References)
        {
            json.WriteStartObject();
            json.WriteString("name", reference.Name);
            json.WriteString("subject", reference.Subject);
            json.WriteNumber("version", reference.Version);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    });

    /// <summary>The body of one member: <c>{"compatibility": "FULL"}</c>.</summary>
    public static byte[] BodyOf(string member, string value) => Write(json => json.WriteString(member, value));

    private static byte[] Write(Action<Utf8JsonWriter> members)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }
        return text.ToArray();
    }
}
