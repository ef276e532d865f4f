using System.Text.Json;
using SmartKart.Schemas;

namespace SmartKart.Broker.SchemaRegistry;

/// <summary><c>/config</c>: compatibility levels, of the registry and of subjects.</summary>
internal static class ConfigEndpoints
{
    private const string Registry = "/config", Subject = "/config/{subject}";

    public static void Declare(RegistryRoutes routes)
    {
        routes.Get(Registry, call => ConfigBody.Of(Settings.InForce(call.State, call.Options, null)));
        routes.Get(Subject, Read);
        routes.Put(Registry, call => SetAsync(call, null));
        routes.Put(Subject, call => SetAsync(call, call.Subject));
        routes.Delete(Registry, call => DeleteAsync(call, null));
        routes.Delete(Subject, call => DeleteAsync(call, call.Subject));
    }

    private static ConfigBody Read(RegistryCall call)
    {
        var (state, subject) = (call.State, call.Subject);
        if (call.Flag("defaultToGlobal")) return ConfigBody.Of(Settings.InForce(state, call.Options, subject));
        return ConfigBody.Of(state.ConfigOf(subject) ?? throw RegistryError.CompatibilityNotConfigured(subject));
    }

    private static async Task<ConfigChangeBody> SetAsync(RegistryCall call, string? subject)
    {
        var body = await call.BodyAsync<ConfigChangeBody>();
        if (body.Others?.FirstOrDefault(other => other.Value.ValueKind != JsonValueKind.Null).Key is { } unknown)
            throw RegistryError.NotPermitted($"'{unknown}' is a setting that this registry does not have. It has compatibility and normalize");
        CompatibilityLevel? level = null;
        if (body.Compatibility is not null || body.Normalize is null)
            level = CompatibilityLevels.TryParse(body.Compatibility, out var known) ? known : throw RegistryError.InvalidCompatibility();
        var set = await call.Store.ChangeAsync(state => Settings.SetConfig(state, subject, new RegistryConfig(level, body.Normalize)), call.Cancellation);
        return new ConfigChangeBody { Compatibility = set.Level?.Keyword(), Normalize = set.Normalizes };
    }

    private static async Task<ConfigBody> DeleteAsync(RegistryCall call, string? subject) =>
        ConfigBody.Of(await call.Store.ChangeAsync(state => Settings.DeleteConfig(state, call.Options, subject), call.Cancellation));
}
