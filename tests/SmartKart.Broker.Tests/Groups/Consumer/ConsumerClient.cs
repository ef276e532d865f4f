using SmartKart.Broker.Groups;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Tests.Groups.Consumer;

/// <summary>A consumer as KIP-848 wants it: says all when it joins and little afterwards, and gives up at once what it is no longer assigned.</summary>
internal sealed class ConsumerClient(GroupHarness harness, string group, string memberId, params string[] topics)
{
    private bool _hasNews = true;
    private bool _saysAll;

    public string MemberId { get; private set; } = memberId;
    public string? InstanceId { get; init; }
    public string? Pattern { get; set; }
    public string? Assignor { get; init; }
    public int Epoch { get; set; }
    public string[] Topics { get; set; } = topics;

    /// <summary>What it reads from: what it was assigned and has taken over.</summary>
    public SortedSet<TopicIdPartition> Owned { get; } = [];

    public ConsumerGroupHeartbeatResponse? Last { get; private set; }

    /// <summary>When it last had an answer. A consumer that is silent for longer than the broker waits must not work on.</summary>
    public DateTimeOffset HeardAt { get; private set; }

    /// <summary>Reports, and does as it is told.</summary>
    /// <param name="loseAnswer">Does not do so: the answer never came.</param>
    public async Task<ConsumerGroupHeartbeatResponse> Beat(bool loseAnswer = false)
    {
        var isJoining = Epoch == 0;
        var saysAll = isJoining || _saysAll;
        if (isJoining) Owned.Clear();
        var response = await Ask(new ConsumerGroupHeartbeatRequest
        {
            GroupId = group, MemberId = MemberId, MemberEpoch = Epoch, InstanceId = InstanceId,
            RebalanceTimeoutMs = saysAll ? 30_000 : -1,
            SubscribedTopicNames = saysAll ? [.. Topics] : null,
            SubscribedTopicRegex = saysAll ? Pattern : null,
            ServerAssignor = saysAll ? Assignor : null,
            TopicPartitions = saysAll || _hasNews ? ToRequest() : null,
        });
        if (loseAnswer)
        {
            _saysAll = true;      // a client that does not know what came of its report makes it again, in full
            return response;
        }
        (_hasNews, _saysAll, Last, HeardAt) = (false, false, response, harness.Clock.GetUtcNow());
        if (response.ErrorCode is ErrorCode.FencedMemberEpoch or ErrorCode.UnknownMemberId or ErrorCode.GroupIdNotFound)
        {
            Epoch = 0;
            Owned.Clear();
        }
        if (response.ErrorCode != ErrorCode.None) return response;
        MemberId = response.MemberId!;
        Epoch = response.MemberEpoch;
        if (response.Assignment is { } assignment)
        {
            Owned.Clear();
            Owned.UnionWith(assignment.TopicPartitions.SelectMany(topic => topic.Partitions.Select(partition => new TopicIdPartition(topic.TopicId, partition))));
            _hasNews = true;
        }
        return response;
    }

    public Task<ConsumerGroupHeartbeatResponse> Leave(bool forNow = false)
    {
        Owned.Clear();
        return Ask(new ConsumerGroupHeartbeatRequest { GroupId = group, MemberId = MemberId, InstanceId = InstanceId, MemberEpoch = forNow ? -2 : -1 });
    }

    /// <summary>Says that it reads other topics.</summary>
    public async Task<ConsumerGroupHeartbeatResponse> Subscribe(params string[] names)
    {
        (Topics, _saysAll) = (names, true);      // what the answer says is not looked at: the next report asks for it again
        return await Ask(new ConsumerGroupHeartbeatRequest { GroupId = group, MemberId = MemberId, MemberEpoch = Epoch, InstanceId = InstanceId, SubscribedTopicNames = [.. names] });
    }

    public Task<ConsumerGroupHeartbeatResponse> Ask(ConsumerGroupHeartbeatRequest request, short version = 1) =>
        harness.Ask<ConsumerGroupHeartbeatResponse>(ApiKey.ConsumerGroupHeartbeat, request, version);

    /// <summary>Lets everyone report until nothing changes any more.</summary>
    public static async Task Settle(params ConsumerClient[] clients)
    {
        for (var round = 0; round < 50; round++)
        {
            var before = clients.Select(client => (client.Epoch, Owned: string.Join(',', client.Owned))).ToList();
            foreach (var client in clients) await client.Beat();
            if (round > 0 && before.SequenceEqual(clients.Select(client => (client.Epoch, Owned: string.Join(',', client.Owned))))) return;
        }
        throw new InvalidOperationException("The group did not settle in 50 rounds of heartbeats.");
    }

    private List<ConsumerGroupHeartbeatRequest.OwnedPartitions> ToRequest() =>
        [.. Owned.GroupBy(partition => partition.TopicId, partition => partition.Partition)
            .Select(topic => new ConsumerGroupHeartbeatRequest.OwnedPartitions { TopicId = topic.Key, Partitions = [.. topic] })];
}
