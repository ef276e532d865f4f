using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Tests.Online.Servers;

namespace SmartKart.FeatureStore.Tests.Online;

/// <summary>When a mark moves, and when it stays.</summary>
public sealed class OnlineMarkersTests
{
    [Fact]
    public async Task A_mark_moves_from_where_it_was_left_and_not_from_elsewhere()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var markers = OnlineMarkers.Open(redis.Options);
        await MoveAsync(markers, null, null);
        (await MoveAsync(markers, null, 5)).ShouldBe((true, null));
        (await MoveAsync(markers, 4, 6)).ShouldBe((true, 5));
        (await MoveAsync(markers, 5, 7)).ShouldBe((true, 5));
        (await MoveAsync(markers, 7, 7)).ShouldBe((true, 7));
    }

    [Fact]
    public async Task On_a_server_that_was_restarted_a_mark_stays_until_that_is_known_though_it_stands_where_it_was_left()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var markers = OnlineMarkers.Open(redis.Options);
        await MoveAsync(markers, null, null);
        await MoveAsync(markers, null, 5);
        await redis.RestartAsync();
        (bool IsSame, long? Before) moved = default;
        await Until.TrueAsync(async () =>
        {
            try
            {
                moved = await MoveAsync(markers, 5, 7);
                return true;
            }
            catch (OnlineStoreException)
            {
                return false;       // not connected again yet
            }
        }, "the server is back");
        moved.ShouldBe((false, 5));
        (await MoveAsync(markers, 5, 7)).ShouldBe((true, 5));
        (await MoveAsync(markers, 7, 7)).ShouldBe((true, 7));
    }

    private static async Task<(bool IsSame, long? Before)> MoveAsync(OnlineMarkers markers, long? from, long? to)
    {
        var moved = await markers.MoveAsync([new MarkerMove("lane", from, to)], TestContext.Current.CancellationToken);
        return (moved.IsSameServer, moved.Before.Single());
    }
}
