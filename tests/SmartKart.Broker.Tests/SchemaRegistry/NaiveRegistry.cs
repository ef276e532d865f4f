namespace SmartKart.Broker.Tests.SchemaRegistry;

/// <summary>
/// Confluent's registry, said as simply as can be: a list of what subjects hold, looked through from its beginning for every answer.
/// An answer is a status and a text: a JSON value, or an error's code.
/// </summary>
internal sealed class NaiveRegistry
{
    private readonly List<Entry> _entries = [];
    private readonly Dictionary<string, string> _levels = [];
    private int _lastId;

    public (int Status, string Text) Register(string subject, TestSchema schema)
    {
        var active = Active(subject);
        if (schema.To is { } to && !_entries.Exists(entry => entry.Is(to))) return Refused(42201);
        if (active.FindLast(entry => entry.Schema == schema) is { } same) return (200, $$"""{"id":{{same.Id}},"version":{{same.Version}}}""");
        var former = LevelOf(subject) switch { "NONE" => [], "BACKWARD" or "FORWARD" or "FULL" => active.TakeLast(1).ToList(), _ => active };
        var reads = !LevelOf(subject).StartsWith("FORWARD", StringComparison.Ordinal);
        var isRead = !LevelOf(subject).StartsWith("BACKWARD", StringComparison.Ordinal);
        if (former.Exists(entry => reads && !Reads(schema, entry.Schema) || isRead && !Reads(entry.Schema, schema))) return Refused(409);
        var id = _entries.Find(entry => entry.Schema == schema)?.Id ?? ++_lastId;
        var version = All(subject).Select(entry => entry.Version).DefaultIfEmpty().Max() + 1;
        _entries.RemoveAll(entry => entry.Subject == subject && entry.Deleted && entry.Id == id
            && !_entries.Exists(other => other.Schema.To == (subject, entry.Version)));
        _entries.Add(new Entry(subject, version, id, schema));
        return (200, $$"""{"id":{{id}},"version":{{version}}}""");
    }

    public (int Status, string Text) LookUp(string subject, TestSchema schema, bool deleted)
    {
        if (schema.To is { } to && !_entries.Exists(entry => entry.Is(to))) return Refused(42201);
        var entries = deleted ? All(subject) : Active(subject);
        return entries.FindLast(entry => entry.Schema == schema) is { } found ? (200, found.Version.ToString()) : Refused(entries.Count > 0 ? 40403 : 40401);
    }

    public (int Status, string Text) DeleteSubject(string subject, bool permanent)
    {
        if (All(subject).Count == 0) return Refused(40401);
        if (!permanent && Active(subject).Count == 0) return Refused(40404);
        var gone = permanent ? All(subject) : Active(subject);
        foreach (var entry in gone)
        {
            if (_entries.Exists(other => other.Schema.To == (subject, entry.Version) && other.Subject != subject && (permanent || !other.Deleted)))
                return Refused(42206);
            if (permanent && !entry.Deleted) return Refused(40405);
        }
        gone.ForEach(entry => Delete(entry, permanent));
        return (200, $"[{string.Join(',', gone.Select(entry => entry.Version))}]");
    }

    public (int Status, string Text) DeleteVersion(string subject, int version, bool permanent)
    {
        if (All(subject).Find(entry => entry.Version == version) is not { } found) return Refused(All(subject).Count > 0 ? 40402 : 40401);
        if (!permanent && found.Deleted) return Refused(40406);
        if (_entries.Exists(other => other.Schema.To == (subject, version) && (permanent || !other.Deleted))) return Refused(42206);
        if (permanent && !found.Deleted) return Refused(40407);
        Delete(found, permanent);
        return (200, version.ToString());
    }

    public (int Status, string Text) SetLevel(string subject, string level)
    {
        _levels[subject] = level;
        return (200, $$"""{"compatibility":"{{level}}"}""");
    }

    public (int Status, string Text) DeleteLevel(string subject) =>
        _levels.Remove(subject, out var level) ? (200, $$"""{"compatibilityLevel":"{{level}}"}""") : Refused(40401);

    /// <summary>Everything, as <c>/schemas?deleted=true</c> lists it.</summary>
    public string View() => string.Join('\n', _entries.OrderBy(entry => entry.Subject, StringComparer.Ordinal).ThenBy(entry => entry.Version)
        .Select(entry => $"{entry.Subject} {entry.Version} id {entry.Id}{(entry.Deleted ? " deleted" : "")}"));

    public List<int> ReferencedBy(string subject, int version) =>
        [.. _entries.Where(entry => entry.Schema.To == (subject, version)).Select(entry => entry.Id).Distinct().Order()];

    private static (int, string) Refused(int code) => (code < 1_000 ? code : code / 100, $"{code}");

    /// <summary>What a schema takes from elsewhere is read, or not, like the rest of it.</summary>
    private bool Reads(TestSchema reader, TestSchema writer) =>
        reader.Reads(writer) && (reader.To is not { } to || writer.To is not { } from || TargetOf(to).Reads(TargetOf(from)));

    private TestSchema TargetOf((string, int) place) => _entries.First(entry => entry.Is(place)).Schema;

    private string LevelOf(string subject) => _levels.GetValueOrDefault(subject, "BACKWARD");

    private List<Entry> All(string subject) => [.. _entries.Where(entry => entry.Subject == subject).OrderBy(entry => entry.Version)];

    private List<Entry> Active(string subject) => [.. All(subject).Where(entry => !entry.Deleted)];

    private void Delete(Entry entry, bool permanent)
    {
        if (!permanent) entry.Deleted = true;
        else _entries.Remove(entry);
        if (permanent && All(entry.Subject).Count == 0) _levels.Remove(entry.Subject);
    }

    private sealed record Entry(string Subject, int Version, int Id, TestSchema Schema)
    {
        public bool Deleted { get; set; }

        public bool Is((string Subject, int Version) place) => (Subject, Version) == place;
    }
}

/// <summary>A record of which one can tell without Avro whether it reads another: its fields have a default or none.</summary>
/// <param name="Name">The record's.</param>
/// <param name="Optional">Fields with a default, as bits.</param>
/// <param name="Required">Fields without, as bits.</param>
/// <param name="To">The version it takes a type from, if any: a record Target.</param>
internal sealed record TestSchema(string Name, int Optional, int Required, (string Subject, int Version)? To = null)
{
    public string Json => $$"""{"type":"record","name":"{{Name}}","fields":[{{string.Join(',', Fields())}}]}""";

    public bool Reads(TestSchema writer) => (Required & ~(writer.Required | writer.Optional)) == 0;

    private IEnumerable<string> Fields()
    {
        for (var bit = 0; bit < 3; bit++)
        {
            if ((Optional & 1 << bit) != 0) yield return $$"""{"name":"f{{bit}}","type":"int","default":0}""";
            else if ((Required & 1 << bit) != 0) yield return $$"""{"name":"f{{bit}}","type":"int"}""";
        }
        if (To is not null) yield return """{"name":"to","type":["null","Target"],"default":null}""";
    }
}
