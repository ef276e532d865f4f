using SmartKart.FeatureStore.Online.Connections;
using SmartKart.FeatureStore.Online.Protocol;

namespace SmartKart.FeatureStore.Online.Writing;

/// <summary>Some writes on their way: grouped by node, each node's in one round trip. Reusable; of one task.</summary>
internal sealed class WriteBatch(RedisClient client, TimeProvider time, TimeSpan timeout)
{
    private readonly Dictionary<RedisNode, List<PendingWrite>> _byNode = [];

    /// <summary>What to write.</summary>
    public List<PendingWrite> Writes { get; } = [];

    /// <summary>What wasn't written and is to be tried again.</summary>
    public List<PendingWrite> Failed { get; } = [];

    /// <summary>Heads whose closed part isn't there.</summary>
    public List<PendingWrite> Torn { get; } = [];

    /// <summary>How many were written.</summary>
    public int Written { get; private set; }

    /// <summary>How many a newer write was found in place of.</summary>
    public int Stale { get; private set; }

    /// <summary>Why some failed; null if none did.</summary>
    public OnlineStoreException? Fault { get; private set; }

    /// <summary>Drops what was.</summary>
    public void Clear()
    {
        Writes.Clear();
        Failed.Clear();
        Torn.Clear();
        (Written, Stale, Fault) = (0, 0, null);
    }

    /// <summary>Sends them. Faults become <see cref="Fault"/>.</summary>
    public async Task SendAsync(CancellationToken cancel)
    {
        var deadline = new Deadline(time, timeout, nameof(RedisOptions.WriteTimeout));
        try
        {
            await client.PrepareAsync(deadline, cancel);
            Group();
        }
        catch (OnlineStoreException fault)
        {
            Fault = fault;
            Failed.AddRange(Writes);
            return;
        }
        // Answers are taken in one after the other: only the waiting is done at once.
        var sent = _byNode.Select(node => (Node: node.Key, Writes: node.Value, Answer: SendAsync(node.Key, node.Value, deadline, cancel).AsTask())).ToArray();
        foreach (var (node, writes, answer) in sent)
        {
            try
            {
                using var replies = await answer;
                Take(node, writes, replies);
            }
            catch (OnlineStoreException fault)
            {
                Fault = fault;
                Failed.AddRange(writes);
                client.Forget(node);
            }
        }
        Failed.Sort(static (left, right) => left.Order.CompareTo(right.Order));
    }

    private void Group()
    {
        _byNode.Clear();
        foreach (var write in Writes)
        {
            var node = client.NodeOf(client.IsCluster ? HashSlot.Of(write.Key) : 0);
            if (!_byNode.TryGetValue(node, out var writes)) _byNode.Add(node, writes = []);
            writes.Add(write);
        }
    }

    // The script goes with every batch: Redis forgets it when it restarts, and naming one that it knows costs it microseconds.
    private static async ValueTask<RespReplies> SendAsync(RedisNode node, List<PendingWrite> writes, Deadline deadline, CancellationToken cancel)
    {
        var commands = new RespCommands();
        commands.Begin(3).Add("SCRIPT"u8).Add("LOAD"u8).Add(Fence.Text);
        foreach (var write in writes) write.AppendTo(commands);
        return await node.SendAsync(commands, deadline, cancel);
    }

    private void Take(RedisNode node, List<PendingWrite> writes, in RespReplies replies)
    {
        var reader = replies.Reader;
        if (reader.Read() == RespKind.Error) throw RedisFaults.Of(node.Name, reader.Text);
        foreach (var write in writes)
        {
            if (reader.Read() == RespKind.Error)
            {
                Refuse(node, write, reader.Text);
                continue;
            }
            switch ((FenceAnswer)reader.Number)
            {
                case FenceAnswer.Written: Written++; break;
                case FenceAnswer.Stale: Stale++; break;
                default: Torn.Add(write); break;
            }
        }
    }

    private void Refuse(RedisNode node, PendingWrite write, string line)
    {
        Failed.Add(write);
        Fault = RedisFaults.Of(node.Name, line);
        // In a cluster keys move, and a primary becomes a replica.
        if (RedisFaults.Code(line) is "MOVED" or "READONLY" or "CLUSTERDOWN") client.Forget(node);
    }
}
