using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SmartKart.Prometheus.Endpoints;
using SmartKart.Scoring.Registry;
using SmartKart.Serving.Access;
using SmartKart.Serving.Events;
using SmartKart.Serving.Features;
using SmartKart.Serving.Http;
using SmartKart.Serving.Models;
using SmartKart.Serving.OpenApi;
using SmartKart.Serving.Page;
using SmartKart.Serving.Products;
using SmartKart.Serving.Recommending;
using SmartKart.Serving.Telemetry;

namespace SmartKart.Serving;

/// <summary>The inference API, running. Stopped by disposing of it: requests under way are answered, and events that were taken are sent.</summary>
public sealed class ServingHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Stack<IAsyncDisposable> _parts;      // what is disposed of with it, the last made first

    private ServingHost(WebApplication app, Stack<IAsyncDisposable> parts, Uri address) => (_app, _parts, Address) = (app, parts, address);

    /// <summary>Where it answers, such as <c>http://127.0.0.1:8080/</c>.</summary>
    public Uri Address { get; }

    /// <summary>The version of the model that answers; null where none could be opened yet.</summary>
    public ModelVersion? Model => _app.Services.GetRequiredService<ModelWatch>().Version;

    /// <summary>What it answers at.</summary>
    internal IReadOnlyList<Endpoint> Routes => _app.Services.GetRequiredService<EndpointDataSource>().Endpoints;

    /// <summary>Starts it. A model that isn't there yet is taken up when it comes.</summary>
    /// <param name="options">How.</param>
    /// <param name="given">By what.</param>
    /// <param name="cancel">Gives up the start.</param>
    /// <exception cref="ServingException">An option can't be used, or the port is taken.</exception>
    /// <exception cref="Schemas.Registry.SchemaRegistryException">The schema registry can't be reached.</exception>
    public static async Task<ServingHost> StartAsync(ServingOptions options, ServingParts given, CancellationToken cancel = default)
    {
        var parts = new Stack<IAsyncDisposable>();
        ListenOptions? port = null;
        WebApplication? app = null;
        try
        {
            app = Build(options, given, listening => port = listening);
            await AddAsync(app, parts, given, cancel);
            await app.StartAsync(cancel);
            return new ServingHost(app, parts, new Uri($"http://{port!.IPEndPoint}/"));      // set while it was built
        }
        catch (Exception failed)
        {
            if (app is not null) await app.DisposeAsync();
            await DisposeAsync(parts);
            if (failed is IOException { InnerException: AddressInUseException } or SocketException)
                throw new ServingException($"Port {options.Port}, where recommendations are to be served, is taken by another program. Name another, or 0 for any that is free.", failed);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        await DisposeAsync(_parts);
    }

    private static WebApplication Build(ServingOptions options, ServingParts given, Action<ListenOptions> listening)
    {
        if (!IPAddress.TryParse(options.Host, out var host)) throw new ServingException($"Serving:Host is '{options.Host}', and has to be an IP address, such as 127.0.0.1 or 0.0.0.0.");
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.BodyBytesMax;
            kestrel.Listen(host, options.Port, port =>
            {
                port.Protocols = HttpProtocols.Http1;
                listening(port);
            });
        });
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>().AddRoutingCore();
        builder.Services.AddServing(options, given);
        return builder.Build();
    }

    private static async Task AddAsync(WebApplication app, Stack<IAsyncDisposable> parts, ServingParts given, CancellationToken cancel)
    {
        var services = app.Services;
        var (shelf, models) = (services.GetRequiredService<ProductShelf>(), services.GetRequiredService<ModelWatch>());
        var metrics = services.GetRequiredService<ServingMetrics>();
        var log = given.Loggers.CreateLogger<ServingHost>();
        var reader = Own(parts, ShelfReader.Start(given.Kafka, given.Admin, given.Schemas, shelf, log));
        var schemas = await EventSchemaSet.RegisterAsync(given.Schemas, cancel);
        var publisher = Own(parts, new EventPublisher(() => given.Kafka, metrics, log));
        await models.LookForChampionAsync(cancel);
        app.UseProblems(log);
        var keys = services.GetService<KeyWatch>();
        if (keys is not null) new KeyGate(keys, metrics).Use(app);
        var recommendations = new RecommendationEndpoints(
            services.GetRequiredService<Recommendations>(), models, services.GetRequiredService<TrendingProducts>(), services.GetRequiredService<PopularLists>(), shelf,
            new Impressions(schemas, publisher), given.Time);
        var events = new EventEndpoints(schemas, publisher, given.Time);
        recommendations.Map(app);
        events.Map(app);
        new ModelEndpoints(models).Map(app);
        new LegacyEndpoints(recommendations, events, shelf, services.GetRequiredService<TrendingProducts>()).Map(app);
        app.MapFeatures().Needs(Scope.Features);
        app.MapOpenApi();
        app.MapPage();
        app.MapMetrics(given.Exporter);
        app.MapHealth(() =>
        [
            // It answers without a model, too, by what sells: what it lacks is told, and keeps nobody from asking.
            new PartHealth("model", true, models.Fault ?? $"{models.Model} version {models.Version?.Version}"),
            new PartHealth("products", reader.HasCaughtUp, reader.Fault ?? (reader.HasCaughtUp ? $"{shelf.Count} known" : "reading")),
            new PartHealth("rollout", true, models.Status.ToString()),
            .. keys is null ? [] : new[] { new PartHealth("keys", true, keys.Fault ?? $"{keys.Count} known") },
            new PartHealth("events", publisher.Fault is null, publisher.Fault ?? "taken"),
        ]);
    }

    private static T Own<T>(Stack<IAsyncDisposable> parts, T part) where T : IAsyncDisposable
    {
        parts.Push(part);
        return part;
    }

    private static async ValueTask DisposeAsync(Stack<IAsyncDisposable> parts)
    {
        while (parts.TryPop(out var part)) await part.DisposeAsync();
    }

    /// <summary>The server is stopped by its owner, never by a signal that a host would take for itself.</summary>
    private sealed class OwnedLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
