namespace SmartKart.Broker.SchemaRegistry;

/// <summary>Deletes versions and subjects: softly, and what is softly deleted for good.</summary>
internal static class Removal
{
    /// <param name="state">What is registered.</param>
    /// <param name="subject">Whose version.</param>
    /// <param name="version">Null for the latest.</param>
    /// <param name="permanent">For good.</param>
    /// <returns>The version that is deleted.</returns>
    public static Decision<int> Version(RegistryState state, string subject, int? version, bool permanent)
    {
        if ((version ?? state.Latest(subject)) is not { } number || state.Find(new SchemaPlace(subject, number)) is not { } schema)
            throw state.Has(subject, deletedToo: true) ? RegistryError.VersionNotFound(version ?? -1) : RegistryError.SubjectNotFound(subject);
        if (!permanent && schema.IsDeleted) throw RegistryError.VersionSoftDeleted(subject, number);
        Settings.RequireWritable(state, subject);
        var place = new SchemaPlace(subject, number);
        if (Referrers(state, place, deletedToo: permanent).Any()) throw RegistryError.ReferenceExists(place);
        if (!permanent) return new Decision<int>(number, [new SchemaRecord(subject, number, schema with { IsDeleted = true })]);
        if (!schema.IsDeleted) throw RegistryError.VersionNotSoftDeleted(subject, number);
        return new Decision<int>(number, [new HighestIdRecord(state.HighestId), new SchemaRecord(subject, number, null),
            .. state.Versions(subject).Count == 1 ? SettingsOf(state, subject) : []]);
    }

    /// <returns>The versions that are deleted.</returns>
    public static Decision<IReadOnlyList<int>> Subject(RegistryState state, string subject, bool permanent)
    {
        if (!state.Has(subject, deletedToo: true)) throw RegistryError.SubjectNotFound(subject);
        if (!permanent && !state.Has(subject, deletedToo: false)) throw RegistryError.SubjectSoftDeleted(subject);
        Settings.RequireWritable(state, subject);
        var versions = state.Versions(subject).Where(entry => permanent || !entry.Value.IsDeleted).ToList();
        foreach (var (version, schema) in versions)
        {
            var place = new SchemaPlace(subject, version);
            if (Referrers(state, place, deletedToo: permanent).Any(referrer => referrer.Subject != subject)) throw RegistryError.ReferenceExists(place);
            if (permanent && !schema.IsDeleted) throw RegistryError.SubjectNotSoftDeleted(subject);
        }
        var numbers = versions.ConvertAll(entry => entry.Key);
        if (!permanent) return new Decision<IReadOnlyList<int>>(numbers, [new DeleteSubjectRecord(subject, numbers[^1])]);
        // The newest first: a version may refer to an older one of its own subject.
        var gone = numbers.AsEnumerable().Reverse().Select(version => new SchemaRecord(subject, version, null));
        return new Decision<IReadOnlyList<int>>(numbers, [new HighestIdRecord(state.HighestId), .. gone, .. SettingsOf(state, subject)]);
    }

    /// <summary>The versions that refer to one.</summary>
    public static IEnumerable<SchemaPlace> Referrers(RegistryState state, SchemaPlace place, bool deletedToo) =>
        state.Referrers.TryGetValue(place, out var referrers)
            ? referrers.Where(referrer => deletedToo || state.Find(referrer) is { IsDeleted: false })
            : [];

    /// <summary>A subject that is gone takes its settings along.</summary>
    private static IEnumerable<RegistryRecord> SettingsOf(RegistryState state, string subject)
    {
        if (state.ConfigOf(subject) is not null) yield return new ConfigRecord(subject, null);
        if (state.OwnMode(subject) is not null) yield return new ModeRecord(subject, null);
    }
}
