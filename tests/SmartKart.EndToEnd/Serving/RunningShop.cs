using System.Diagnostics;
using System.Text.Json;
using SmartKart.EndToEnd.CommandLine;

namespace SmartKart.EndToEnd.Serving;

/// <summary>
/// A shop with recommendations, each part a command as a person runs it: a marketplace is simulated, a model trained on its history, the platform keeps the
/// features, its products and orders are replayed, and <c>smartkart serve</c> answers.
/// </summary>
internal sealed class RunningShop : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private const string Plan = """
        recommender: shop_recommender
        interactions:
          - {topic: order_placed, lines: lines}
        min_interactions: {user: 2, product: 1}
        split: {validation: 0.15, test: 0.15}
        k: 10
        models:
          item_knn: {neighbours: [50]}
        budget: 1m
        seed: 1
        """;

    private readonly DataFolder _data = new();
    private RunningSmartKart? _up, _serve;

    private RunningShop()
    {
    }

    /// <summary>Where it answers.</summary>
    public Uri Address { get; private set; } = null!;       // set when it runs

    public static async Task<RunningShop> StartAsync()
    {
        var shop = new RunningShop();
        try
        {
            await shop.OpenAsync();
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
        if (_serve is not null) await _serve.DisposeAsync();
        if (_up is not null)
        {
            await _up.StopAsync("TERM");        // its Redis goes with it
            await _up.DisposeAsync();
        }
        _data.Dispose();
    }

    private async Task OpenAsync()
    {
        var plan = _data.NewFile("plan.yaml", Plan);
        var market = Path.Combine(Path.GetDirectoryName(plan)!, "market");
        _up = _data.Up("--topology", "features");
        using (await _up.DocumentAsync())
        {
            // It is ready.
        }
        (await ProcessRun.SmartKartAsync("simulate", "--out", market, "--users", "200", "--products", "300", "--days", "10")).Status.ShouldBe(0);
        await _data.DocumentAsync("train", "recommender", "--config", plan, "--history", market);
        await _data.DocumentAsync("replay", market, "--topics", "product_upserted,order_placed", "--shift", "now");
        _serve = RunningSmartKart.Start("serve", "--port", "0", "--json", "--data-directory", _data.Path);
        using var document = await _serve.DocumentAsync();
        Address = new Uri(document.RootElement.GetProperty("address").GetString()!);
        await ProductsAsync();
    }

    // The shelf is read from the topic, and a list has what the shelf has: in the order of their ids, until it is known how they sell. What nobody bought no
    // model knows, and looking at it would change nothing.
    private async Task ProductsAsync()
    {
        using var http = new HttpClient();
        for (var began = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(began) < Deadline; await Task.Delay(BetweenLooks, TestContext.Current.CancellationToken))
        {
            using var answer = JsonDocument.Parse(
                await http.GetStringAsync(new Uri(Address, "v1/recommendations?limit=8"), TestContext.Current.CancellationToken));
            var offered = answer.RootElement.GetProperty("recommendations").EnumerateArray().Select(product => product.GetProperty("explanation").GetString());
            if (offered.Count(explanation => explanation!.StartsWith("Sells well", StringComparison.Ordinal)) == 8) return;
        }
        throw new TimeoutException($"{Address} recommended fewer than 8 products that sell for {Deadline}.");
    }
}
