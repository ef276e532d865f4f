using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Online.Connections;
using SmartKart.FeatureStore.Tests.Online.Servers;
using SmartKart.FeatureStore.Tiles;

namespace SmartKart.FeatureStore.Tests.Online;

/// <summary>What a read gives, from a real Redis.</summary>
public sealed class OnlineStoreTests(SharedRedis redis) : IClassFixture<SharedRedis>
{
    private const long Now = Visits.Now;
    private readonly RedisOptions _options = redis.NewOptions();

    [Fact]
    public async Task What_was_written_reads_as_the_tiles_themselves_would()
    {
        var visits = Visits.Of(7);
        await Visits.WriteAsync(_options, "ada", visits.Blob());
        var vectors = await Visits.ReadAsync(_options, "ada", Now + Visits.Minute);

        var expected = Visits.Activity.NewRow();
        expected.Set(0, visits.State, Now + Visits.Minute);
        expected.Finish(Now + Visits.Minute);
        vectors.Rows.ShouldBe(1);
        vectors.Values(0).ToArray().ShouldBe(expected.Values.ToArray());
        for (var feature = 0; feature < Visits.Activity.Features.Count; feature++)
        {
            vectors.Items(0, feature).ToArray().ShouldBe(expected.Items(feature).ToArray());
            vectors.Weights(0, feature).ToArray().ShouldBe(expected.Weights(feature).ToArray());
        }
        vectors.Items(0, Visits.PlaceOf(Visits.Activity, "recent_products")).Length.ShouldBe(7);
        vectors.Status(0, 0).ShouldBe(OnlineStatus.Present);
        vectors.Age(0, 0).ShouldBe(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task A_feature_ages_without_a_new_event()
    {
        await Visits.WriteAsync(_options, "ada", Visits.Of(3).Blob());
        var views = Visits.PlaceOf(Visits.Activity, "views_1h");
        (await Visits.ReadAsync(_options, "ada")).Values(0)[views].Int64.ShouldBe(3);
        (await Visits.ReadAsync(_options, "ada", Now + Visits.Day)).Values(0)[views].Int64.ShouldBe(0);
    }

    [Fact]
    public async Task An_entity_that_nobody_wrote_is_missing_and_reads_as_one_without_events()
    {
        var vectors = await Visits.ReadAsync(_options, "nobody");
        vectors.Status(0, 0).ShouldBe(OnlineStatus.Missing);
        vectors.Age(0, 0).ShouldBeNull();
        Visits.Views(vectors).ShouldBe(0);
        vectors.Values(0)[Visits.PlaceOf(Visits.Activity, "seconds_since")].ShouldBe(Scalar.Null);
    }

    [Fact]
    public async Task An_entity_silent_for_the_views_ttl_is_expired_and_tells_how_long()
    {
        await Visits.WriteAsync(_options, "ada", Visits.Of(3, Now + Visits.Minute).Blob());
        (await Visits.ReadAsync(_options, "ada", Now + (60 * Visits.Day) - 1)).Status(0, 0).ShouldBe(OnlineStatus.Present);
        var vectors = await Visits.ReadAsync(_options, "ada", Now + (60 * Visits.Day));
        vectors.Status(0, 0).ShouldBe(OnlineStatus.Expired);
        vectors.Age(0, 0).ShouldBe(TimeSpan.FromDays(60));
        Visits.Views(vectors).ShouldBe(0);
    }

    [Fact]
    public async Task Many_entities_of_many_views_come_in_one_round_trip()
    {
        var plan = Visits.Taste;
        var both = plan.Sources.ToList().FindIndex(source => source.View.Name == "user_category");
        await using (var writer = OnlineWriter.Open(_options, new FixedClock(Now)))
        {
            for (var user = 1; user <= 200; user++)
            {
                await writer.WriteAsync(plan.Sources[1 - both], Visits.Key($"u{user}"), Visits.Of(user).Blob(), default, Cancel);
                await writer.WriteAsync(plan.Sources[both], Visits.Key($"u{user}", "c9"),
                    Visits.Of(user % 5, view: plan.Sources[both]).Blob(), default, Cancel);
            }
            (await writer.FlushAsync(TimeSpan.FromSeconds(20), Cancel)).Written.ShouldBe(400);
        }
        OnlineStore.JoinKeys(plan).ShouldBe(["user_id", "category_id"]);
        Scalar[] keys = [.. Enumerable.Range(1, 200).SelectMany(user => Visits.Key($"u{user}", "c9"))];
        await using var store = OnlineStore.Open(_options);
        var vectors = new OnlineVectors(plan);
        await store.GetAsync(plan, keys, Now, vectors, Cancel);
        var (before, calls) = (await ReadsAsync(), await CallsAsync("hget"));
        await store.GetAsync(plan, keys, Now, vectors, Cancel);
        (await CallsAsync("hget") - calls).ShouldBe(400, "one for each user, and one for each user and category");
        (await ReadsAsync() - before).ShouldBeLessThan(20, "commands that go together are read together: one would take 400 readings");
        for (var row = 0; row < 200; row++)
        {
            vectors.Values(row)[0].Int64.ShouldBe(row + 1);
            vectors.Values(row)[3].Int64.ShouldBe((row + 1) % 5);
            vectors.Items(row, 1).Length.ShouldBe(Math.Min(20, row + 1));
            vectors.Status(row, both).ShouldBe((row + 1) % 5 == 0 ? OnlineStatus.Missing : OnlineStatus.Present);
        }
    }

    [Fact]
    public async Task A_row_with_a_NULL_key_is_missing_in_the_views_of_that_key_alone()
    {
        var plan = Visits.Taste;
        var both = plan.Sources.ToList().FindIndex(source => source.View.Name == "user_category");
        await Visits.WriteAsync(_options, "ada", Visits.Of(3).Blob());
        await using var store = OnlineStore.Open(_options);
        var vectors = new OnlineVectors(plan);
        await store.GetAsync(plan, Visits.Key("ada", null), Now, vectors, Cancel);
        vectors.Status(0, 1 - both).ShouldBe(OnlineStatus.Present);
        vectors.Status(0, both).ShouldBe(OnlineStatus.Missing);
        await store.GetAsync(plan, Visits.Key(null, null), Now, vectors, Cancel);
        vectors.Rows.ShouldBe(1);
        vectors.Status(0, 1 - both).ShouldBe(OnlineStatus.Missing);
    }

    [Fact]
    public async Task A_corrupt_blob_is_told_and_spoils_no_other_vector()
    {
        await Visits.WriteAsync(_options, "ada", Visits.Of(3).Blob());
        var bad = Visits.Of(3).Blob();
        bad[^6] ^= 1;
        await PutAsync("bob", bad);
        await PutAsync("cleo", [9, 9]);
        await using var store = OnlineStore.Open(_options);
        var vectors = new OnlineVectors(Visits.Activity);
        await store.GetAsync(Visits.Activity, Visits.Key("bob", "ada", "cleo"), Now, vectors, Cancel);
        vectors.Status(0, 0).ShouldBe(OnlineStatus.Corrupt);
        vectors.Status(1, 0).ShouldBe(OnlineStatus.Present);
        vectors.Status(2, 0).ShouldBe(OnlineStatus.Corrupt);
        Visits.Views(vectors, 0).ShouldBe(0);
        Visits.Views(vectors, 1).ShouldBe(3);
    }

    [Fact]
    public async Task A_blob_of_another_definition_under_the_same_version_is_told()
    {
        await using (var writer = OnlineWriter.Open(_options, new FixedClock(Now)))
        {
            await writer.WriteAsync(Visits.Changed, Visits.Key("ada"), Visits.Of(3, view: Visits.Changed).Blob(), default, Cancel);
            await writer.FlushAsync(TimeSpan.FromSeconds(20), Cancel);
        }
        (await Visits.ReadAsync(_options, "ada")).Status(0, 0).ShouldBe(OnlineStatus.OtherDefinition);
    }

    [Fact]
    public async Task A_hot_key_reads_as_its_closed_part_and_head_together()
    {
        var pair = new TilePair(Visits.Activity.Sources[0].Tiles);
        var sequence = 0L;
        var folds = 0;
        for (var i = 300; i > 0; i--)
        {
            var ts = Now - (i * Visits.Minute);
            pair.Add(ts, Visits.Inputs(Visits.Activity.Sources[0], ts, $"p{i % 50}"));
            var (head, closed) = (new System.Buffers.ArrayBufferWriter<byte>(), new System.Buffers.ArrayBufferWriter<byte>());
            if (pair.Write(++sequence, head, closed)) folds++;
            if (i % 20 != 0 && closed.WrittenCount == 0) continue;
            (await Visits.WriteAsync(_options, "ada", head.WrittenSpan.ToArray(), closed.WrittenSpan.ToArray())).Torn.ShouldBeEmpty();
            var vectors = await Visits.ReadAsync(_options, "ada");
            vectors.Status(0, 0).ShouldBe(OnlineStatus.Present);
            Visits.Views(vectors).ShouldBe(300 - i + 1);
        }
        folds.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_read_that_is_cancelled_leaves_the_connection_to_the_others()
    {
        await Visits.WriteAsync(_options, "ada", Visits.Of(3).Blob());
        await using var store = OnlineStore.Open(_options);
        Visits.Views(await Visits.ReadAsync(store, "ada")).ShouldBe(3);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        var vectors = new OnlineVectors(Visits.Activity);
        await Should.ThrowAsync<OperationCanceledException>(store.GetAsync(Visits.Activity, Visits.Key("ada"), Now, vectors, cancelled.Token).AsTask());
        for (var i = 0; i < 10; i++) Visits.Views(await Visits.ReadAsync(store, "ada")).ShouldBe(3);
    }

    [Fact]
    public async Task Keys_that_are_no_whole_rows_and_an_output_of_another_service_are_refused()
    {
        await using var store = OnlineStore.Open(_options);
        var vectors = new OnlineVectors(Visits.Taste);
        (await Should.ThrowAsync<ArgumentException>(store.GetAsync(Visits.Taste, Visits.Key("ada"), Now, vectors, Cancel).AsTask()))
            .Message.ShouldContain("user_id, category_id");
        await Should.ThrowAsync<ArgumentException>(store.GetAsync(Visits.Activity, Visits.Key("ada"), Now, vectors, Cancel).AsTask());
    }

    [Fact]
    public async Task Reads_of_many_callers_share_a_connection_and_get_their_own_answers()
    {
        for (var user = 1; user <= 20; user++) await Visits.WriteAsync(_options, $"u{user}", Visits.Of(user).Blob());
        await using var store = OnlineStore.Open(_options);
        await Parallel.ForEachAsync(Enumerable.Range(0, 2_000), Cancel, async (i, cancel) =>
        {
            var vectors = await Visits.ReadAsync(store, $"u{(i % 20) + 1}");
            Visits.Views(vectors).ShouldBe((i % 20) + 1);
        });
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<long> CallsAsync(string command)
    {
        var stats = (await redis.Server.AskAsync("INFO", "commandstats")).Split('\n');
        var line = stats.Single(stat => stat.StartsWith($"cmdstat_{command}:", StringComparison.Ordinal));
        return Number(line.Split(["calls=", ","], StringSplitOptions.None)[1]);
    }

    // How often the server has read from a connection.
    private async Task<long> ReadsAsync()
    {
        const string field = "total_reads_processed:";
        var line = (await redis.Server.AskAsync("INFO", "stats")).Split('\n').Single(stat => stat.StartsWith(field, StringComparison.Ordinal));
        return Number(line[field.Length..]);
    }

    private static long Number(string text) => long.Parse(text.Trim(), System.Globalization.CultureInfo.InvariantCulture);

    private async Task PutAsync(string user, byte[] value)
    {
        var settings = RedisConnectionString.Parse(_options.Connection!);      // the server's
        await using var client = new RedisClient(settings, TimeSpan.FromSeconds(5), TimeProvider.System, NullLogger.Instance);
        var commands = new FeatureStore.Online.Protocol.RespCommands();
        commands.Begin(4).Add("HSET"u8).Add(System.Text.Encoding.UTF8.GetBytes($"{_options.KeyPrefix}:{{user:{user}}}")).Add("user_activity@1"u8).Add(value);
        (await client.Primary.SendAsync(commands, new Deadline(TimeProvider.System, TimeSpan.FromSeconds(5), "-"), Cancel)).Dispose();
    }
}
