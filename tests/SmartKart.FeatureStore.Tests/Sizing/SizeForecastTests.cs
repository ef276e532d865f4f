using System.Globalization;
using SmartKart.FeatureStore.Sizing;
using SmartKart.FeatureStore.Tests.Offline;
using SmartKart.FeatureStore.Tests.Online.Servers;
using SmartKart.FeatureStore.Tests.Parity;

namespace SmartKart.FeatureStore.Tests.Sizing;

/// <summary>What a forecast says beside what Redis then takes.</summary>
public sealed class SizeForecastTests : IDisposable
{
    private static readonly long Until = (new DateTime(2026, 3, 1).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private readonly HistoryFolder _history = new();

    public void Dispose() => _history.Dispose();

    [Fact]
    public async Task The_memory_that_is_forecast_is_what_a_Redis_with_all_the_keys_takes_to_fifteen_per_cent()
    {
        await using var redis = await RedisServer.StartAsync();
        _history.Add("clickstream", Clicks.Events(60_000, 6_000, 5));
        var views = new[] { "user_clicks", "product_clicks", "taste" }.Select(Clicks.Set.View).ToArray();

        var report = await SizeForecast.RunAsync(views, _history.Source, Until, cancel: TestContext.Current.CancellationToken);

        var before = await UsedMemoryAsync(redis);
        var store = new FilledStore(_history.Source, redis.Options, Until);
        var keys = 0;
        foreach (var view in views) keys += await store.FillAsync(view);
        var taken = await UsedMemoryAsync(redis) - before;
        keys.ShouldBeGreaterThan(20_000);
        // All but a handful are active: hardly a user of ten events in 60 days was silent for the last 31.
        var forecast = report.Views.Zip(views).Sum(one => one.First.Forecast(one.First.Keys));
        (forecast / taken).ShouldBeInRange(0.85, 1.15, $"{forecast:N0} of {taken:N0} bytes");
        report.Entities.Sum(entity => entity.Mean * entity.Entities).ShouldBe(forecast, forecast * 1e-9);
        report.Entities.Select(entity => entity.Entity).ShouldBe(["product", "user", "user × category"]);
    }

    [Fact]
    public async Task Only_active_keys_are_counted_and_a_view_without_any_is_left_out()
    {
        RedisServer.SkipUnlessInstalled();
        _history.Add("clickstream", $"SELECT * REPLACE (make_timestamptz({Until} - 3 * 86400000000) AS occurred_at) FROM ({Clicks.Events(100, 10, 5)})");
        var views = new[] { "user_clicks", "user_looks" }.Select(Clicks.Set.View);       // kept 31 days, and 2

        var report = await SizeForecast.RunAsync(views, _history.Source, Until, cancel: TestContext.Current.CancellationToken);

        report.Views.Select(view => view.View).ShouldBe(["user_clicks@1"]);
        report.Views[0].Keys.ShouldBe(10);
        report.Views[0].MedianBlob.ShouldBeGreaterThan(50);
        report.Views[0].P90Blob.ShouldBeGreaterThanOrEqualTo(report.Views[0].MedianBlob);
        report.Entities.Single().Entities.ShouldBe(10);
    }

    private static async Task<long> UsedMemoryAsync(RedisServer redis)
    {
        const string field = "used_memory:";
        var line = (await redis.AskAsync("INFO", "memory")).Split('\n').Single(line => line.StartsWith(field, StringComparison.Ordinal));
        return long.Parse(line.AsSpan(field.Length).Trim(), CultureInfo.InvariantCulture);
    }
}
