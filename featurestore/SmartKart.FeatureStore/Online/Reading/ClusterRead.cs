using System.Globalization;
using SmartKart.FeatureStore.Online.Connections;
using SmartKart.FeatureStore.Online.Protocol;

namespace SmartKart.FeatureStore.Online.Reading;

/// <summary>
/// Asks a cluster for the keys of a read. One MGET serves the keys of one slot that follow each other, which are those of one entity; all MGETs
/// of a node go in one round trip, and all nodes are asked at once. Keys that have moved are asked for where they went.
/// https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#redirection-and-resharding
/// </summary>
internal sealed class ClusterRead(BlobRead read)
{
    private const int Rounds = 5;

    private readonly List<Run> _runs = [];
    private readonly List<Run> _again = [];
    private readonly Dictionary<RedisNode, NodeCommands> _byNode = [];

    /// <summary>Asks for all keys.</summary>
    public async ValueTask SendAsync(RedisClient client, Deadline deadline, CancellationToken cancel)
    {
        _runs.Clear();
        FindRuns();
        for (var round = 0; _runs.Count > 0; round++)
        {
            if (round == Rounds)
                throw new OnlineStoreUnavailableException(client.Name,
                    $"The cluster at {client.Name} moves keys around: {_runs.Count} entities were sent on {Rounds} times. Try again.");
            await client.PrepareAsync(deadline, cancel);
            _again.Clear();
            await SendRoundAsync(client, deadline, cancel);
            _runs.Clear();
            _runs.AddRange(_again);
        }
    }

    private void FindRuns()
    {
        for (var key = 0; key < read.Count; key++)
        {
            var slot = HashSlot.Of(read.Key(key));
            if (_runs.Count > 0 && _runs[^1].Slot == slot) _runs[^1] = _runs[^1] with { Count = _runs[^1].Count + 1 };
            else _runs.Add(new Run(slot, key, 1, Asked: null));
        }
    }

    private async ValueTask SendRoundAsync(RedisClient client, Deadline deadline, CancellationToken cancel)
    {
        foreach (var node in _byNode.Values) node.Clear();
        foreach (var run in _runs)
        {
            var node = run.Asked is { } asked ? client.Node(asked) : client.NodeOf(run.Slot);
            if (!_byNode.TryGetValue(node, out var commands)) _byNode.Add(node, commands = new NodeCommands());
            commands.Add(run, read);
        }
        foreach (var (node, commands) in _byNode)
        {
            if (commands.Runs.Count > 0) commands.Answer = node.SendAsync(commands.Commands, deadline, cancel).AsTask();
        }
        OnlineStoreException? fault = null;
        foreach (var (node, commands) in _byNode)
        {
            if (commands.Runs.Count == 0) continue;
            try
            {
                // Every answer is awaited, so that none is left to come into the next read.
                var replies = await commands.Answer;
                Take(client, node, commands, replies, read.Hold(replies));
            }
            catch (OnlineStoreException failure)
            {
                fault = failure;
                client.Forget(node);
            }
        }
        if (fault is not null) throw fault;
    }

    private void Take(RedisClient client, RedisNode node, NodeCommands commands, in RespReplies replies, int held)
    {
        var reader = replies.Reader;
        foreach (var run in commands.Runs)
        {
            if (run.Asked is not null) reader.Skip();       // ASKING's own
            if (reader.Read() == RespKind.Error)
            {
                Redirect(client, node, run, reader.Text);
                continue;
            }
            for (var key = run.First; key < run.First + run.Count; key++)
            {
                read.Set(key, reader.Read() == RespKind.Bytes ? new BlobRead.Place(held, reader.Offset, reader.Length) : default);
            }
        }
    }

    // MOVED 3999 host:port: the slot is there now. ASK 3999 host:port: this key is, the slot not yet.
    private void Redirect(RedisClient client, RedisNode node, Run run, string line)
    {
        var words = line.Split(' ');
        switch (words[0])
        {
            case "MOVED":
                client.Forget();
                _again.Add(run with { Asked = null });
                break;
            case "ASK" when words.Length == 3:
                _again.Add(run with { Asked = Target(words[2], node) });
                break;
            case "TRYAGAIN":
                _again.Add(run);
                break;
            default:
                throw RedisFaults.Of(node.Name, line);
        }
    }

    private static RedisEndpoint Target(string address, RedisNode node)
    {
        var colon = address.LastIndexOf(':');
        var port = int.Parse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture);
        return new RedisEndpoint(colon == 0 ? node.Endpoint.Host : address[..colon], port);
    }

    private readonly record struct Run(int Slot, int First, int Count, RedisEndpoint? Asked);

    private sealed class NodeCommands
    {
        public List<Run> Runs { get; } = [];

        public RespCommands Commands { get; } = new();

        public Task<RespReplies> Answer { get; set; } = Task.FromResult(default(RespReplies));

        public void Clear()
        {
            Runs.Clear();
            Commands.Clear();
        }

        public void Add(Run run, BlobRead read)
        {
            Runs.Add(run);
            if (run.Asked is not null) Commands.Begin(1).Add("ASKING"u8);
            Commands.Begin(1 + run.Count).Add("MGET"u8);
            for (var key = run.First; key < run.First + run.Count; key++) Commands.Add(read.Key(key));
        }
    }
}
