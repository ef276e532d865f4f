using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Broker;
using SmartKart.Broker.Network;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Online.Server;
using SmartKart.Kafka;
using SmartKart.Prometheus;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Registry;
using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Registry;

namespace SmartKart.Serving.Tests.Shop;

/// <summary>A small shop that is served: a real broker, registry and Redis, registered models, and the API over them. A test without a native part is skipped by name.</summary>
internal sealed class ServedShop : IAsyncDisposable
{
    public const string Model = "shop_recommender";
    public const int BodyBytesMax = 100_000;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);       // of a machine that does much else

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-served-");
    private readonly HttpClient _client = new();
    private KafkaBroker? _broker;
    private PrivateRedis? _redis;
    private int _brokerPort, _registryPort, _redisPort;     // what was free at the first start
    private PrometheusExporter _exporter = null!;           // set when it has started, as the host is
    private ServingHost _host = null!;
    private int _versions;

    public RedisOptions Redis { get; private set; } = null!;

    public KafkaConfiguration Kafka { get; private set; } = null!;

    public KafkaAdmin Admin { get; private set; } = null!;

    public SchemaRegistryClient Schemas { get; private set; } = null!;

    public Uri RegistryAddress => new(_broker!.RegistryUrl!);       // it runs, and was asked for

    /// <summary>What it answers at.</summary>
    public IReadOnlyList<Endpoint> Routes => _host.Routes;

    public ModelRegistry Registry { get; private set; } = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Six products. Who has one that is even is offered the next one, and less so the one after that.</summary>
    public static IReadOnlyList<string> Products { get; } = ["tea", "pot", "mug", "tray", "cake", "fork"];

    /// <summary>Where it keeps what it has; gone with it.</summary>
    public string Folder => _folder.FullName;

    /// <summary>The file of the rollout, which isn't there from the start.</summary>
    public string RolloutFile => Path.Combine(_folder.FullName, "rollout.yaml");

    /// <param name="hasModel">Whether a model is champion from the start.</param>
    /// <param name="keys">The path of a file of keys; null where everybody is let in.</param>
    /// <param name="time">Its clock; the machine's unless given.</param>
    public static async Task<ServedShop> StartAsync(bool hasModel = true, string? keys = null, TimeProvider? time = null)
    {
        Assert.SkipUnless(PrivateRedis.IsInstalled, "redis-server is not installed; apt-get install redis-server");
        try
        {
            BatchProducer.Open(KafkaConfiguration.Empty).Dispose();
        }
        catch (KafkaLibraryException missing)
        {
            Assert.Skip(missing.Message);
        }
        var shop = new ServedShop();
        try
        {
            await shop.OpenAsync(hasModel, keys, time ?? TimeProvider.System);
            return shop;
        }
        catch
        {
            await shop.DisposeAsync();
            throw;
        }
    }

    public async Task<(HttpResponseMessage Response, JsonElement Body)> GetAsync(string path) => await AnswerAsync(await _client.GetAsync(new Uri(path, UriKind.Relative), Stop));

    public async Task<(HttpResponseMessage Response, JsonElement Body)> PostAsync(string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await AnswerAsync(await _client.PostAsync(new Uri(path, UriKind.Relative), content, Stop));
    }

    /// <summary>Sends any request.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel) => _client.SendAsync(request, cancel);

    /// <summary>The products of a visitor's list, in order, and the rung that it was made on.</summary>
    public async Task<(IReadOnlyList<string> Products, string Rung)> ListAsync(string query)
    {
        var (response, body) = await GetAsync($"v1/recommendations?{query}");
        response.IsSuccessStatusCode.ShouldBeTrue(body.ToString());
        return ([.. body.GetProperty("recommendations").EnumerateArray().Select(each => each.GetProperty("product_id").GetString()!)], body.GetProperty("rung").GetString()!);
    }

    /// <summary>Waits until something holds.</summary>
    /// <param name="holds">Whether it does.</param>
    /// <param name="what">What is said where it doesn't in time.</param>
    public static async Task UntilAsync(Func<Task<bool>> holds, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(Patience, what);
            await Task.Delay(20, Stop);
        }
    }

    /// <summary>Registers a version and makes it champion.</summary>
    public ModelVersion Promote(IRecommender model, (RankerInputs Inputs, byte[] Trees)? ranker = null) => Register(ModelAliases.Champion, Write(model, [[0]], ranker));

    /// <summary>Registers a folder as a version, whatever is in it, and makes it champion.</summary>
    public ModelVersion Promote(string folder) => Register(ModelAliases.Champion, folder);

    /// <summary>Registers a version and makes it candidate.</summary>
    /// <param name="model">It.</param>
    /// <param name="samples">Histories that it is held to.</param>
    public ModelVersion Propose(IRecommender model, params int[][] samples) => Register(ModelAliases.Candidate, Write(model, samples, null));

    /// <summary>Registers a folder as a version, whatever is in it, under an alias.</summary>
    public ModelVersion Register(string alias, string folder)
    {
        var version = Registry.Register(Model, "run", folder, "", TimeProvider.System.GetUtcNow());
        Registry.SetAlias(Model, alias, version.Version);
        return version;
    }

    public async Task StopRedisAsync()
    {
        if (_redis is not null) await _redis.DisposeAsync();
        _redis = null;
    }

    /// <summary>Starts Redis, with what it had where it ran before.</summary>
    /// <returns>Where it answers, which is the same each time.</returns>
    public async Task<string> StartRedisAsync()
    {
        _redis = await PrivateRedis.StartAsync(Path.Combine(_folder.FullName, "redis"), _redisPort, cancel: Stop);
        _redisPort = _redis.Port;
        return _redis.Connection;
    }

    /// <summary>Sends Redis a signal, such as STOP: it hangs then, until CONT.</summary>
    public async Task SignalRedisAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _redis!.ProcessId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(Stop);
    }

    /// <summary>Stops the broker, and with it the schema registry.</summary>
    public async Task StopBrokerAsync()
    {
        if (_broker is not null) await _broker.DisposeAsync();
        _broker = null;
    }

    /// <summary>Starts both, where they were and with what they had.</summary>
    public async Task StartBrokerAsync()
    {
        _broker = await KafkaBroker.StartAsync(
            new BrokerOptions
            {
                DataDirectory = Path.Combine(_folder.FullName, "broker"), Listeners = [new ListenerOptions { Port = _brokerPort }],
                Registry = new ListenerOptions { Name = "registry", Port = _registryPort }, Fsync = false, AutoCreateTopics = false,
            },
            NullLoggerFactory.Instance, cancellation: Stop);
        (_brokerPort, _registryPort) = (int.Parse(_broker.BootstrapServers.Split(':')[1], CultureInfo.InvariantCulture), RegistryAddress.Port);
    }

    public static ItemSimilarityModel Links(float near = 1) => new(
        new[] { 0, 2, 3, 5, 6, 8, 9 }, new[] { 1, 2, 0, 3, 4, 2, 5, 0, 4 }, new[] { near, near / 2, 1, near, near / 2, 1, near, near / 2, 1 });

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_host is not null) await _host.DisposeAsync();
        _exporter?.Dispose();
        Schemas?.Dispose();
        Admin?.Dispose();
        await StopRedisAsync();
        await StopBrokerAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task<(HttpResponseMessage Response, JsonElement Body)> AnswerAsync(HttpResponseMessage response) =>
        (response, await response.Content.ReadFromJsonAsync<JsonElement>(Stop));

    private string Write(IRecommender model, int[][] samples, (RankerInputs Inputs, byte[] Trees)? ranker)
    {
        var folder = Path.Combine(_folder.FullName, $"run-{++_versions}");
        RecommenderArtifact.Write(folder, model, new Catalogue(Products), samples, new Dictionary<string, string> { ["model"] = "links" }, ranker);
        return folder;
    }

    private async Task OpenAsync(bool hasModel, string? keys, TimeProvider time)
    {
        await StartBrokerAsync();
        Kafka = KafkaConfiguration.From(new KafkaOptions { BootstrapServers = _broker!.BootstrapServers });
        Admin = KafkaAdmin.Open(Kafka);
        Schemas = new SchemaRegistryClient(new SchemaRegistryOptions { Urls = [RegistryAddress] });
        await Admin.Topics.CreateAsync(TopicCatalog.Shipped.All.Select(topic => new NewTopic(topic.Name, 1)), cancellation: Stop);
        Redis = new RedisOptions { Connection = await StartRedisAsync(), ReadTimeout = TimeSpan.FromSeconds(2) };
        Registry = new ModelRegistry(Path.Combine(_folder.FullName, "mlruns"));
        if (hasModel) Promote(Links());
        await ShopTiles.ViewedAsync(Redis, TimeProvider.System.GetUtcNow(), "ada", "tea");
        await ShopTiles.SoldAsync(Redis, TimeProvider.System.GetUtcNow(), "cake", 3);
        await ShopTiles.SoldAsync(Redis, TimeProvider.System.GetUtcNow(), "fork", 2);
        _exporter = PrometheusExporter.Start(NullLoggerFactory.Instance);
        _host = await ServingHost.StartAsync(
            new ServingOptions { Port = 0, Model = Model, KeysFile = keys, RolloutFile = RolloutFile, BodyBytesMax = BodyBytesMax },
            new ServingParts(Kafka, Admin, Schemas, Redis, DefinitionSet.Shipped, Registry, time, _exporter, NullLoggerFactory.Instance), Stop);
        _client.BaseAddress = _host.Address;
        await UntilAsync(async () => (await GetAsync("health/ready")).Response.IsSuccessStatusCode, "it is ready");
        if (hasModel && keys is null) await UntilAsync(async () => (await GetAsync("v1/trending")).Body.GetProperty("products").GetArrayLength() > 0, "products trend");
    }
}
