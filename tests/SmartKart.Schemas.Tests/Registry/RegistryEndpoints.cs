using System.Globalization;
using System.Text.Json.Nodes;

namespace SmartKart.Schemas.Tests.Registry;

/// <summary>Confluent's REST paths over a <see cref="SubjectStore"/>: path and body in, status and JSON out.</summary>
internal sealed class RegistryEndpoints(SubjectStore store)
{
    public (int Status, JsonNode Body) Answer(string method, string[] path, ILookup<string, string> query, JsonNode? body)
    {
        try
        {
            return (200, (method, path) switch
            {
                ("GET", ["subjects"]) => Array(store.Subjects.Select(name => (JsonNode)name)),
                ("POST", ["subjects", var subject]) => LookUp(subject, body!),
                ("DELETE", ["subjects", var subject]) => DeleteSubject(subject, query.Contains("permanent")),
                ("GET", ["subjects", var subject, "versions"]) => Array(Known(subject).Select(entry => (JsonNode)entry.Version)),
                ("POST", ["subjects", var subject, "versions"]) => Register(subject, body!),
                ("GET", ["subjects", var subject, "versions", var version]) =>
                    Described(Version(subject, version, query.Contains("deleted"))),
                ("DELETE", ["subjects", var subject, "versions", var version]) =>
                    DeleteVersion(subject, version, query.Contains("permanent")),
                ("GET", ["schemas", "ids", var id]) => ById(int.Parse(id, CultureInfo.InvariantCulture)),
                ("POST", ["compatibility", "subjects", var subject, "versions", ..]) => Verdict(subject, query.Contains("verbose")),
                (_, ["config", ..]) => Setting(method, path, store.Levels, query, "compatibilityLevel", "compatibility", 40408, body),
                (_, ["mode", ..]) => Setting(method, path, store.Modes, query, "mode", "mode", 40409, body),
                _ => throw new Refusal(404, 404, "HTTP 404 Not Found"),
            });
        }
        catch (Refusal refusal)
        {
            return (refusal.Status, new JsonObject { ["error_code"] = refusal.Code, ["message"] = refusal.Message });
        }
    }

    private JsonObject Register(string subject, JsonNode body)
    {
        if (store.Closed.TryGetValue(subject, out var reason))
            throw new Refusal(409, 409, $"Schema being registered is incompatible with an earlier schema for subject \"{subject}\", details: [{reason}]");
        return new JsonObject { ["id"] = store.Add(subject, body).Id };
    }

    private JsonObject LookUp(string subject, JsonNode body)
    {
        Known(subject);
        return Described(store.Find(subject, body) ?? throw new Refusal(404, 40403, "Schema not found"));
    }

    private JsonNode ById(int id) => JsonNode.Parse(store.Schema(id) ?? throw new Refusal(404, 40403, $"Schema {id} not found"))!;

    private JsonArray DeleteSubject(string subject, bool permanently)
    {
        var entries = store.Of(subject, deletedToo: permanently).ToList();
        if (entries.Count == 0) throw new Refusal(404, 40401, $"Subject '{subject}' not found.");
        if (permanently && entries.Exists(entry => !entry.Deleted))
            throw new Refusal(404, 40405, $"Subject '{subject}' was not deleted first before being permanently deleted");
        entries.ForEach(entry => store.Delete(entry, permanently));
        return Array(entries.Select(entry => (JsonNode)entry.Version));
    }

    private JsonNode DeleteVersion(string subject, string version, bool permanently)
    {
        var entry = Version(subject, version, permanently);
        if (permanently && !entry.Deleted)
            throw new Refusal(404, 40407, $"Subject '{subject}' Version {version} was not deleted first before being permanently deleted");
        store.Delete(entry, permanently);
        return entry.Version;
    }

    private JsonObject Verdict(string subject, bool verbose)
    {
        var verdict = new JsonObject { ["is_compatible"] = !store.Closed.ContainsKey(subject) };
        if (verbose) verdict["messages"] = store.Closed.TryGetValue(subject, out var reason) ? new JsonArray(reason) : [];
        return verdict;
    }

    private static JsonObject Setting(
        string method, string[] path, Dictionary<string, string> values, ILookup<string, string> query, string read, string written, int unset, JsonNode? body)
    {
        var subject = path.Length > 1 ? path[1] : "";
        if (method == "PUT") return new JsonObject { [written] = values[subject] = body![written]!.GetValue<string>() };
        if (!values.TryGetValue(subject, out var value))
            value = query.Contains("defaultToGlobal")
                ? values[""]
                : throw new Refusal(404, unset, $"Subject '{subject}' does not have subject-level {written} configured");
        if (method == "DELETE") values.Remove(subject);
        return new JsonObject { [read] = value };
    }

    private List<SubjectStore.Entry> Known(string subject) =>
        store.Of(subject).ToList() is { Count: > 0 } entries ? entries : throw new Refusal(404, 40401, $"Subject '{subject}' not found.");

    private SubjectStore.Entry Version(string subject, string version, bool deletedToo)
    {
        var entries = store.Of(subject, deletedToo).ToList();
        if (entries.Count == 0) throw new Refusal(404, 40401, $"Subject '{subject}' not found.");
        return (version == "latest" ? entries[^1] : entries.Find(entry => entry.Version.ToString(CultureInfo.InvariantCulture) == version))
            ?? throw new Refusal(404, 40402, $"Version {version} not found.");
    }

    private static JsonObject Described(SubjectStore.Entry entry)
    {
        var described = JsonNode.Parse(entry.Content)!.AsObject();
        described["subject"] = entry.Subject;
        described["version"] = entry.Version;
        described["id"] = entry.Id;
        return described;
    }

    private static JsonArray Array(IEnumerable<JsonNode> items) => new([.. items]);

    private sealed class Refusal(int status, int code, string message) : Exception(message)
    {
        public int Status { get; } = status;

        public int Code { get; } = code;
    }
}
