using System.Buffers;
using System.Diagnostics;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Online.Server;
using SmartKart.FeatureStore.Views;
using SmartKart.Topologies.Features.Delivery;

namespace SmartKart.Topologies.Tests.Features.Delivery;

/// <summary>A lane's mark must never stand behind what Redis hasn't: the next task writes again only what was committed after it.</summary>
public sealed class DeliveryLaneTests
{
    private static readonly ViewPlan View = ViewPlan.Compile(Marketplace.ShippedViews.Single(view => view.Name == "user_cart"));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mark_that_was_lost_stays_away_until_what_is_written_again_is_stored()
    {
        await OverRedisAsync(async (redis, writer) =>
        {
            var lane = Opened(writer);
            lane.Write(Keys, Tiles(sequence: 1), []);
            lane.Committed(10);
            (await writer.FlushAsync(TimeSpan.FromSeconds(20), Stop)).Written.ShouldBe(1);
            await KillAsync(redis);         // from here on nothing is stored

            lane.Moved(before: null, isSameServer: false).ShouldBeTrue();
            lane.NextMove(writer.Done).To.ShouldBe(-1);
            lane.TryBeginRewrite(out var after).ShouldBeTrue();
            after.ShouldBe(-1);
            lane.WriteAgain(Keys, Tiles(sequence: 1), []);
            lane.Rewritten(10);

            lane.NextMove(writer.Done).To.ShouldBe(-1, "what was committed at 10 was stored in a Redis that has lost it, and waits to be stored again");
        });
    }

    [Fact]
    public async Task A_mark_that_is_where_it_was_left_on_a_server_that_was_restarted_has_all_behind_it_written_again()
    {
        await OverRedisAsync(async (_, writer) =>
        {
            var lane = Opened(writer);
            lane.Write(Keys, Tiles(sequence: 1), []);
            (await writer.FlushAsync(TimeSpan.FromSeconds(20), Stop)).Written.ShouldBe(1);
            lane.Committed(10);
            lane.NextMove(writer.Done).To.ShouldBe(10);

            lane.Moved(before: -1, isSameServer: false).ShouldBeTrue();
            lane.NextMove(writer.Done).To.ShouldBe(-1);
            lane.TryBeginRewrite(out var after).ShouldBeTrue();
            after.ShouldBe(-1);
        });
    }

    [Fact]
    public async Task A_mark_waits_for_the_torn_key_that_is_written_again()
    {
        await OverRedisAsync(async (redis, writer) =>
        {
            var lane = Opened(writer);
            lane.Write(Keys, Tiles(sequence: 1), []);
            lane.Committed(10);
            (await writer.FlushAsync(TimeSpan.FromSeconds(20), Stop)).Written.ShouldBe(1);
            await KillAsync(redis);

            lane.Tear(Keys);
            lane.TryTakeTorn(out var torn).ShouldBeTrue();
            lane.NextMove(writer.Done).To.ShouldBe(-1);
            lane.WriteAgain(torn, Tiles(sequence: 1), []);
            lane.TryTakeTorn(out _).ShouldBeFalse();
            lane.NextMove(writer.Done).To.ShouldBe(-1);
        });
    }

    private static async Task KillAsync(PrivateRedis redis)
    {
        using (var process = Process.GetProcessById(redis.ProcessId)) process.Kill();
        await redis.ExitedAsync(Stop);
    }

    private static Scalar[] Keys => [Scalar.From("ada")];

    // Its mark is left at -1, and nothing is asked of it.
    private static DeliveryLane Opened(OnlineWriter writer)
    {
        var lane = new DeliveryLane(View, partition: 0, generation: 1, writer);
        lane.Moved(before: null, isSameServer: true);
        lane.TryBeginRewrite(out _).ShouldBeTrue();
        lane.Rewritten(-1);
        lane.NextMove(writer.Done).ShouldBe(new MarkerMove(lane.Name, null, -1));
        lane.Moved(before: null, isSameServer: true).ShouldBeFalse();
        return lane;
    }

    private static byte[] Tiles(long sequence)
    {
        var output = new ArrayBufferWriter<byte>();
        View.Tiles.NewState().Write(output, sequence);
        return output.WrittenSpan.ToArray();
    }

    private static async Task OverRedisAsync(Func<PrivateRedis, OnlineWriter, Task> test)
    {
        Assert.SkipUnless(PrivateRedis.IsInstalled, "redis-server is not installed; apt-get install redis-server");
        var folder = Directory.CreateTempSubdirectory("smartkart-lane-");
        try
        {
            await using var redis = await PrivateRedis.StartAsync(folder.FullName, cancel: Stop);
            await using var writer = OnlineWriter.Open(new RedisOptions { Connection = redis.Connection });
            await test(redis, writer);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
