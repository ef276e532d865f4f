using SmartKart.FeatureStore.Online;

namespace SmartKart.FeatureStore.Tests.Online.Servers;

/// <summary>A Redis Cluster of three nodes on loopback, each with a third of the slots.</summary>
internal sealed class RedisClusterServers : IAsyncDisposable
{
    private const int Slots = 16_384;

    private RedisClusterServers(RedisServer[] nodes) => Nodes = nodes;

    public RedisServer[] Nodes { get; }

    public RedisOptions Options =>
        Nodes[0].Options with { Connection = $"127.0.0.1:{Nodes[0].Process.Port},cluster=true", ReadTimeout = TimeSpan.FromSeconds(5) };

    public static async Task<RedisClusterServers> StartAsync()
    {
        var nodes = new RedisServer[3];
        for (var node = 0; node < nodes.Length; node++) nodes[node] = await StartNodeAsync();
        var cluster = new RedisClusterServers(nodes);
        try
        {
            await cluster.JoinAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes) await node.DisposeAsync();
    }

    /// <summary>A node's number in the cluster.</summary>
    public static async Task<string> IdAsync(RedisServer node) => (await node.AskAsync("CLUSTER", "MYID")).Trim();

    /// <summary>Where a slot is.</summary>
    public RedisServer NodeOf(int slot) => Nodes[Math.Min(2, slot / (Slots / 3))];

    // The bus has the port plus 10,000 unless it is told; a high free port leaves no room for that.
    private static Task<RedisServer> StartNodeAsync() =>
        RedisServer.StartAsync("--cluster-enabled", "yes", "--cluster-port", $"{FreePort()}", "--cluster-node-timeout", "2000");

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task JoinAsync()
    {
        for (var node = 0; node < Nodes.Length; node++)
        {
            var (first, last) = (node * (Slots / 3), node == 2 ? Slots - 1 : ((node + 1) * (Slots / 3)) - 1);
            (await Nodes[node].AskAsync("CLUSTER", "ADDSLOTSRANGE", $"{first}", $"{last}")).ShouldBe("OK");
            if (node > 0) continue;
            foreach (var other in Nodes[1..])
            {
                var otherBus = (await other.AskAsync("CONFIG", "GET", "cluster-port")).Split('\n')[1];
                (await Nodes[0].AskAsync("CLUSTER", "MEET", "127.0.0.1", $"{other.Process.Port}", otherBus)).ShouldBe("OK");
            }
        }
        foreach (var node in Nodes)
        {
            await Until.TrueAsync(
                async () => await node.AskAsync("CLUSTER", "INFO") is var info && info.Contains("cluster_state:ok", StringComparison.Ordinal)
                            && info.Contains("cluster_known_nodes:3", StringComparison.Ordinal) && info.Contains("cluster_size:3", StringComparison.Ordinal),
                "the nodes know each other");
        }
    }
}
