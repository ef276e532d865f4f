using System.Collections.Immutable;
using System.Text.Json.Nodes;
using SmartKart.Schemas;
using SmartKart.Schemas.Registry;

namespace SmartKart.Broker.SchemaRegistry;

/// <summary>A schema that someone sent, understood.</summary>
/// <param name="Schema">With all that it refers to.</param>
/// <param name="Text">As the registry would keep it.</param>
internal sealed record ParsedSchema(AvroSchema Schema, SchemaText Text);

/// <summary>Parses schemas with what they refer to, as one state of the registry has it. Soft deletion does not hide what is referred to.</summary>
internal sealed class SchemaParser(RegistryState state, SchemaRegistryServerOptions limits)
{
    // Avro's own words; what else stands in a schema has no order that means anything.
    private static readonly string[] AvroWords =
    [
        "type", "name", "namespace", "doc", "aliases", "fields", "symbols", "default", "items", "values", "size", "order",
        "logicalType", "precision", "scale",
    ];

    /// <summary>Parses what a caller sent, and reprints it: two spellings of one schema become one text.</summary>
    /// <exception cref="RegistryException">It is no schema, or what it refers to is not there.</exception>
    public ParsedSchema Sent(string? json, ImmutableArray<SchemaReference> references, bool normalize)
    {
        if (string.IsNullOrEmpty(json)) throw RegistryError.InvalidSchema("Empty schema: 'schema' holds the JSON text of an Avro schema.");
        if (json.Length > limits.MaxSchemaLength)
            throw RegistryError.SchemaTooLarge(
                $"the schema has {json.Length} characters, and {limits.MaxSchemaLength} are allowed. Split it, and refer to its parts.");
        references = [.. references.Select(Numbered)];
        if (normalize) references = [.. references.Distinct().OrderBy(reference => reference.Name, StringComparer.Ordinal)];
        var (schema, elsewhere) = Parse(json, references, "schema");
        var text = schema.ToString(elsewhere);
        return new ParsedSchema(schema, new SchemaText(normalize ? Sorted(text) : text, references));
    }

    /// <summary>Parses a registered version.</summary>
    /// <exception cref="RegistryException">It cannot be parsed, or what it refers to is gone.</exception>
    public AvroSchema Registered(SchemaPlace place) => state.Find(place) is { } stored
        ? Parse(stored.Text.Json, stored.Text.References, $"{place.Subject} version {place.Version}").Schema
        : throw RegistryError.VersionNotFound(place.Version);

    private (AvroSchema Schema, IReadOnlyList<NamedSchema> Elsewhere) Parse(string json, ImmutableArray<SchemaReference> references, string what)
    {
        var names = new SchemaNames();
        try
        {
            Define(references, names, [], depth: 1);
            var elsewhere = names.All.ToList();
            return (AvroSchema.Parse(json, names, what), elsewhere);
        }
        catch (SchemaParseException fault)
        {
            throw RegistryError.InvalidSchema(fault.Message, fault);
        }
    }

    private void Define(ImmutableArray<SchemaReference> references, SchemaNames names, HashSet<SchemaPlace> begun, int depth)
    {
        if (references.IsEmpty) return;
        if (depth > limits.MaxReferenceDepth)
            throw RegistryError.InvalidSchema(
                $"its references go more than {limits.MaxReferenceDepth} deep. Define types that belong together in one schema.");
        foreach (var reference in references)
        {
            var place = new SchemaPlace(reference.Subject, reference.Version);
            if (begun.Add(place))                                // two may share a third: it is defined once
            {
                if (begun.Count > limits.MaxReferences)
                    throw RegistryError.InvalidSchema(
                        $"it is made of more than {limits.MaxReferences} others. Define types that belong together in one schema.");
                var stored = state.Find(place) ?? throw NotThere(reference);
                Define(stored.Text.References, names, begun, depth + 1);
                AvroSchema.Parse(stored.Text.Json, names, $"{place.Subject} version {place.Version}");
            }
            if (names.Find(reference.Name) is null)
                throw RegistryError.InvalidSchema(
                    $"it takes '{reference.Name}' from subject '{reference.Subject}', version {reference.Version}, which does not define it. " +
                    "Correct the reference's name.");
        }
    }

    /// <summary>−1 asks for the latest version, here and now.</summary>
    private SchemaReference Numbered(SchemaReference reference) =>
        reference.Version == -1 ? reference with { Version = state.Latest(reference.Subject) ?? throw NotThere(reference) } : reference;

    private static RegistryException NotThere(SchemaReference reference) => RegistryError.InvalidSchema(
        $"no schema reference found for subject \"{reference.Subject}\" and version {reference.Version}. Register that schema first.");

    private static string Sorted(string json)
    {
        var schema = Sorted(JsonNode.Parse(json, documentOptions: new() { MaxDepth = 256 }));       // the printer's text: deeper than ours goes none
        return schema?.ToJsonString(RegistryJson.Options) ?? throw new System.Diagnostics.UnreachableException("A schema is not null.");
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonArray items => new JsonArray([.. items.Select(Sorted)]),
        JsonObject members => new JsonObject(members
            .OrderBy(member => Array.IndexOf(AvroWords, member.Key) < 0)                            // a stable sort: Avro's words keep their order
            .ThenBy(member => Array.IndexOf(AvroWords, member.Key) < 0 ? member.Key : "", StringComparer.Ordinal)
            .Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        _ => node?.DeepClone(),
    };
}
