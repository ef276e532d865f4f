using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace SmartKart.Warehouse.Tests.BigQuery.Server;

/// <summary>
/// Refuses what BigQuery's discovery document does not allow: unknown fields, fields of another type, fields that the service alone writes,
/// missing ones that are required, unknown query parameters. The document's facts are in <c>requests.txt</c>.
/// </summary>
internal static class RequestFacts
{
    private static readonly string[] EveryMethods = ["alt", "fields", "key", "prettyPrint", "quotaUser", "uploadType", "upload_protocol"];
    private static readonly Dictionary<string, Dictionary<string, (string Type, char Mark)>> Resources = [];
    private static readonly Dictionary<string, HashSet<string>> Methods = [];

    static RequestFacts()
    {
        using var stream = typeof(RequestFacts).Assembly.GetManifestResourceStream("requests.txt")!;
        using var reader = new StreamReader(stream);
        Dictionary<string, (string, char)> fields = [];
        foreach (var line in reader.ReadToEnd().Split('\n').Where(line => line.Length > 0 && line[0] != '#'))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (line[0] == ' ') fields.Add(words[0].TrimEnd('!', '-'), (words[1], words[0][^1] is '!' or '-' ? words[0][^1] : ' '));
            else if (words[0].Contains('.', StringComparison.Ordinal)) Methods.Add(words[0], [.. words[1..], .. EveryMethods]);
            else Resources.Add(words[0], fields = []);
        }
    }

    public static JsonObject Check(JsonNode? body, string resource)
    {
        Check(body, resource, resource);
        return body!.AsObject();
    }

    public static void Check(IQueryCollection query, string method)
    {
        foreach (var name in query.Keys)
            if (!Methods[method].Contains(name))
                throw RestFault.Invalid($"Invalid JSON payload received. Unknown name \"{name}\": Cannot bind query parameter.");
    }

    private static void Check(JsonNode? value, string type, string path)
    {
        if (type.EndsWith("[]", StringComparison.Ordinal))
            foreach (var element in Expect<JsonArray>(value, path)) Check(element, type[..^2], path + "[]");
        else if (type.StartsWith("map:", StringComparison.Ordinal))
            foreach (var (key, element) in Expect<JsonObject>(value, path)) Check(element, type[4..], $"{path}.{key}");
        else if (type.StartsWith("enum:", StringComparison.Ordinal))
            Demand(type[5..].Split('|').Contains((string?)value), $"Invalid value at '{path}': {value}");
        else if (type is "string") Demand(value is JsonValue text && text.TryGetValue(out string? _), $"Invalid value at '{path}' (TYPE_STRING)");
        else if (type is "number") Demand(value is JsonValue number && number.TryGetValue(out double _), $"Invalid value at '{path}' (TYPE_INT32)");
        else if (type is "boolean") Demand(value is JsonValue truth && truth.TryGetValue(out bool _), $"Invalid value at '{path}' (TYPE_BOOL)");
        else if (type is not ("object" or "any")) CheckFields(Expect<JsonObject>(value, path), Resources[type], path);
    }

    private static void CheckFields(JsonObject value, Dictionary<string, (string Type, char Mark)> fields, string path)
    {
        foreach (var (name, element) in value)
        {
            Demand(fields.TryGetValue(name, out var field), $"Invalid JSON payload received. Unknown name \"{name}\" at '{path}': Cannot find field.");
            Demand(field.Mark != '-', $"The field '{path}.{name}' is output only.");
            Check(element, field.Type, $"{path}.{name}");
        }
        foreach (var (name, (_, mark)) in fields) Demand(mark != '!' || value.ContainsKey(name), $"Required parameter is missing: {path}.{name}");
    }

    private static T Expect<T>(JsonNode? value, string path) where T : JsonNode => value as T ?? throw RestFault.Invalid($"Invalid value at '{path}'");

    private static void Demand(bool holds, string message)
    {
        if (!holds) throw RestFault.Invalid(message);
    }
}
