using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.SchemaRegistry;

/// <summary>
/// Confluent's schema registry over a partition of the broker's own. Opening reads the whole log; then every read is answered from
/// memory, and every write from the log. The host gives the partition and the HTTP server, and closes both after this.
/// </summary>
internal sealed class SchemaRegistryServer : IDisposable
{
    /// <summary>The topic's name, as Confluent's registry has it: one partition, compacted.</summary>
    public const string Topic = "_schemas";

    private readonly SubjectStore _store;
    private readonly SchemaRegistryServerOptions _options;
    private readonly RegistryMetrics _metrics;
    private readonly ILogger _logger;

    private SchemaRegistryServer(SubjectStore store, SchemaRegistryServerOptions options, ILogger logger)
    {
        (_store, _options, _logger) = (store, options, logger);
        _metrics = new RegistryMetrics(() => store.State);
    }

    /// <summary>What it holds now.</summary>
    public RegistryState State => _store.State;

    /// <exception cref="RegistryLogException">The log holds what cannot be read.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public static SchemaRegistryServer Open(PartitionLog log, SchemaRegistryServerOptions options, TimeProvider time, ILogger logger)
    {
        options.Check();
        var schemas = new SchemaLog(log, time);
        var store = SubjectStore.Open(schemas);
        RegistryLog.Opened(logger, store.State.Subjects.Count, store.State.Places.Count, schemas.EndOffset);
        return new SchemaRegistryServer(store, options, logger);
    }

    /// <summary>Maps every path of the registry, and an answer for all others.</summary>
    public void MapSchemaRegistry(IEndpointRouteBuilder routes)
    {
        var declared = new RegistryRoutes();
        ServerEndpoints.Declare(declared);
        SubjectEndpoints.Declare(declared);
        SchemaEndpoints.Declare(declared);
        CompatibilityEndpoints.Declare(declared);
        ConfigEndpoints.Declare(declared);
        ModeEndpoints.Declare(declared);
        var endpoint = new RegistryEndpoint(_store, _options, _metrics, _logger);
        foreach (var (pattern, verbs) in declared.All) routes.Map(pattern, endpoint.For(pattern, verbs));
        routes.MapFallback("{*path}", endpoint.For("other", []));
    }

    /// <summary>Requests must have ended.</summary>
    public void Dispose()
    {
        _metrics.Dispose();
        _store.Dispose();
    }
}
