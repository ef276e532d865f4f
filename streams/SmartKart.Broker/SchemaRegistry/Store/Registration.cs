using System.Collections.Immutable;
using SmartKart.Schemas.Registry;

namespace SmartKart.Broker.SchemaRegistry;

/// <summary>What someone wants registered, or looked up.</summary>
/// <param name="Subject">Where.</param>
/// <param name="Json">The schema's text, as it was sent.</param>
/// <param name="References">As they were sent.</param>
/// <param name="Normalize">Whether the caller asks for it; the subject may too.</param>
internal sealed record SchemaRequest(string Subject, string? Json, ImmutableArray<SchemaReference> References, bool Normalize)
{
    /// <summary>The version it is to have, or null for the next.</summary>
    public int? Version { get; init; }

    /// <summary>The id it is to have, or null for the registry to choose.</summary>
    public int? Id { get; init; }
}

/// <summary>Finds and registers schemas.</summary>
internal static class Registration
{
    /// <summary>Registers a schema; an identical one keeps its version, and in another subject its id.</summary>
    public static Decision<(int Id, int Version)> Register(RegistryState state, SchemaRegistryServerOptions options, SchemaRequest request)
    {
        var mode = RequireMode(state, request);
        var imports = mode is RegistryMode.Import or RegistryMode.Forward;
        var subject = request.Subject;
        var parsed = Parse(state, options, request);
        if (request.Version is null && Find(state, options, subject, parsed, deletedToo: false) is { } version
            && state.Find(new SchemaPlace(subject, version)) is { } there && (request.Id is null || request.Id == there.Id))
            return new Decision<(int, int)>((there.Id, version));
        var versions = state.Versions(subject);
        if (!imports)
        {
            var active = versions.Where(entry => !entry.Value.IsDeleted).Select(entry => entry.Key).ToList();
            var faults = CompatibilityCheck.Faults(state, options, parsed.Schema, subject, active);
            if (faults.Count > 0) throw RegistryError.Incompatible(subject, faults);
        }
        var schema = new StoredSchema(IdFor(state, request, parsed.Text), parsed.Text);
        var place = new SchemaPlace(subject, VersionFor(state, request, schema, imports));
        // A softly deleted version gives way to its own return, unless it is referred to: references go by version, not by id.
        var replaced = versions.Where(entry => entry.Value.IsDeleted && entry.Value.Id == schema.Id && entry.Key < place.Version
            && !state.Referrers.ContainsKey(new SchemaPlace(subject, entry.Key))).Select(entry => new SchemaRecord(subject, entry.Key, null));
        return new Decision<(int, int)>((schema.Id, place.Version), [.. replaced, new SchemaRecord(subject, place.Version, schema)]);
    }

    /// <summary>The newest version of a subject that holds a schema, or null.</summary>
    public static int? LookUp(RegistryState state, SchemaRegistryServerOptions options, SchemaRequest request, bool deletedToo) =>
        Find(state, options, request.Subject, Parse(state, options, request), deletedToo);

    /// <summary>Parses a request's schema, normalized where it or its subject asks.</summary>
    public static ParsedSchema Parse(RegistryState state, SchemaRegistryServerOptions options, SchemaRequest request) => new SchemaParser(state, options)
        .Sent(request.Json, request.References, request.Normalize || Settings.InForce(state, options, request.Subject).Normalizes == true);

    private static int? Find(RegistryState state, SchemaRegistryServerOptions options, string subject, ParsedSchema parsed, bool deletedToo)
    {
        var versions = state.Versions(subject);
        var eligible = versions.Keys.Reverse().Where(version => deletedToo || !versions[version].IsDeleted).ToList();
        foreach (var version in eligible)
            if (versions[version].Text.Equals(parsed.Text)) return version;
        if (!parsed.Text.References.IsEmpty) return null;
        // Serializers send a schema whole, also one that was registered in parts.
        var parser = new SchemaParser(state, options);
        foreach (var version in eligible)
        {
            var isInParts = !versions[version].Text.References.IsEmpty;
            if (isInParts && parser.Registered(new SchemaPlace(subject, version)).ToString() == parsed.Text.Json) return version;
        }
        return null;
    }

    private static RegistryMode RequireMode(RegistryState state, SchemaRequest request)
    {
        Settings.RequireWritable(state, request.Subject);
        var mode = state.ModeOf(request.Subject);
        if (request.Id is not null && mode == RegistryMode.ReadWrite)
            throw RegistryError.NotPermitted(
                $"Subject {request.Subject} is not in import mode: an id can be given in mode IMPORT alone");
        if (request.Id is null && mode != RegistryMode.ReadWrite)
            throw RegistryError.NotPermitted(
                $"Subject {request.Subject} is not in read-write mode: in mode {ModeKeywords.Of(mode)} a schema comes with its id");
        return mode;
    }

    private static int IdFor(RegistryState state, SchemaRequest request, SchemaText text)
    {
        if (request.Id is { } asked)
        {
            if (state.Find(asked) is { } other && !other.Text.Equals(text))
                throw RegistryError.NotPermitted($"Overwrite new schema with id {asked} is not permitted.");
            return asked;
        }
        if (state.Ids.TryGetValue(text, out var ids)) return ids.Min;
        return state.HighestId < int.MaxValue
            ? state.HighestId + 1
            : throw RegistryError.Store("All schema ids have been given. Import the schemas into an empty registry.");
    }

    private static int VersionFor(RegistryState state, SchemaRequest request, StoredSchema schema, bool imports)
    {
        var versions = state.Versions(request.Subject);
        var highest = versions.IsEmpty ? 0 : versions.Keys.Last();
        if (request.Version is not { } asked)
            return highest < int.MaxValue
                ? highest + 1
                : throw RegistryError.NotPermitted($"Subject {request.Subject} has version {highest}, the highest there is");
        if (!imports && asked != highest + 1) throw RegistryError.InvalidSchema("Version is not one more than previous version");
        if (versions.TryGetValue(asked, out var there) && there with { IsDeleted = false } != schema)
            throw RegistryError.NotPermitted($"Subject {request.Subject} has another schema as version {asked}. Delete that version permanently first");
        return asked;
    }
}
