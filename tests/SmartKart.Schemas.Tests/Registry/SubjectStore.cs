using System.Text.Json.Nodes;

namespace SmartKart.Schemas.Tests.Registry;

/// <summary>What a registry holds, in memory, as simply as it can be said: the oracle of what Confluent's would answer. Not safe for several threads.</summary>
internal sealed class SubjectStore
{
    private readonly List<Entry> _entries = [];
    private readonly List<string> _schemas = [];

    /// <summary>Subjects whose level lets nothing in, and the reason.</summary>
    public Dictionary<string, string> Closed { get; } = [];

    public Dictionary<string, string> Levels { get; } = new() { [""] = "BACKWARD" };

    public Dictionary<string, string> Modes { get; } = new() { [""] = "READWRITE" };

    public IEnumerable<string> Subjects => _entries.Where(entry => !entry.Deleted).Select(entry => entry.Subject).Distinct();

    public IEnumerable<Entry> Of(string subject, bool deletedToo = false) =>
        _entries.Where(entry => entry.Subject == subject && (deletedToo || !entry.Deleted));

    public Entry Add(string subject, JsonNode body)
    {
        if (Find(subject, body) is { } held) return held;
        var content = Content(body);
        if (!_schemas.Contains(content)) _schemas.Add(content);
        var version = Of(subject, deletedToo: true).Select(entry => entry.Version).DefaultIfEmpty().Max() + 1;
        _entries.Add(new Entry(subject, version, _schemas.IndexOf(content) + 1, content));
        return _entries[^1];
    }

    public Entry? Find(string subject, JsonNode body) => Of(subject).FirstOrDefault(entry => entry.Content == Content(body));

    public string? Schema(int id) => id >= 1 && id <= _schemas.Count ? _schemas[id - 1] : null;

    public void Delete(Entry entry, bool permanently)
    {
        if (permanently) _entries.Remove(entry);
        else entry.Deleted = true;
    }

    private static string Content(JsonNode body) =>
        new JsonObject { ["schema"] = body["schema"]!.GetValue<string>(), ["references"] = body["references"]?.DeepClone() }.ToJsonString();

    /// <summary>A subject's version.</summary>
    internal sealed record Entry(string Subject, int Version, int Id, string Content)
    {
        public bool Deleted { get; set; }
    }
}
