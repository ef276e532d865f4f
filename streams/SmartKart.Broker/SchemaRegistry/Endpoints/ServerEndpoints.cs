using System.Reflection;

namespace SmartKart.Broker.SchemaRegistry;

/// <summary>What clients ask about the registry itself.</summary>
internal static class ServerEndpoints
{
    private static readonly string[] Contexts = ["."];         // the default one

    private static readonly RawJson ClusterId =
        new("""{"scope":{"path":[],"clusters":{"kafka-cluster":"smartkart","schema-registry-cluster":"schema-registry"}},"id":""}""");

    private static readonly Dictionary<string, string> Version = new()
    {
        ["version"] = typeof(ServerEndpoints).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
    };

    public static void Declare(RegistryRoutes routes)
    {
        routes.Get("/", _ => new RawJson("{}"));
        routes.Get("/contexts", _ => Contexts);
        routes.Get("/v1/metadata/id", _ => ClusterId);
        routes.Get("/v1/metadata/version", _ => Version);
    }
}
