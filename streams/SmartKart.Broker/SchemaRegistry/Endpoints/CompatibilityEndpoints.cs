namespace SmartKart.Broker.SchemaRegistry;

/// <summary><c>/compatibility</c>: whether a schema could be registered, without doing it.</summary>
internal static class CompatibilityEndpoints
{
    private const string Versions = "/compatibility/subjects/{subject}/versions";

    public static void Declare(RegistryRoutes routes)
    {
        routes.Post(Versions, call => TestAsync(call, Active));
        routes.Post(Versions + "/{version}", call => TestAsync(call, One(call.Version)));
    }

    private static async Task<VerdictBody> TestAsync(RegistryCall call, Func<RegistryState, string, IReadOnlyList<int>> former)
    {
        var (subject, verbose) = (call.Subject, call.Flag("verbose"));
        var request = (await call.BodyAsync<SchemaBody>()).For(subject, call.Flag("normalize"));
        var state = call.State;
        var versions = former(state, subject);
        IReadOnlyList<string> faults;
        try
        {
            faults = CompatibilityCheck.Faults(state, call.Options, Registration.Parse(state, call.Options, request).Schema, subject, versions);
        }
        catch (RegistryException refusal) when (verbose && refusal.Code == Schemas.Registry.RegistryErrorCode.InvalidSchema)
        {
            faults = [refusal.Message];                 // who asks for reasons is given this one too
        }
        return new VerdictBody(faults.Count == 0, verbose ? faults : null);
    }

    private static IReadOnlyList<int> Active(RegistryState state, string subject) =>
        [.. state.Versions(subject).Where(entry => !entry.Value.IsDeleted).Select(entry => entry.Key)];

    /// <summary>A subject without versions lets any schema follow its latest.</summary>
    private static Func<RegistryState, string, IReadOnlyList<int>> One(int? asked) => (state, subject) =>
        asked is not { } version ? state.Latest(subject) is { } latest ? [latest] : []
        : state.Find(new SchemaPlace(subject, version)) is { IsDeleted: false } ? [version]
        : throw RegistryError.VersionNotFound(version);
}
