using System.Buffers;
using System.Globalization;
using System.Text;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Online.Writing;
using SmartKart.FeatureStore.Tests.Definitions;
using SmartKart.FeatureStore.Tests.Online.Servers;
using SmartKart.FeatureStore.Tiles;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Tests.Online;

/// <summary>What it means that an entity's views lie in one hash.</summary>
public sealed class EntityHashTests(SharedRedis redis) : IClassFixture<SharedRedis>
{
    private const long Now = Visits.Now;

    private static readonly DefinitionSet Set = Shop.Read(Shop.Entities + View("brief", "8d") + View("lasting", "60d") + View("third", "30d") + """
        ---
        feature_service: all
        features: [brief.views, lasting.views, third.views]

        """);

    private static readonly ServicePlan All = ServicePlan.Compile(Set.Service("all"));

    private readonly RedisOptions _options = redis.NewOptions();

    [Fact]
    public async Task The_views_of_an_entity_are_fields_of_one_hash_and_come_by_one_command()
    {
        await WriteAsync("ada", ("brief", 2), ("lasting", 3), ("third", 4));
        (await redis.Server.AskAsync("HKEYS", Key("ada"))).ShouldBe("brief@1\nlasting@1\nthird@1");
        var before = await CallsAsync();
        var vectors = await ReadAsync("ada", "bob");
        (await CallsAsync() - before).ShouldBe(2, "one HMGET for each of two users");
        vectors.Values(0).ToArray().Select(value => value.Int64).ShouldBe([2, 3, 4]);
        for (var source = 0; source < 3; source++)
        {
            vectors.Status(0, source).ShouldBe(OnlineStatus.Present);
            vectors.Status(1, source).ShouldBe(OnlineStatus.Missing);
        }
    }

    [Fact]
    public async Task A_hash_of_large_and_hot_views_is_still_one_run_of_bytes_in_a_private_Redis()
    {
        await WriteAsync("ada", ("brief", 300), ("lasting", 1), ("third", 300));
        var pair = new TilePair(Plan("lasting").Tiles);
        for (var i = 300; i > 0; i--)
        {
            var ts = Now - (i * 30 * Visits.Minute);
            pair.Add(ts, Visits.Inputs(Plan("lasting"), ts, $"p{i}"));
        }
        var (head, closed) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
        pair.Write(2, head, closed).ShouldBeTrue();
        await using (var writer = OnlineWriter.Open(_options, new FixedClock(Now)))
        {
            await writer.WriteAsync(Plan("lasting"), Visits.Key("ada"), head.WrittenSpan, closed.WrittenSpan, Cancel);
            (await writer.FlushAsync(TimeSpan.FromSeconds(20), Cancel)).Written.ShouldBe(1);
        }
        long.Parse(await redis.Server.AskAsync("HSTRLEN", Key("ada"), "lasting@1"), CultureInfo.InvariantCulture).ShouldBeGreaterThan(500);
        (await redis.Server.AskAsync("OBJECT", "ENCODING", Key("ada"))).ShouldBe("listpack");
        (await ReadAsync("ada")).Values(0).ToArray().Select(value => value.Int64).ShouldBe([300, 300, 300]);
    }

    [Theory]
    [InlineData("brief", "lasting")]
    [InlineData("lasting", "brief")]
    public async Task A_hash_is_kept_as_long_as_the_view_that_wants_it_longest_whichever_is_written_last(string first, string last)
    {
        await WriteAsync("ada", (first, 2));
        await WriteAsync("ada", (last, 2));
        var whole = TimeSpan.FromDays(60) - TimeSpan.FromMinutes(1) + _options.KeepFor;
        (await LeftAsync("ada")).ShouldBeInRange((long)(whole - TimeSpan.FromMinutes(1)).TotalMilliseconds, (long)whole.TotalMilliseconds);
    }

    [Theory]
    [InlineData("0", "1000000")]
    [InlineData("1000000", "0")]
    public async Task A_hash_with_a_field_that_is_to_be_kept_for_ever_is_kept_so_whichever_is_written_last(string firstMs, string lastMs)
    {
        const string sequence = "\0\0\0\0\0\0\0\u0001";
        foreach (var (field, keepMs) in new[] { ("first@1", firstMs), ("last@1", lastMs) })
            (await redis.Server.AskAsync("EVAL", Encoding.UTF8.GetString(Fence.Text), "1", Key("ada"), field, sequence, keepMs, "\u0003" + sequence))
                .ShouldBe("1");
        (await LeftAsync("ada")).ShouldBe(-1);
    }

    [Fact]
    public async Task An_expired_view_beside_a_living_one_reads_as_expired_and_a_deleted_one_as_missing()
    {
        await WriteAsync("ada", ("brief", 2), ("lasting", 3), ("third", 4));
        await using (var writer = OnlineWriter.Open(_options, new FixedClock(Now)))
        {
            await writer.DeleteAsync(Plan("third"), Visits.Key("ada"), 2, Cancel);
            (await writer.FlushAsync(TimeSpan.FromSeconds(20), Cancel)).Written.ShouldBe(1);
        }
        var vectors = await ReadAsync(Now + (9 * Visits.Day), "ada");
        Statuses(vectors).ShouldBe([OnlineStatus.Expired, OnlineStatus.Present, OnlineStatus.Missing]);
        vectors.Values(0).ToArray().Select(value => value.Int64).ShouldBe([0, 3, 0]);
        vectors.Age(0, Place("brief")).ShouldBe(TimeSpan.FromDays(9) + TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_newer_write_of_one_view_does_not_make_an_older_number_of_another_stale()
    {
        await WriteAsync("ada", 9, ("brief", 2));
        await WriteAsync("ada", 1, ("lasting", 3));
        (await ReadAsync("ada")).Values(0).ToArray().Select(value => value.Int64).ShouldBe([2, 3, 0]);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Key(string user) => $"{_options.KeyPrefix}:{{user:{user}}}";

    private Task WriteAsync(string user, params (string View, int Visits)[] views) => WriteAsync(user, 1, views);

    private async Task WriteAsync(string user, long sequence, params (string View, int Visits)[] views)
    {
        await using var writer = OnlineWriter.Open(_options, new FixedClock(Now));
        foreach (var (view, visits) in views)
            await writer.WriteAsync(Plan(view), Visits.Key(user), Visits.Of(visits, view: Plan(view)).Blob(sequence), default, Cancel);
        var report = await writer.FlushAsync(TimeSpan.FromSeconds(20), Cancel);
        (report.Written, report.IsComplete).ShouldBe((views.Length, true));
    }

    private Task<OnlineVectors> ReadAsync(params string[] users) => ReadAsync(Now, users);

    private async Task<OnlineVectors> ReadAsync(long now, params string[] users)
    {
        await using var store = OnlineStore.Open(_options);
        var vectors = new OnlineVectors(All);
        await store.GetAsync(All, Visits.Key(users), now, vectors, Cancel);
        return vectors;
    }

    private static OnlineStatus[] Statuses(OnlineVectors vectors) => [.. new[] { "brief", "lasting", "third" }.Select(view => vectors.Status(0, Place(view)))];

    private static int Place(string view) => All.Sources.ToList().FindIndex(source => source.View.Name == view);

    private static ViewPlan Plan(string view) => All.Sources[Place(view)];

    private async Task<long> LeftAsync(string user) => long.Parse(await redis.Server.AskAsync("PTTL", Key(user)), CultureInfo.InvariantCulture);

    private async Task<long> CallsAsync()
    {
        var line = (await redis.Server.AskAsync("INFO", "commandstats")).Split('\n')
            .SingleOrDefault(stat => stat.StartsWith("cmdstat_hmget:", StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.Split(["calls=", ","], StringSplitOptions.None)[1], CultureInfo.InvariantCulture);
    }

    private static string View(string name, string ttl) => $$"""
        ---
        feature_view: {{name}}
        entity: user
        source: {topic: clickstream, key: user_id, timestamp: occurred_at}
        ttl: {{ttl}}
        features:
          views:    {aggregate: count}
          products: {aggregate: count_distinct, of: product_id, windows: [7d]}

        """;
}
