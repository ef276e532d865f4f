using SmartKart.Schemas;
using SmartKart.Schemas.Registry;

namespace SmartKart.Broker.SchemaRegistry;

/// <summary>Levels and modes: what holds for a subject, and how it is set. A subject of null is the registry itself.</summary>
internal static class Settings
{
    /// <summary>What is set for a subject, completed by what is set for the registry, and that by the defaults.</summary>
    public static RegistryConfig InForce(RegistryState state, SchemaRegistryServerOptions options, string? subject)
    {
        var (own, registry) = (state.ConfigOf(subject), state.ConfigOf(null));
        return new RegistryConfig(own?.Level ?? registry?.Level ?? options.DefaultCompatibility, own?.Normalizes ?? registry?.Normalizes);
    }

    public static CompatibilityLevel Level(RegistryState state, SchemaRegistryServerOptions options, string? subject) =>
        InForce(state, options, subject).Level ?? options.DefaultCompatibility;

    public static Decision<RegistryConfig> SetConfig(RegistryState state, string? subject, RegistryConfig change)
    {
        RequireWritable(state, subject);
        var former = state.ConfigOf(subject);
        var config = new RegistryConfig(change.Level ?? former?.Level, change.Normalizes ?? former?.Normalizes);
        return new Decision<RegistryConfig>(config, [new ConfigRecord(subject, config)]);
    }

    /// <returns>What was in force until now.</returns>
    public static Decision<RegistryConfig> DeleteConfig(RegistryState state, SchemaRegistryServerOptions options, string? subject)
    {
        if (subject is not null && state.ConfigOf(subject) is null) throw RegistryError.SubjectNotFound(subject);
        RequireWritable(state, subject);
        var former = state.ConfigOf(subject);
        return former is null
            ? new Decision<RegistryConfig>(InForce(state, options, subject))
            : new Decision<RegistryConfig>(former, [new ConfigRecord(subject, null)]);
    }

    public static Decision<RegistryMode> SetMode(RegistryState state, string? subject, RegistryMode mode, bool force)
    {
        if (mode == RegistryMode.Forward && subject is not null) throw RegistryError.InvalidMode("Forward mode only supported on global level");
        var change = new ModeRecord(subject, mode);
        // Callers choose ids when they import: what is there already must not stand in their way, unless they say that it may.
        if (mode != RegistryMode.Import || force || state.ModeOf(subject) == RegistryMode.Import) return new Decision<RegistryMode>(mode, [change]);
        var subjects = state.Subjects.Where(entry => subject is null || entry.Key == subject).ToList();
        if (subjects.Exists(entry => state.Has(entry.Key, deletedToo: false))) throw RegistryError.NotPermitted("Cannot import since found existing subjects");
        List<RegistryRecord> gone = [new HighestIdRecord(state.HighestId)];
        foreach (var (name, versions) in subjects)
            foreach (var version in versions.Keys.Reverse())
            {
                var place = new SchemaPlace(name, version);
                if (state.Referrers.TryGetValue(place, out var referrers) && referrers.Any(referrer => subject is not null && referrer.Subject != subject))
                    throw RegistryError.ReferenceExists(place);
                gone.Add(new SchemaRecord(name, version, null));
            }
        return new Decision<RegistryMode>(mode, [.. gone, new ClearSubjectRecord(subject), change]);
    }

    /// <returns>The mode that was in force until now.</returns>
    public static Decision<RegistryMode> DeleteMode(RegistryState state, string? subject)
    {
        if (state.OwnMode(subject) is { } mode) return new Decision<RegistryMode>(mode, [new ModeRecord(subject, null)]);
        return subject is null ? new Decision<RegistryMode>(state.ModeOf(null)) : throw RegistryError.SubjectNotFound(subject);
    }

    /// <exception cref="RegistryException">The mode in force lets nothing be written.</exception>
    public static void RequireWritable(RegistryState state, string? subject)
    {
        if (state.ModeOf(subject) is RegistryMode.ReadOnly or RegistryMode.ReadOnlyOverride)
            throw RegistryError.NotPermitted($"{(subject is null ? "The registry" : $"Subject {subject}")} is in read-only mode");
    }
}
