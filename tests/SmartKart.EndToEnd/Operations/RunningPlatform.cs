using System.Diagnostics;
using System.Text.Json;
using SmartKart.EndToEnd.CommandLine;
using SmartKart.Prometheus.Pages;

namespace SmartKart.EndToEnd.Operations;

/// <summary>
/// The platform as <c>smartkart up</c> runs it, with two topologies and the archive, that have worked: a small history came, all of it was processed, and among it was one
/// event that nobody can read. Made once for all its tests.
/// </summary>
public sealed class RunningPlatform : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private const string Definitions = """
        entity: user
        join_keys: [user_id]
        ---
        feature_view: user_carts
        version: 1
        description: What a user does with carts.
        entity: user
        source: {topic: cart_updated, key: user_id, timestamp: occurred_at}
        ttl: 60d
        features:
          changes: {aggregate: count, windows: [24h]}
        """;

    private readonly HttpClient _http = new();
    private DataFolder? _data;
    private RunningSmartKart? _up;

    /// <summary>Where its metrics are.</summary>
    public Uri Metrics { get; private set; } = null!;       // set when it runs

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _data = new DataFolder();
        var definitions = _data.NewFile("views.yaml", Definitions);
        _up = _data.Up("--topology", "features", "carts", "archive", "--definitions", definitions);
        using var document = await _up.DocumentAsync();
        Metrics = new Uri(document.RootElement.GetProperty("metrics").GetString()!);
        await DoAsync("replay", "--format", "simulated", "--users", "40", "--topics", "cart_updated,order_placed");
        await DoAsync("topics", "produce", "cart_updated", "--file", _data.NewFile("lines.txt", "nobody can read this\n"), "--value-format", "text");
        await EventuallyAsync(
            page => page.Sum("smartkart_streams_dead_letters_total") >= 2 && page.Sum("smartkart_topologies_freshness_seconds_count") > 0
                && page.Sum("smartkart_streams_lag_records") == 0 && page.Sum("smartkart_featurestore_online_unwritten") == 0,
            "two topologies to refuse an event, and what they made of the others to stand in Redis");
    }

    /// <summary>What it measures now.</summary>
    public async Task<string> PageAsync() => await _http.GetStringAsync(new Uri(Metrics, "metrics"), TestContext.Current.CancellationToken);

    /// <summary>Runs a command over its data that must succeed and print a document.</summary>
    public Task<JsonElement> DocumentAsync(params string[] arguments) => _data!.DocumentAsync(arguments);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_up is not null) await _up.DisposeAsync();
        _data?.Dispose();
        _http.Dispose();
    }

    private async Task DoAsync(params string[] arguments)
    {
        var run = await _data!.RunAsync(arguments);
        run.Status.ShouldBe(0, run.Errors);
    }

    private async Task EventuallyAsync(Func<MetricsPage, bool> condition, string what)
    {
        var began = Stopwatch.GetTimestamp();
        for (var page = await PageAsync(); !condition(MetricsPage.Read(page)); page = await PageAsync())
        {
            if (Stopwatch.GetElapsedTime(began) > Deadline) throw new TimeoutException($"Waited in vain for {what}. The page: {page}");
            await Task.Delay(BetweenLooks, TestContext.Current.CancellationToken);
        }
    }
}
