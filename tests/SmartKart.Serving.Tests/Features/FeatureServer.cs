using System.Buffers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Online.Server;
using SmartKart.FeatureStore.Views;
using SmartKart.Serving.Features;

namespace SmartKart.Serving.Tests.Features;

/// <summary>A program that serves features of a small shop, and a real Redis under it.</summary>
public sealed class FeatureServer : IAsyncLifetime
{
    public const long Minute = 60_000_000;
    public const long Now = 20_000 * 1_440 * Minute;

    private const string Yaml = """
        entity: user
        join_keys: [user_id]
        ---
        entity: product
        join_keys: [product_id]
        ---
        feature_view: user_activity
        entity: user
        source: {topic: clickstream, key: user_id, timestamp: occurred_at}
        ttl: 8d
        features:
          views:    {aggregate: count, windows: [1h, 7d]}
          recent:   {aggregate: last_k, of: product_id, k: 3}
          affinity: {aggregate: decayed_sum, by: category_id, half_life: 3d, top: 2}
          last_at:  {aggregate: last, of: occurred_at}
          last_query: {aggregate: last, of: query}
        ---
        feature_view: product_activity
        entity: product
        source: {topic: clickstream, key: product_id, timestamp: occurred_at}
        ttl: 8d
        features:
          views:  {aggregate: count, windows: [7d]}
        ---
        feature_service: taste
        features: [user_activity.views_7d, user_activity.recent, user_activity.affinity, user_activity.last_at, user_activity.last_query]

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-serving-");
    private PrivateRedis? _redis;
    private WebApplication? _program;

    /// <summary>Asks it.</summary>
    public HttpClient Client { get; } = new();

    public async ValueTask InitializeAsync()
    {
        if (!PrivateRedis.IsInstalled) return;
        _redis = await PrivateRedis.StartAsync(_folder.FullName);
        var options = new RedisOptions { Connection = _redis.Connection, ReadTimeout = TimeSpan.FromSeconds(10), BreakAfter = 1_000 };
        var definitions = DefinitionSet.Parse(new DefinitionFile("shop.yaml", Yaml));
        await WriteAsync(options, ViewPlan.Compile(definitions.View("user_activity")));
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton(definitions).AddSingleton<TimeProvider>(new Standing()).AddSingleton(_ => OnlineStore.Open(options));
        _program = builder.Build();
        _program.MapFeatures();
        await _program.StartAsync();
        Client.BaseAddress = new Uri(_program.Urls.First());
    }

    /// <summary>Sends a body.</summary>
    public async Task<(HttpResponseMessage Response, JsonElement Body)> PostAsync(string body)
    {
        Assert.SkipUnless(PrivateRedis.IsInstalled, "redis-server is not installed; apt-get install redis-server");
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var response = await Client.PostAsync(new Uri(FeatureEndpoint.Route, UriKind.Relative), content, TestContext.Current.CancellationToken);
        return (response, await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }

    /// <summary>Stops Redis for good.</summary>
    public async Task StopRedisAsync()
    {
        if (_redis is not null) await _redis.DisposeAsync();
        _redis = null;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_program is not null) await _program.DisposeAsync();
        await StopRedisAsync();
        _folder.Delete(recursive: true);
    }

    // Ada viewed three products of one category and one of another, two hours ago; Bob one, nine days ago.
    private static async Task WriteAsync(RedisOptions options, ViewPlan view)
    {
        await using var writer = OnlineWriter.Open(options, new Standing());
        await writer.WriteAsync(view, [Scalar.From("ada")], Blob(view, Now - (120 * Minute), ("p1", "c1"), ("p2", "c1"), ("p3", "c2"), ("p4", "c1")));
        await writer.WriteAsync(view, [Scalar.From("bob")], Blob(view, Now - (9 * 1_440 * Minute), ("p1", "c1")));
        if (!(await writer.FlushAsync(TimeSpan.FromSeconds(20))).IsComplete) throw new InvalidOperationException("Redis took no writes.");
    }

    private static byte[] Blob(ViewPlan view, long ts, params (string Product, string Category)[] visits)
    {
        var state = view.Tiles.NewState();
        var schema = view.View.Source!.Row;
        var (row, inputs) = (new Scalar[schema.Fields.Count], new Scalar[view.Tiles.InputCount]);
        foreach (var (product, category) in visits)
        {
            row[view.KeyPlaces[0]] = Scalar.From("key");
            row[view.TimestampPlace] = Scalar.FromTimestamp(ts);
            row[schema.PlaceOf("product_id")] = Scalar.From(product);
            row[schema.PlaceOf("category_id")] = Scalar.From(category);
            if (view.TryRead(row, inputs)) state.Add(ts, inputs);
            ts += 1;
        }
        var output = new ArrayBufferWriter<byte>();
        state.Write(output, sequence: 1);
        return output.WrittenSpan.ToArray();
    }

    private sealed class Standing : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + TimeSpan.FromMicroseconds(Now);
    }
}
