namespace SmartKart.Broker.SchemaRegistry;

/// <summary><c>/subjects</c>: which there are, what they hold, registering and deleting.</summary>
internal static class SubjectEndpoints
{
    private const string Subject = "/subjects/{subject}", Versions = Subject + "/versions", Version = Versions + "/{version}";

    public static void Declare(RegistryRoutes routes)
    {
        routes.Get("/subjects", List);
        routes.Post(Subject, LookUpAsync);
        routes.Delete(Subject, call =>
        {
            var (subject, permanent) = (call.Subject, call.Flag("permanent"));
            return call.Store.ChangeAsync(state => Removal.Subject(state, subject, permanent), call.Cancellation);
        });
        routes.Get(Versions, ListVersions);
        routes.Post(Versions, RegisterAsync);
        routes.Get(Version, call => Found(call, call.Flag("deleted")));
        routes.Get(Version + "/schema", call => new RawJson(Found(call, call.Flag("deleted")).Schema));
        routes.Get(Version + "/referencedby", ReferencedBy);
        routes.Delete(Version, call =>
        {
            var (subject, version, permanent) = (call.Subject, call.Version, call.Flag("permanent"));
            return call.Store.ChangeAsync(state => Removal.Version(state, subject, version, permanent), call.Cancellation);
        });
    }

    private static IReadOnlyList<string> List(RegistryCall call)
    {
        var (state, prefix) = (call.State, SubjectName.Prefix(call.Query("subjectPrefix")));
        var (deleted, deletedOnly) = (call.Flag("deleted"), call.Flag("deletedOnly"));
        return call.Page(state.Subjects.Keys.Where(subject => subject.StartsWith(prefix, StringComparison.Ordinal)
            && (deletedOnly ? !state.Has(subject, deletedToo: false) : state.Has(subject, deleted))));
    }

    private static async Task<SubjectVersionBody> LookUpAsync(RegistryCall call)
    {
        var (subject, deleted) = (call.Subject, call.Flag("deleted"));
        var request = (await call.BodyAsync<SchemaBody>()).For(subject, call.Flag("normalize"));
        var state = call.State;
        if (Registration.LookUp(state, call.Options, request, deleted) is { } version && state.Find(new SchemaPlace(subject, version)) is { } stored)
            return SubjectVersionBody.Of(new SchemaPlace(subject, version), stored);
        throw state.Has(subject, deleted) ? RegistryError.SchemaNotFound() : RegistryError.SubjectNotFound(subject);
    }

    private static async Task<RegisteredBody> RegisterAsync(RegistryCall call)
    {
        var request = (await call.BodyAsync<SchemaBody>()).For(call.Subject, call.Flag("normalize"));
        var (id, version) = await call.Store.ChangeAsync(state => Registration.Register(state, call.Options, request), call.Cancellation);
        return new RegisteredBody(id, version);
    }

    private static IReadOnlyList<int> ListVersions(RegistryCall call)
    {
        var (state, subject) = (call.State, call.Subject);
        var (deleted, deletedOnly, negative) = (call.Flag("deleted"), call.Flag("deletedOnly"), call.Flag("deletedAsNegative"));
        if (!state.Has(subject, deleted || deletedOnly || negative)) throw RegistryError.SubjectNotFound(subject);
        return call.Page(state.Versions(subject)
            .Where(entry => negative || (deletedOnly ? entry.Value.IsDeleted : deleted || !entry.Value.IsDeleted))
            .Select(entry => negative && entry.Value.IsDeleted ? -entry.Key : entry.Key));
    }

    private static IReadOnlyList<int> ReferencedBy(RegistryCall call)
    {
        var state = call.State;
        var found = Found(call, deletedToo: true);
        return call.Page(Removal.Referrers(state, new SchemaPlace(found.Subject, found.Version), call.Flag("deleted"))
            .Select(referrer => state.Find(referrer)).OfType<StoredSchema>().Select(schema => schema.Id).Distinct().Order());
    }

    private static SubjectVersionBody Found(RegistryCall call, bool deletedToo)
    {
        var (state, subject, asked) = (call.State, call.Subject, call.Version);
        if ((asked ?? state.Latest(subject)) is { } version && state.Find(new SchemaPlace(subject, version)) is { } stored && (deletedToo || !stored.IsDeleted))
            return SubjectVersionBody.Of(new SchemaPlace(subject, version), stored);
        throw state.Has(subject, deletedToo) ? RegistryError.VersionNotFound(asked ?? -1) : RegistryError.SubjectNotFound(subject);
    }
}
