using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Broker;
using SmartKart.Broker.Network;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Online.Server;
using SmartKart.Kafka;
using SmartKart.Prometheus;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Registry;
using SmartKart.Serving;

namespace SmartKart.Benchmarks.Questions.Serving;

/// <summary>A shop of 100,000 products and 100,000 users, and the API over it, in this process; Redis is one of its own.</summary>
internal sealed class LargeShop : IAsyncDisposable
{
    private const int Products = 100_000, Users = 100_000, Ranked = 100, Categories = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-bench-serving-");
    private readonly Stack<IAsyncDisposable> _parts = new();

    /// <summary>Lists of 20 for users at random.</summary>
    public WrkLoad Lists { get; private set; } = null!;     // set when it has started, as the others

    /// <summary>100 products ranked for users at random.</summary>
    public WrkLoad Ranking { get; private set; } = null!;

    /// <summary>A constant of a list's size.</summary>
    public WrkLoad Constant { get; private set; } = null!;

    /// <summary>From the start of the API to its first list.</summary>
    public double ReadySeconds { get; private set; }

    /// <summary>The same to the first that its ranker has ordered: what products' features are was read.</summary>
    public double RankedSeconds { get; private set; }

    /// <summary>Where a product stands.</summary>
    public static string CategoryOf(int product) => $"c{product % Categories}";

    public static async Task<LargeShop> StartAsync(string checkoutRoot, Action<string> say, CancellationToken cancel)
    {
        var shop = new LargeShop();
        try
        {
            await shop.OpenAsync(checkoutRoot, say, cancel);
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part)) await part.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task OpenAsync(string checkoutRoot, Action<string> say, CancellationToken cancel)
    {
        var broker = Own(await KafkaBroker.StartAsync(
            new BrokerOptions
            {
                DataDirectory = Path.Combine(_folder.FullName, "broker"), Listeners = [new ListenerOptions { Port = 0 }],
                Registry = new ListenerOptions { Name = "registry", Port = 0 }, AutoCreateTopics = false,
            },
            NullLoggerFactory.Instance, cancellation: cancel));
        var kafka = KafkaConfiguration.From(new KafkaOptions { BootstrapServers = broker.BootstrapServers });
        var admin = Own(new Held<KafkaAdmin>(KafkaAdmin.Open(kafka))).Value;
        await admin.Topics.CreateAsync(TopicCatalog.Shipped.All.Select(topic => new NewTopic(topic.Name, 2)), cancellation: cancel);
        var schemas = Own(new Held<SchemaRegistryClient>(new SchemaRegistryClient(new SchemaRegistryOptions { Urls = [new Uri(broker.RegistryUrl!)] }))).Value;
        var redis = Own(await PrivateRedis.StartAsync(Path.Combine(_folder.FullName, "redis"), arguments: ["--save", ""], cancel: cancel));
        var options = new RedisOptions { Connection = redis.Connection };
        var (definitions, products) = (LargeShopModel.Definitions(checkoutRoot), Enumerable.Range(0, Products).Select(product => $"p{product}").ToArray());
        say($"writing {Users:N0} users and {Products:N0} products");
        await LargeShopCatalogue.PublishAsync(kafka, schemas, products, cancel);
        await new LargeShopTiles(options, definitions).WriteAsync(Users, products, cancel);
        say("writing a model, and the index of its vectors");
        var registry = LargeShopModel.Write(_folder.FullName, definitions, products);
        var exporter = Own(new Held<PrometheusExporter>(PrometheusExporter.Start(NullLoggerFactory.Instance))).Value;
        var began = Stopwatch.GetTimestamp();
        var host = Own(await ServingHost.StartAsync(
            new ServingOptions { Port = 0, Model = LargeShopModel.Name },
            new ServingParts(kafka, admin, schemas, options, definitions, registry, TimeProvider.System, exporter, NullLoggerFactory.Instance), cancel));
        using var client = new HttpClient { BaseAddress = host.Address };
        var list = await ListAsync(client, cancel);
        ReadySeconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        while (list.GetProperty("rung").GetString() != "fresh")
        {
            if (Stopwatch.GetElapsedTime(began) > Patience) throw new InvalidOperationException($"The shop offers by the rung {list.GetProperty("rung")}, and what is measured is 'fresh'.");
            await Task.Delay(20, cancel);
            list = await ListAsync(client, cancel);
        }
        RankedSeconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Lists = new WrkLoad(
            host.Address, $"function request() return wrk.format(\"GET\", \"/v1/recommendations?limit=20&user_id=u\" .. math.random(0, {Users - 1})) end\n");
        Ranking = new WrkLoad(host.Address, $$"""
            function request()
              local products = {}
              for i = 1, {{Ranked}} do products[i] = '"p' .. math.random(0, {{Products - 1}}) .. '"' end
              return wrk.format("POST", "/v1/rank", {["content-type"] = "application/json"}, '{"user_id":"u' .. math.random(0, {{Users - 1}}) .. '","products":[' .. table.concat(products, ",") .. ']}')
            end

            """);
        Constant = new WrkLoad(await ConstantAsync(JsonSerializer.SerializeToUtf8Bytes(list), cancel), "");
    }

    private static Task<JsonElement> ListAsync(HttpClient client, CancellationToken cancel) =>
        client.GetFromJsonAsync<JsonElement>("v1/recommendations?user_id=u1&limit=20", cancel);

    private async Task<Uri> ConstantAsync(byte[] body, CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = Own(builder.Build());
        app.MapGet("/", async (HttpContext http) =>
        {
            http.Response.ContentType = "application/json";
            await http.Response.Body.WriteAsync(body, http.RequestAborted);
        });
        await app.StartAsync(cancel);
        return new Uri(app.Urls.First());
    }

    private T Own<T>(T part) where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }

    private sealed class Held<T>(T value) : IAsyncDisposable where T : IDisposable
    {
        public T Value => value;

        public ValueTask DisposeAsync()
        {
            value.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
