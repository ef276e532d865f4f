using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Tests.Online.Servers;

namespace SmartKart.FeatureStore.Tests.Online;

/// <summary>How many connections a store has to one Redis.</summary>
public sealed class ConnectionsTests
{
    [Fact]
    public async Task Reads_one_after_another_share_a_connection()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var store = OnlineStore.Open(redis.Options with { Connections = 3 });
        for (var read = 0; read < 5; read++) await ReadAsync(store);
        (await ConnectionsAsync(redis)).ShouldBe(1);
    }

    [Fact]
    public async Task Reads_that_come_faster_than_replies_spread_over_as_many_as_are_allowed()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var store = OnlineStore.Open(redis.Options with { Connections = 3 });
        await ReadAsync(store);
        await redis.SignalAsync("STOP");
        Task[] reads = [.. Enumerable.Range(0, 7).Select(_ => ReadAsync(store))];
        await redis.SignalAsync("CONT");
        await Task.WhenAll(reads);
        (await ConnectionsAsync(redis)).ShouldBe(3);
    }

    private static async Task ReadAsync(OnlineStore store) =>
        await store.GetAsync(Visits.Activity, Visits.Key("ada"), Visits.Now, new OnlineVectors(Visits.Activity), TestContext.Current.CancellationToken);

    // But the one that asks.
    private static async Task<int> ConnectionsAsync(RedisServer redis) =>
        (await redis.AskAsync("CLIENT", "LIST", "TYPE", "normal")).Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line.Contains("id=")) - 1;
}
