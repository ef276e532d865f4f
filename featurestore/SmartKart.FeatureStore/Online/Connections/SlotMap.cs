using SmartKart.FeatureStore.Online.Protocol;

namespace SmartKart.FeatureStore.Online.Connections;

/// <summary>Which node of a cluster has which slot. Immutable.</summary>
internal sealed class SlotMap
{
    private readonly RedisEndpoint?[] _endpoints = new RedisEndpoint?[HashSlot.Count];

    private SlotMap() { }

    /// <summary>How many nodes have slots.</summary>
    public int Nodes => _endpoints.Distinct().Count(endpoint => endpoint is not null);

    /// <summary>The node that has a slot; null if none has.</summary>
    public RedisEndpoint? this[int slot] => _endpoints[slot];

    /// <summary>
    /// Reads the reply to CLUSTER SLOTS: an array of <c>[first, last, [host, port, …], replicas …]</c>.
    /// https://redis.io/docs/latest/commands/cluster-slots/
    /// </summary>
    /// <param name="reply">The reply.</param>
    /// <param name="asked">Whom a node that doesn't know its own name means by an empty host.</param>
    public static SlotMap Read(RespReader reply, RedisEndpoint asked)
    {
        var map = new SlotMap();
        if (reply.Read() != RespKind.Array) throw new FormatException("CLUSTER SLOTS was not answered with an array");
        for (var ranges = reply.Number; ranges > 0; ranges--)
        {
            reply.Read();
            var servers = reply.Number - 2;
            reply.Read();
            var first = (int)reply.Number;
            reply.Read();
            var last = (int)reply.Number;
            for (var server = 0; server < servers; server++)
            {
                if (server > 0)
                {
                    reply.Skip();
                    continue;
                }
                reply.Read();
                var rest = reply.Number - 2;
                var host = reply.Read() == RespKind.Bytes && reply.Length > 0 ? reply.Text : asked.Host;
                reply.Read();
                Array.Fill(map._endpoints, new RedisEndpoint(host, (int)reply.Number), first, last - first + 1);
                for (; rest > 0; rest--) reply.Skip();
            }
        }
        return map;
    }
}
