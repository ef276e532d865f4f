namespace SmartKart.Broker.SchemaRegistry;

/// <summary><c>/schemas</c>: what there is by its id, whatever subjects hold it.</summary>
internal static class SchemaEndpoints
{
    private const int MostListed = 1_000;           // Confluent's schema.search.max.limit
    private const string ById = "/schemas/ids/{id}";

    private static readonly string[] Types = ["AVRO"];

    public static void Declare(RegistryRoutes routes)
    {
        routes.Get("/schemas", List);
        routes.Get("/schemas/types", _ => Types);
        routes.Get(ById, call =>
        {
            var (state, stored) = (call.State, Found(call));
            return new SchemaByIdBody(stored.Text.Json, ReferenceBody.Of(stored.Text), call.Flag("fetchMaxId") ? state.HighestId : null);
        });
        routes.Get(ById + "/schema", call => new RawJson(Found(call).Text.Json));
        routes.Get(ById + "/subjects", call => call.Page(Places(call).Select(place => place.Subject).Distinct()));
        routes.Get(ById + "/versions", call => call.Page(Places(call).Select(place => new PlaceBody(place.Subject, place.Version))));
    }

    private static IReadOnlyList<SubjectVersionBody> List(RegistryCall call)
    {
        var (deleted, latestOnly) = (call.Flag("deleted"), call.Flag("latestOnly"));
        var prefix = SubjectName.Prefix(call.Query("subjectPrefix"));
        var found = from entry in call.State.Subjects
                    where entry.Key.StartsWith(prefix, StringComparison.Ordinal)
                    let versions = entry.Value.Where(version => deleted || !version.Value.IsDeleted)
                    from version in latestOnly ? versions.TakeLast(1) : versions
                    select SubjectVersionBody.Of(new SchemaPlace(entry.Key, version.Key), version.Value);
        return call.Page(found, MostListed);
    }

    private static IEnumerable<SchemaPlace> Places(RegistryCall call)
    {
        var (state, deleted) = (call.State, call.Flag("deleted"));
        if (!state.Places.TryGetValue(call.Id, out var places)) throw RegistryError.SchemaNotFound();
        return places.Where(place => deleted || state.Find(place) is { IsDeleted: false });
    }

    private static StoredSchema Found(RegistryCall call) => call.State.Find(call.Id) ?? throw RegistryError.SchemaNotFound(call.Id);
}
