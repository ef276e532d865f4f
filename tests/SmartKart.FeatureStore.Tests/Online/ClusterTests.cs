using System.Text;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Online.Protocol;
using SmartKart.FeatureStore.Tests.Online.Servers;

namespace SmartKart.FeatureStore.Tests.Online;

/// <summary>The same store over three nodes, while slots and nodes move.</summary>
public sealed class ClusterTests
{
    private const int Users = 300;

    [Fact]
    public async Task Keys_are_spread_over_the_nodes_and_read_from_all_at_once_also_while_a_slot_moves()
    {
        await using var cluster = await RedisClusterServers.StartAsync();
        await WriteAllAsync(cluster.Options);
        foreach (var node in cluster.Nodes)
            long.Parse(await node.AskAsync("DBSIZE"), System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(Users / 6);
        await using var store = OnlineStore.Open(cluster.Options);
        await ReadAllAsync(store);

        // As redis-cli --cluster reshard does it: announced at both ends, moved key by key, then told to all.
        var key = "smartkart:{user:u7}";
        var slot = HashSlot.Of(Encoding.UTF8.GetBytes(key));
        var from = cluster.NodeOf(slot);
        var to = cluster.Nodes.First(node => node != from);
        var (fromId, toId) = (await RedisClusterServers.IdAsync(from), await RedisClusterServers.IdAsync(to));
        (await to.AskAsync("CLUSTER", "SETSLOT", $"{slot}", "IMPORTING", fromId)).ShouldBe("OK");
        (await from.AskAsync("CLUSTER", "SETSLOT", $"{slot}", "MIGRATING", toId)).ShouldBe("OK");
        await ReadAllAsync(store);
        (await from.AskAsync("MIGRATE", "127.0.0.1", $"{to.Process.Port}", key, "0", "5000")).ShouldBe("OK");
        await ReadAllAsync(store);
        foreach (var node in cluster.Nodes) (await node.AskAsync("CLUSTER", "SETSLOT", $"{slot}", "NODE", toId)).ShouldBe("OK");
        await ReadAllAsync(store);
        (await Visits.WriteAsync(cluster.Options, "u7", Visits.Of(7).Blob(2))).Written.ShouldBe(1);
        await ReadAllAsync(store);
    }

    [Fact]
    public async Task A_node_that_is_away_fails_reads_of_its_keys_and_keeps_their_writes_until_it_is_back()
    {
        await using var cluster = await RedisClusterServers.StartAsync();
        await WriteAllAsync(cluster.Options);
        await using var store = OnlineStore.Open(cluster.Options with { BreakAfter = 1_000, ReadTimeout = TimeSpan.FromMilliseconds(300) });
        await using var writer = OnlineWriter.Open(cluster.Options with { WriteTimeout = TimeSpan.FromMilliseconds(300) }, new FixedClock(Visits.Now));
        await Until.TrueAsync(async () => await ViewsOrNone(store, "u1") == 2, "connected");
        await cluster.Nodes[2].SignalAsync("STOP");
        var lost = Enumerable.Range(0, Users).First(user => cluster.NodeOf(Slot($"u{user}")) == cluster.Nodes[2]);
        await Should.ThrowAsync<OnlineStoreException>(Visits.ReadAsync(store, $"u{lost}"));
        await writer.WriteAsync(Visits.Activity.Sources[0], Visits.Key($"u{lost}"), Visits.Of(9).Blob(9), default, Cancel);
        (await writer.FlushAsync(TimeSpan.FromSeconds(3), Cancel)).Unwritten.ShouldBe(1);
        await cluster.Nodes[2].SignalAsync("CONT");
        (await writer.FlushAsync(TimeSpan.FromSeconds(20), Cancel)).Unwritten.ShouldBe(0);
        await Until.TrueAsync(async () => await ViewsOrNone(store, $"u{lost}") == 9, "it is back");
    }

    [Fact]
    public async Task A_node_asked_as_if_it_were_alone_says_what_to_set()
    {
        await using var cluster = await RedisClusterServers.StartAsync();
        var alone = cluster.Nodes[0].Options;
        var elsewhere = Enumerable.Range(0, Users).First(user => cluster.NodeOf(Slot($"u{user}")) != cluster.Nodes[0]);
        (await Should.ThrowAsync<OnlineStoreServerException>(Visits.ReadAsync(alone, $"u{elsewhere}"))).Message.ShouldContain("cluster=true");
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static int Slot(string user) => HashSlot.Of(Encoding.UTF8.GetBytes($"smartkart:{{user:{user}}}"));

    private static async Task WriteAllAsync(RedisOptions options)
    {
        await using var writer = OnlineWriter.Open(options, new FixedClock(Visits.Now));
        for (var user = 0; user < Users; user++)
            await writer.WriteAsync(Visits.Activity.Sources[0], Visits.Key($"u{user}"), Visits.Of((user % 9) + 1).Blob(), default, Cancel);
        (await writer.FlushAsync(TimeSpan.FromSeconds(20), Cancel)).Written.ShouldBe(Users);
    }

    private static async Task ReadAllAsync(OnlineStore store)
    {
        var vectors = new OnlineVectors(Visits.Activity);
        await store.GetAsync(Visits.Activity, Enumerable.Range(0, Users).Select(user => Scalar.From($"u{user}")).ToArray(), Visits.Now, vectors, Cancel);
        for (var user = 0; user < Users; user++) Visits.Views(vectors, user).ShouldBe(user == 7 ? Visits.Views(vectors, 7) : (user % 9) + 1, $"u{user}");
        Visits.Views(vectors, 7).ShouldBeInRange(7, 8);
    }

    private static async Task<long?> ViewsOrNone(OnlineStore store, string user)
    {
        try
        {
            return Visits.Views(await Visits.ReadAsync(store, user));
        }
        catch (OnlineStoreException)
        {
            return null;
        }
    }
}
