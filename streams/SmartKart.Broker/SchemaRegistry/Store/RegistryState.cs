using System.Collections.Immutable;
using SmartKart.Schemas.Registry;

namespace SmartKart.Broker.SchemaRegistry;

/// <summary>
/// Everything that the registry knows at one moment, and how a record changes it. Immutable: a reader keeps its moment while writers
/// make the next. The order of records is the log's; after a compaction a schema may come before what it refers to.
/// </summary>
internal sealed record RegistryState
{
    private const string Registry = "";             // no subject has this name

    private RegistryState() { }

    public static RegistryState Empty { get; } = new();

    /// <summary>Subject → version → schema, in order, softly deleted ones too.</summary>
    public ImmutableSortedDictionary<string, ImmutableSortedDictionary<int, StoredSchema>> Subjects { get; private init; } =
        ImmutableSortedDictionary.Create<string, ImmutableSortedDictionary<int, StoredSchema>>(StringComparer.Ordinal);

    /// <summary>Id → where it is registered.</summary>
    public ImmutableDictionary<int, ImmutableSortedSet<SchemaPlace>> Places { get; private init; } =
        ImmutableDictionary<int, ImmutableSortedSet<SchemaPlace>>.Empty;

    /// <summary>Text → its ids: one, but for imports.</summary>
    public ImmutableDictionary<SchemaText, ImmutableSortedSet<int>> Ids { get; private init; } =
        ImmutableDictionary<SchemaText, ImmutableSortedSet<int>>.Empty;

    /// <summary>A version → the versions that refer to it.</summary>
    public ImmutableDictionary<SchemaPlace, ImmutableSortedSet<SchemaPlace>> Referrers { get; private init; } =
        ImmutableDictionary<SchemaPlace, ImmutableSortedSet<SchemaPlace>>.Empty;

    private ImmutableDictionary<string, RegistryConfig> Configs { get; init; } = ImmutableDictionary<string, RegistryConfig>.Empty;

    private ImmutableDictionary<string, RegistryMode> Modes { get; init; } = ImmutableDictionary<string, RegistryMode>.Empty;

    /// <summary>The highest id ever given, also to what is gone for good; 0 before the first.</summary>
    public int HighestId { get; private init; }

    public RegistryConfig? ConfigOf(string? subject) => Configs.GetValueOrDefault(subject ?? Registry);

    /// <summary>A subject's own mode, or the registry's own.</summary>
    public RegistryMode? OwnMode(string? subject) => Modes.TryGetValue(subject ?? Registry, out var mode) ? mode : null;

    /// <summary>The mode in force.</summary>
    public RegistryMode ModeOf(string? subject)
    {
        var registry = OwnMode(null) ?? RegistryMode.ReadWrite;
        return registry == RegistryMode.ReadOnlyOverride ? registry : OwnMode(subject) ?? registry;
    }

    /// <summary>A subject's versions; none where it is unknown.</summary>
    public ImmutableSortedDictionary<int, StoredSchema> Versions(string subject) =>
        Subjects.GetValueOrDefault(subject, ImmutableSortedDictionary<int, StoredSchema>.Empty);

    public StoredSchema? Find(SchemaPlace place) => Versions(place.Subject).GetValueOrDefault(place.Version);

    /// <summary>Any schema of that id: they are all the same.</summary>
    public StoredSchema? Find(int id) => Places.TryGetValue(id, out var places) ? Find(places.Min) : null;

    public bool Has(string subject, bool deletedToo) => Versions(subject).Values.Any(schema => deletedToo || !schema.IsDeleted);

    /// <summary>The newest version that is not deleted, or null.</summary>
    public int? Latest(string subject)
    {
        var versions = Versions(subject);
        foreach (var version in versions.Keys.Reverse())
            if (!versions[version].IsDeleted) return version;
        return null;
    }

    public RegistryState Apply(RegistryRecord record) => record switch
    {
        SchemaRecord it => Put(new SchemaPlace(it.Subject, it.Version), it.Schema),
        ConfigRecord it => this with { Configs = Set(Configs, it.Subject, it.Config) },
        ModeRecord { Mode: { } mode } it => this with { Modes = Modes.SetItem(it.Subject ?? Registry, mode) },
        ModeRecord it => this with { Modes = Modes.Remove(it.Subject ?? Registry) },
        DeleteSubjectRecord { LastVersion: { } last } it => DeleteSoftly(it.Subject, last),
        ClearSubjectRecord it => Clear(it.Subject),
        HighestIdRecord { Id: { } id } => this with { HighestId = Math.Max(HighestId, id) },
        _ => this,
    };

    private RegistryState Put(SchemaPlace place, StoredSchema? schema)
    {
        var (places, ids, referrers) = (Places, Ids, Referrers);
        if (Find(place) is { } former)
        {
            places = Without(places, former.Id, place);
            if (!places.ContainsKey(former.Id)) ids = Without(ids, former.Text, former.Id);
            foreach (var reference in former.Text.References) referrers = Without(referrers, PlaceOf(reference), place);
        }
        if (schema is not null)
        {
            places = With(places, schema.Id, place);
            ids = With(ids, schema.Text, schema.Id);
            foreach (var reference in schema.Text.References) referrers = With(referrers, PlaceOf(reference), place);
        }
        var versions = schema is null ? Versions(place.Subject).Remove(place.Version) : Versions(place.Subject).SetItem(place.Version, schema);
        return this with
        {
            Subjects = versions.IsEmpty ? Subjects.Remove(place.Subject) : Subjects.SetItem(place.Subject, versions),
            Places = places, Ids = ids, Referrers = referrers,
            HighestId = Math.Max(HighestId, schema?.Id ?? 0),
        };
    }

    private RegistryState DeleteSoftly(string subject, int last)
    {
        var state = this;
        foreach (var (version, schema) in Versions(subject))
            if (version <= last && !schema.IsDeleted) state = state.Put(new SchemaPlace(subject, version), schema with { IsDeleted = true });
        return state;
    }

    private RegistryState Clear(string? only)
    {
        var state = this;
        foreach (var (subject, versions) in Subjects)
            foreach (var (version, schema) in versions)
                if (schema.IsDeleted && (only is null || only == subject)) state = state.Put(new SchemaPlace(subject, version), null);
        return state;
    }

    private static SchemaPlace PlaceOf(SchemaReference reference) => new(reference.Subject, reference.Version);

    private static ImmutableDictionary<string, T> Set<T>(ImmutableDictionary<string, T> settings, string? subject, T? value) where T : class =>
        value is null ? settings.Remove(subject ?? Registry) : settings.SetItem(subject ?? Registry, value);

    private static ImmutableDictionary<TKey, ImmutableSortedSet<T>> With<TKey, T>(
        ImmutableDictionary<TKey, ImmutableSortedSet<T>> index, TKey key, T item) where TKey : notnull =>
        index.SetItem(key, index.GetValueOrDefault(key, ImmutableSortedSet<T>.Empty).Add(item));

    private static ImmutableDictionary<TKey, ImmutableSortedSet<T>> Without<TKey, T>(
        ImmutableDictionary<TKey, ImmutableSortedSet<T>> index, TKey key, T item) where TKey : notnull
    {
        if (!index.TryGetValue(key, out var items)) return index;
        items = items.Remove(item);
        return items.IsEmpty ? index.Remove(key) : index.SetItem(key, items);
    }
}
