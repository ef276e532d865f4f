using System.Buffers;
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
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Online.Server;
using SmartKart.FeatureStore.Views;
using SmartKart.Kafka;
using SmartKart.Prometheus;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Registry;
using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Registry;
using SmartKart.Serving;

namespace SmartKart.Benchmarks.Questions.Serving;

/// <summary>A shop of 100,000 products and 100,000 users, and the API over it, in this process; Redis is one of its own.</summary>
internal sealed class LargeShop : IAsyncDisposable
{
    private const int Products = 100_000, Users = 100_000, Factors = 64, LinksEach = 50, Looked = 20, Ranked = 100;
    private const string Model = "large_shop";

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

    public static async Task<LargeShop> StartAsync(Action<string> say, CancellationToken cancel)
    {
        var shop = new LargeShop();
        try
        {
            await shop.OpenAsync(say, cancel);
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

    private async Task OpenAsync(Action<string> say, CancellationToken cancel)
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
        say($"writing {Users:N0} users");
        await WriteUsersAsync(options, cancel);
        say($"writing a model of {Products:N0} products");
        var registry = WriteModel();
        var exporter = Own(new Held<PrometheusExporter>(PrometheusExporter.Start(NullLoggerFactory.Instance))).Value;
        var began = Stopwatch.GetTimestamp();
        var host = Own(await ServingHost.StartAsync(
            new ServingOptions { Port = 0, Model = Model },
            new ServingParts(kafka, admin, schemas, options, DefinitionSet.Shipped, registry, TimeProvider.System, exporter, NullLoggerFactory.Instance), cancel));
        using var client = new HttpClient { BaseAddress = host.Address };
        var list = await client.GetFromJsonAsync<JsonElement>("v1/recommendations?user_id=u1&limit=20", cancel);
        ReadySeconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (list.GetProperty("rung").GetString() != "fresh") throw new InvalidOperationException($"The shop offers by the rung {list.GetProperty("rung")}, and what is measured is 'fresh'.");
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

    private static async Task WriteUsersAsync(RedisOptions redis, CancellationToken cancel)
    {
        var view = ViewPlan.Compile(DefinitionSet.Shipped.View("user_activity"));
        var row = view.View.Source!.Row;
        var (values, inputs, random) = (new Scalar[row.Fields.Count], new Scalar[view.Tiles.InputCount], new Random(1));
        var now = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        await using var writer = OnlineWriter.Open(redis);
        var output = new ArrayBufferWriter<byte>();
        for (var user = 0; user < Users; user++)
        {
            var state = view.Tiles.NewState();
            for (var look = 0; look < Looked; look++)
            {
                values[view.KeyPlaces[0]] = Scalar.From($"u{user}");
                values[view.TimestampPlace] = Scalar.FromTimestamp(now - Looked + look);
                values[row.PlaceOf("action")] = Scalar.From("view");
                values[row.PlaceOf("product_id")] = Scalar.From($"p{random.Next(Products)}");
                if (view.TryRead(values, inputs)) state.Add(now - Looked + look, inputs);
            }
            output.ResetWrittenCount();
            state.Write(output, sequence: 1);
            await writer.WriteAsync(view, [Scalar.From($"u{user}")], output.WrittenSpan.ToArray(), cancel: cancel);
        }
        if (!(await writer.FlushAsync(TimeSpan.FromMinutes(2), cancel)).IsComplete) throw new InvalidOperationException("Redis did not take the users.");
    }

    private ModelRegistry WriteModel()
    {
        var random = new Random(2);
        var factors = new FactorModel(Factors, default, Draw(Products * Factors), foldIn: new FoldIn(0.05f, 0.01f, 1));
        var (starts, targets) = (new int[Products + 1], new int[Products * LinksEach]);
        for (var item = 0; item < Products; item++)
        {
            starts[item + 1] = (item + 1) * LinksEach;
            for (var link = 0; link < LinksEach; link++) targets[item * LinksEach + link] = random.Next(Products);
            targets.AsSpan(item * LinksEach, LinksEach).Sort();
        }
        var links = new ItemSimilarityModel(starts, targets, Draw(targets.Length));
        var blend = new BlendModel([(factors, 1), (links, 0.5f), (new PopularityModel(Draw(Products)), 0.1f)], ["ials", "item_knn", "popularity"]);
        var folder = Path.Combine(_folder.FullName, "model");
        RecommenderArtifact.Write(folder, blend, new Catalogue(Enumerable.Range(0, Products).Select(item => $"p{item}")), [[1, 2]], new Dictionary<string, string>());
        var registry = new ModelRegistry(Path.Combine(_folder.FullName, "mlruns"));
        registry.SetAlias(Model, ModelAliases.Champion, registry.Register(Model, "bench", folder, "", TimeProvider.System.GetUtcNow()).Version);
        return registry;

        float[] Draw(int count)
        {
            var values = new float[count];
            for (var at = 0; at < count; at++) values[at] = random.NextSingle();
            return values;
        }
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
