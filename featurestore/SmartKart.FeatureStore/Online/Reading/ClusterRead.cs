using System.Globalization;
using SmartKart.FeatureStore.Online.Connections;
using SmartKart.FeatureStore.Online.Protocol;

namespace SmartKart.FeatureStore.Online.Reading;

/// <summary>
/// Asks a cluster for the keys of a read: those of a node in one round trip, and all nodes at once. Keys that have moved are asked for where they
/// went.
/// https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#redirection-and-resharding
/// </summary>
internal sealed class ClusterRead(BlobRead read)
{
    private const int Rounds = 5;

    private readonly List<Question> _questions = [];
    private readonly List<Question> _again = [];
    private readonly Dictionary<RedisNode, NodeCommands> _byNode = [];

    /// <summary>Asks for all keys.</summary>
    public async ValueTask SendAsync(RedisClient client, Deadline deadline, CancellationToken cancel)
    {
        _questions.Clear();
        for (var key = 0; key < read.Keys; key++) _questions.Add(new Question(key, HashSlot.Of(read.Key(key)), Asked: null));
        for (var round = 0; _questions.Count > 0; round++)
        {
            if (round == Rounds)
                throw new OnlineStoreUnavailableException(client.Name,
                    $"The cluster at {client.Name} moves keys around: {_questions.Count} entities were sent on {Rounds} times. Try again.");
            await client.PrepareAsync(deadline, cancel);
            _again.Clear();
            await SendRoundAsync(client, deadline, cancel);
            _questions.Clear();
            _questions.AddRange(_again);
        }
    }

    private async ValueTask SendRoundAsync(RedisClient client, Deadline deadline, CancellationToken cancel)
    {
        foreach (var node in _byNode.Values) node.Clear();
        foreach (var question in _questions)
        {
            var node = question.Asked is { } asked ? client.Node(asked) : client.NodeOf(question.Slot);
            if (!_byNode.TryGetValue(node, out var commands)) _byNode.Add(node, commands = new NodeCommands());
            commands.Add(question, read);
        }
        foreach (var (node, commands) in _byNode)
        {
            if (commands.Questions.Count > 0) commands.Answer = node.SendAsync(commands.Commands, deadline, cancel).AsTask();
        }
        OnlineStoreException? fault = null;
        foreach (var (node, commands) in _byNode)
        {
            if (commands.Questions.Count == 0) continue;
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
        foreach (var question in commands.Questions)
        {
            if (question.Asked is not null) reader.Skip();       // ASKING's own
            if (!read.TryTake(question.Key, ref reader, held)) Redirect(client, node, question, reader.Text);
        }
    }

    // MOVED 3999 host:port: the slot is there now. ASK 3999 host:port: this key is, the slot not yet.
    private void Redirect(RedisClient client, RedisNode node, Question question, string line)
    {
        var words = line.Split(' ');
        switch (words[0])
        {
            case "MOVED":
                client.Forget();
                _again.Add(question with { Asked = null });
                break;
            case "ASK" when words.Length == 3:
                _again.Add(question with { Asked = Target(words[2], node) });
                break;
            case "TRYAGAIN":
                _again.Add(question);
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

    private readonly record struct Question(int Key, int Slot, RedisEndpoint? Asked);

    private sealed class NodeCommands
    {
        public List<Question> Questions { get; } = [];

        public RespCommands Commands { get; } = new();

        public Task<RespReplies> Answer { get; set; } = Task.FromResult(default(RespReplies));

        public void Clear()
        {
            Questions.Clear();
            Commands.Clear();
        }

        public void Add(Question question, BlobRead read)
        {
            Questions.Add(question);
            if (question.Asked is not null) Commands.Begin(1).Add("ASKING"u8);
            read.AppendTo(Commands, question.Key);
        }
    }
}
