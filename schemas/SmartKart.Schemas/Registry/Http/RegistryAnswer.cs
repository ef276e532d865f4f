using System.Collections.Immutable;
using System.Text.Json;

namespace SmartKart.Schemas.Registry;

/// <summary>What a registry answered, member by member; a member that is missing or of the wrong kind is an error that names it.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Registry">Who answered.</param>
/// <param name="Json">The answer.</param>
internal sealed record RegistryAnswer(RegistryRequest Request, Uri Registry, JsonElement Json)
{
    public static RegistryAnswer Parse(RegistryRequest request, Uri registry, ReadOnlyMemory<byte> body)
    {
        // No content is an answer to a change of settings; whoever expects a member says that it is missing.
        if (body.IsEmpty) body = "null"u8.ToArray();
        try
        {
            using var document = JsonDocument.Parse(body);
            return new RegistryAnswer(request, registry, document.RootElement.Clone());
        }
        catch (JsonException e)
        {
            throw RegistryFault.Malformed(request, registry, "is not JSON", e);
        }
    }

    public int Int() => Int(Json, "the answer");

    public int Int(string member) => Int(Json, member, Member(Json, member));

    public bool Bool(string member) =>
        Member(Json, member) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value
            ? value.GetBoolean()
            : throw Wrong($"'{member}' is no boolean");

    public string Text(string member) => Text(member, Member(Json, member));

    public IReadOnlyList<int> Ints() => [.. Items(Json, "the answer").Select(item => Int(item, "an item"))];

    public IReadOnlyList<string> Texts() => [.. Items(Json, "the answer").Select(item => Text("an item", item))];

    /// <summary>The texts of a member that may be missing.</summary>
    public IReadOnlyList<string> Texts(string member) =>
        Member(Json, member) is { ValueKind: not JsonValueKind.Null } list
            ? [.. Items(list, $"'{member}'").Select(item => Text($"an item of '{member}'", item))]
            : [];

    /// <summary>The schema that the answer holds.</summary>
    public SchemaText Schema()
    {
        if (Member(Json, "schemaType") is { ValueKind: JsonValueKind.String } type && !type.ValueEquals("AVRO"))
            throw Wrong($"is a schema of the type {Text("schemaType", type)}, and only AVRO is read here");
        return new SchemaText(Text("schema"), References());
    }

    /// <summary>An error about what the answer holds.</summary>
    public SchemaRegistryException Wrong(string problem) => RegistryFault.Malformed(Request, Registry, problem);

    private ImmutableArray<SchemaReference> References()
    {
        if (Member(Json, "references") is not { ValueKind: not JsonValueKind.Null } list) return [];
        return [.. Items(list, "'references'").Select(item => new SchemaReference(
            Text("name", Member(item, "name")), Text("subject", Member(item, "subject")), Int(item, "version", Member(item, "version"))))];
    }

    private int Int(JsonElement value, string what) => Int(value, what, value);

    private int Int(JsonElement holder, string what, JsonElement? value) =>
        value is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var it)
            ? it
            : throw Wrong($"{what} is no whole number of 32 bits in {Brief(holder)}");

    private string Text(string what, JsonElement? value)
    {
        if (value is not { ValueKind: JsonValueKind.String } text) throw Wrong($"{what} is no string in {Brief(Json)}");
        try
        {
            return text.GetString()!;       // a JSON string is never null
        }
        catch (InvalidOperationException e)
        {
            throw RegistryFault.Malformed(Request, Registry, $"{what} is not valid Unicode", e);
        }
    }

    private JsonElement.ArrayEnumerator Items(JsonElement list, string what) =>
        list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : throw Wrong($"{what} is no array in {Brief(Json)}");

    private static JsonElement? Member(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out var value) ? value : null;

    private static string Brief(JsonElement json)
    {
        const int Most = 200;
        var text = json.GetRawText();
        return text.Length <= Most ? text : string.Concat(text.AsSpan(0, Most), "…");
    }
}
