namespace SmartKart.Broker.SchemaRegistry;

/// <summary><c>/mode</c>: what may be written, in the registry and in subjects.</summary>
internal static class ModeEndpoints
{
    private const string Registry = "/mode", Subject = "/mode/{subject}";

    public static void Declare(RegistryRoutes routes)
    {
        routes.Get(Registry, call => new ModeBody(ModeKeywords.Of(call.State.ModeOf(null))));
        routes.Get(Subject, Read);
        routes.Put(Registry, call => SetAsync(call, null));
        routes.Put(Subject, call => SetAsync(call, call.Subject));
        routes.Delete(Registry, call => DeleteAsync(call, null));
        routes.Delete(Subject, call => DeleteAsync(call, call.Subject));
    }

    private static ModeBody Read(RegistryCall call)
    {
        var (state, subject) = (call.State, call.Subject);
        var mode = call.Flag("defaultToGlobal") ? state.ModeOf(subject) : state.OwnMode(subject) ?? throw RegistryError.ModeNotConfigured(subject);
        return new ModeBody(ModeKeywords.Of(mode));
    }

    private static async Task<ModeBody> SetAsync(RegistryCall call, string? subject)
    {
        var (body, force) = (await call.BodyAsync<ModeBody>(), call.Flag("force"));
        if (!ModeKeywords.TryParse(body.Mode, out var mode))
            throw RegistryError.InvalidMode("Valid values are READWRITE, READONLY, READONLY_OVERRIDE, IMPORT and FORWARD.");
        return new ModeBody(ModeKeywords.Of(await call.Store.ChangeAsync(state => Settings.SetMode(state, subject, mode, force), call.Cancellation)));
    }

    private static async Task<ModeBody> DeleteAsync(RegistryCall call, string? subject) =>
        new(ModeKeywords.Of(await call.Store.ChangeAsync(state => Settings.DeleteMode(state, subject), call.Cancellation)));
}
