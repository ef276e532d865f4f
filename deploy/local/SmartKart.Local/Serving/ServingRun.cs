using System.Net.Sockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using SmartKart.FeatureStore.Definitions;
using SmartKart.Local.Platform;
using SmartKart.Local.Terminal;
using SmartKart.Prometheus;
using SmartKart.Schemas.Catalogue;
using SmartKart.Scoring.Registry;
using SmartKart.Serving;

namespace SmartKart.Local.Serving;

/// <summary>
/// Serves what the platform has, and asks it as a client does: a visitor of whom nothing is known looks at a product and buys one, and a product sells out.
/// </summary>
internal sealed class ServingRun : IAsyncDisposable
{
    private const int ListLength = 3, Requests = 200;

    private readonly ServingHost _host;
    private readonly PrometheusExporter _exporter;
    private readonly ILoggerFactory _loggers;

    private ServingRun(ServingHost host, PrometheusExporter exporter, ILoggerFactory loggers, TimeProvider clock) =>
        (_host, _exporter, _loggers, Clock) = (host, exporter, loggers, clock);

    /// <summary>Where the API answers.</summary>
    public Uri Address => _host.Address;

    /// <summary>What tells it the time.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Starts the API over a platform.</summary>
    /// <param name="platform">Broker, registry, Redis.</param>
    /// <param name="options">How it serves.</param>
    /// <param name="definitions">The features.</param>
    /// <param name="registry">The models.</param>
    /// <param name="clock">Tells now, as the history's events have it.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="CommandException">It can't be started; where its port is taken, <see cref="IsPortTaken"/> knows.</exception>
    public static async Task<ServingRun> StartAsync(
        PlatformRun platform, ServingOptions options, DefinitionSet definitions, IModelRegistry registry, TimeProvider clock, CancellationToken cancel)
    {
        var loggers = StderrLog.Create();
        var exporter = PrometheusExporter.Start(loggers);
        try
        {
            var cluster = platform.Cluster;
            var parts = new ServingParts(cluster.Kafka, cluster.Admin, cluster.Registry, platform.Online.Options, definitions, registry, clock, exporter, loggers);
            return new ServingRun(await ServingHost.StartAsync(options, parts, cancel), exporter, loggers, clock);
        }
        catch (Exception fault)
        {
            exporter.Dispose();
            loggers.Dispose();
            if (fault is ServingException) throw new CommandException(fault.Message, fault);
            throw;
        }
    }

    /// <summary>Whether it could not be started because another program has its port.</summary>
    public static bool IsPortTaken(CommandException fault) => fault.InnerException is ServingException
    {
        InnerException: IOException { InnerException: AddressInUseException } or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse },
    };

    /// <summary>Waits until the API knows the products.</summary>
    /// <exception cref="CommandException">It doesn't come to know them.</exception>
    public async Task ReadyAsync(CancellationToken cancel)
    {
        using var client = new ServingClient(_host.Address, user: "");
        await client.ReadyAsync(cancel);
    }

    /// <summary>Shows a visitor.</summary>
    /// <param name="looked">A product that customers have.</param>
    /// <param name="user">Who they are.</param>
    /// <param name="cancel">Gives up.</param>
    public async Task<ServingShown> ShowAsync(string looked, string user, CancellationToken cancel)
    {
        using var client = new ServingClient(_host.Address, user);
        await client.ReadyAsync(cancel);
        var (first, firstRung, _) = await client.UntilAsync(ListLength, offers => offers.Count > 0, cancel);
        var steps = new List<ServingShown.Step> { Step("is new", first, firstRung, ms: null) };

        await client.SendAsync(Topics.Clickstream, new JsonObject { ["user_id"] = user, ["action"] = "view", ["product_id"] = looked }, cancel);
        var (after, afterRung, ms) = await client.UntilAsync(ListLength, offers => Differ(offers, first), cancel);
        steps.Add(Step($"looks at {await client.NameAsync(looked, cancel)}", after, afterRung, ms));

        await client.SendAsync(Topics.OrderPlaced, Order(user, after[0].Id), cancel);
        var (bought, boughtRung, boughtMs) = await client.UntilAsync(ListLength, offers => offers.All(offer => offer.Id != after[0].Id), cancel);
        steps.Add(Step($"buys {after[0].Name}", bought, boughtRung, boughtMs));

        var stock = await client.StockAsync(bought[0].Id, cancel);
        foreach (var (warehouse, units) in stock) await client.SendAsync(Topics.InventoryUpdated, Stock(bought[0].Id, warehouse, from: units, to: 0), cancel);
        var (left, leftRung, leftMs) = await client.UntilAsync(ListLength, offers => offers.All(offer => offer.Id != bought[0].Id), cancel);
        steps.Add(Step($"comes when {bought[0].Name} has sold out", left, leftRung, leftMs));
        foreach (var (warehouse, units) in stock) await client.SendAsync(Topics.InventoryUpdated, Stock(bought[0].Id, warehouse, from: 0, to: units), cancel);

        var times = await TimeAsync(client, cancel);
        return new ServingShown(_host.Model?.Version, steps, Requests, times[Requests / 2], times[Requests * 99 / 100]);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _exporter.Dispose();
        _loggers.Dispose();
    }

    private static bool Differ(IReadOnlyList<ServingClient.Offer> offers, IReadOnlyList<ServingClient.Offer> before) =>
        offers.Count > 0 && !offers.Select(offer => offer.Why).SequenceEqual(before.Select(offer => offer.Why));

    private static ServingShown.Step Step(string what, IReadOnlyList<ServingClient.Offer> offers, string rung, double? ms) =>
        new(what, [.. offers.Select(offer => offer.Name)], ms, offers[0].Why, rung);

    private static async Task<double[]> TimeAsync(ServingClient client, CancellationToken cancel)
    {
        var times = new double[Requests];
        for (var at = 0; at < times.Length; at++)
        {
            var began = TimeProvider.System.GetTimestamp();
            await client.ListAsync(limit: 20, cancel);
            times[at] = TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
        }
        Array.Sort(times);
        return times;
    }

    private static JsonObject Order(string user, string product) => new()
    {
        ["order_id"] = $"order-{Guid.NewGuid():N}", ["user_id"] = user, ["currency"] = "GBP", ["subtotal"] = "1.00", ["total"] = "1.00",
        ["lines"] = new JsonArray(new JsonObject { ["product_id"] = product, ["quantity"] = 1, ["unit_price"] = "1.00" }),
    };

    private static JsonObject Stock(string product, string warehouse, long from, long to) => new()
    {
        ["product_id"] = product, ["warehouse_id"] = warehouse, ["reason"] = "adjusted", ["quantity_delta"] = to - from, ["quantity_before"] = from, ["quantity_after"] = to,
    };
}
