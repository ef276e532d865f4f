using System.Globalization;
using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Parity;
using SmartKart.FeatureStore.Tests.Offline;
using SmartKart.FeatureStore.Tests.Online.Servers;
using SmartKart.FeatureStore.Tests.Views;
using SmartKart.Warehouse.DuckDb;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.FeatureStore.Tests.Parity;

/// <summary>The online store beside the history, by either engine.</summary>
public sealed class ParityCheckTests(SharedRedis redis) : IClassFixture<SharedRedis>, IDisposable
{
    private static readonly long Until = (new DateTime(2026, 2, 10).Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private readonly HistoryFolder _history = new();

    public void Dispose() => _history.Dispose();

    [Theory]
    [InlineData(OfflineEngine.Local)]
    [InlineData(OfflineEngine.Sql)]
    public async Task A_store_that_took_in_the_history_agrees_with_it_in_every_aggregate(OfflineEngine engine)
    {
        _history.Add("clickstream", Clicks.Events(3_000, 40, 5));
        var store = new FilledStore(_history.Source, redis.NewOptions(), Until);
        foreach (var view in Clicks.Set.Views)
        {
            var keys = await store.FillAsync(view);

            var parity = await store.CompareAsync(view, engine);

            parity.Examples.ShouldBeEmpty();
            (parity.View, parity.Mismatches).ShouldBe((view.Id, 0));
            (parity.Keys - parity.Missing).ShouldBe(keys);
            parity.Values.ShouldBe(parity.Keys * view.Features.Count);
            parity.WorstDifference.ShouldBeLessThanOrEqualTo(1e-9);
        }
    }

    [Theory]
    [InlineData(21), InlineData(22), InlineData(23), InlineData(24)]
    public async Task Random_views_over_a_random_history_agree_by_both_engines(int seed)
    {
        var random = new Random(seed);
        var (set, _, text) = new RandomView(random).Service();
        var topics = set.Views.SelectMany(view => view.Reads.Append(view)).Where(view => view.Source is not null).Select(view => view.Source!.Topic);
        foreach (var topic in topics.DistinctBy(topic => topic.Name)) Write(new RandomHistory(random, topic, 300, Until));
        var store = new FilledStore(_history.Source, redis.NewOptions(), Until);
        foreach (var view in set.Views)
        {
            await store.FillAsync(view);
            foreach (var engine in Enum.GetValues<OfflineEngine>())
            {
                var parity = await store.CompareAsync(view, engine);
                parity.Examples.ShouldBeEmpty($"seed {seed}, {view.Id} by {engine}\n{text}");
                parity.Mismatches.ShouldBe(0);
            }
        }
    }

    [Theory]
    [InlineData(OfflineEngine.Local)]
    [InlineData(OfflineEngine.Sql)]
    public async Task Wrong_tiles_are_told_with_their_key_their_feature_and_both_values(OfflineEngine engine)
    {
        _history.Add("clickstream", Clicks.Events(500, 4, 5));
        _history.Add("clickstream", $"SELECT * REPLACE ('u9' AS user_id) FROM ({Clicks.Events(1, 1, 5)})");
        var view = Clicks.Set.View("user_clicks");
        var store = new FilledStore(_history.Source, redis.NewOptions(), Until);
        await store.FillAsync(view);
        await store.MistakeAsync(view, "u9", other: "u1");

        var parity = await store.CompareAsync(view, engine, new ParityOptions { ExamplesMax = 100 });

        parity.Mismatches.ShouldBe(parity.Examples.Count);
        parity.Examples.ShouldAllBe(mismatch => mismatch.Key == "user_id u9");
        var counts = _history.Rows($"""
            SELECT count(*) FILTER (user_id = 'u9'), count(*) FILTER (user_id = 'u1') FROM {ParquetFiles.Scan(_history.Source.FilesOf("clickstream"))}
            WHERE epoch_us(occurred_at) >= {Until} - 30 * 86400000000 AND epoch_us(occurred_at) < {Until}
            """)[0];
        var mismatch = parity.Examples.Single(mismatch => mismatch.Feature == "events_30d");
        (mismatch.Offline, mismatch.Online).ShouldBe((Text(counts[0]), Text(counts[1])));
        parity.Examples.Single(mismatch => mismatch.Feature == "recent").Online.ShouldStartWith("[p");
    }

    [Fact]
    public async Task Of_many_mismatches_as_many_are_told_in_words_as_was_asked_and_all_are_counted()
    {
        _history.Add("clickstream", Clicks.Events(500, 4, 5));
        var view = Clicks.Set.View("user_clicks");
        var store = new FilledStore(_history.Source, redis.NewOptions(), Until);

        var parity = await store.CompareAsync(view, OfflineEngine.Local, new ParityOptions { ExamplesMax = 2 });

        parity.Examples.Count.ShouldBe(2);
        parity.Mismatches.ShouldBeGreaterThan(20);
        (parity.Keys, parity.Missing).ShouldBe((4, 4));
    }

    [Fact]
    public async Task A_key_that_the_store_lost_is_missing_and_differs_and_one_whose_every_event_is_filtered_out_is_missing_alone()
    {
        _history.Add("clickstream", Clicks.Events(4_000, 4, 5));
        _history.Add("clickstream", $"SELECT * REPLACE ('bystander' AS user_id, 'click' AS action) FROM ({Clicks.Events(20, 1, 5)})");
        _history.Add(
            "clickstream", $"SELECT * REPLACE (make_timestamptz({Until} - 60000000) AS occurred_at, 'view' AS action) FROM ({Clicks.Events(40, 4, 5)})");
        var view = Clicks.Set.View("user_looks");
        var store = new FilledStore(_history.Source, redis.NewOptions(), Until);
        await store.FillAsync(view);

        var whole = await store.CompareAsync(view, OfflineEngine.Sql);
        (whole.Keys, whole.Missing, whole.Mismatches).ShouldBe((5, 1, 0));
        await store.DeleteAsync(view, "u2");
        var lacking = await store.CompareAsync(view, OfflineEngine.Sql);

        (lacking.Keys, lacking.Missing, lacking.Mismatches).ShouldBe((5, 2, 1));
        lacking.Examples[0].ShouldSatisfyAllConditions(
            mismatch => mismatch.Key.ShouldBe("user_id u2"), mismatch => mismatch.Feature.ShouldBe("looks_12h"), mismatch => mismatch.Online.ShouldBe("0"));
    }

    [Fact]
    public async Task At_most_as_many_keys_are_compared_as_was_asked()
    {
        _history.Add("clickstream", Clicks.Events(500, 40, 5));
        var view = Clicks.Set.View("taste");
        var store = new FilledStore(_history.Source, redis.NewOptions(), Until);
        await store.FillAsync(view);

        (await store.CompareAsync(view, OfflineEngine.Local, new ParityOptions { KeysMax = 7 })).Keys.ShouldBe(7);
    }

    [Fact]
    public async Task A_store_that_is_not_there_is_an_error_and_no_mismatch()
    {
        _history.Add("clickstream", Clicks.Events(50, 4, 5));
        var store = new FilledStore(_history.Source, new RedisOptions { Connection = "127.0.0.1:1" }, Until);

        var fault = await Should.ThrowAsync<OnlineStoreUnavailableException>(() => store.CompareAsync(Clicks.Set.View("taste"), OfflineEngine.Local));

        fault.Message.ShouldContain("127.0.0.1:1");
    }

    private static string Text(object? count) => Convert.ToString(count, CultureInfo.InvariantCulture)!;

    private void Write(RandomHistory history)
    {
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        HistoryTable.Create(connection, history);
        var folder = Directory.CreateDirectory(_history.Source.FolderOf(history.Topic.Name)).FullName;
        connection.CopyToParquet($"FROM \"{history.Topic.Name}\"", Path.Combine(folder, "random.parquet"), new ParquetWriteOptions());
    }
}
