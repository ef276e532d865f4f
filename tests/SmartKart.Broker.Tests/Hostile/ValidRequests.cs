using System.Buffers;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Tests.Messages;
using SmartKart.Broker.Tests.Storage;

namespace SmartKart.Broker.Tests.Hostile;

/// <summary>Requests of every API in every version: some with random fields, some that a client would really send.</summary>
internal sealed class ValidRequests(Random random)
{
    private const int EachVersion = 3;

    public List<byte[]> All()
    {
        List<byte[]> all = [];
        foreach (var api in MessageCatalog.Apis)
        {
            for (var version = api.MinVersion; version <= api.MaxVersion; version++)
            {
                for (var each = 0; each < EachVersion; each++)
                {
                    var request = RandomFiller.Fill(api.NewRequest(), random, version, api.IsFlexible(version));
                    Tame(request);
                    all.Add(Framed(api, version, request));
                }
                if (Real(request: api.NewRequest()) is { } real) all.Add(Framed(api, version, real));
            }
        }
        return all;
    }

    /// <summary>What real clients say: names of a topic and a group that are there, so that handlers go all the way.</summary>
    private static IMessage? Real(IMessage request) => request switch
    {
        ProduceRequest produce => Filled(produce, () => (produce.Acks, produce.TimeoutMs, produce.TopicData) =
            (1, 100, [new() { Name = HostileBroker.Topic, PartitionData = [new() { Index = 0, Records = new Broker.Protocol.Records(TestBatches.Of(2)) }] }])),
        FetchRequest => HostileBroker.Fetch(maxWaitMs: 1, minBytes: 1),
        ListOffsetsRequest offsets => Filled(offsets, () => (offsets.ReplicaId, offsets.Topics) = (-1, [new() { Name = HostileBroker.Topic, Partitions = [new() { PartitionIndex = 0, Timestamp = -1 }] }])),
        OffsetCommitRequest commit => Filled(commit, () => (commit.GroupId, commit.Topics) = ("shop", [new() { Name = HostileBroker.Topic, Partitions = [new() { PartitionIndex = 0, CommittedOffset = 1 }] }])),
        JoinGroupRequest join => Filled(join, () => (join.GroupId, join.SessionTimeoutMs, join.RebalanceTimeoutMs, join.ProtocolType, join.Protocols) = ("shop", 6_000, 100, "consumer", [new() { Name = "range", Metadata = [0, 0, 0, 0, 0, 0] }])),
        InitProducerIdRequest init => Filled(init, () => (init.TransactionalId, init.TransactionTimeoutMs) = ("till", 1_000)),
        ConsumerGroupHeartbeatRequest heartbeat => Filled(heartbeat, () => (heartbeat.GroupId, heartbeat.MemberId, heartbeat.RebalanceTimeoutMs, heartbeat.SubscribedTopicNames) = ("stock", "member", 1_000, [HostileBroker.Topic])),
        _ => null,
    };

    // Nobody waits minutes for a poll that he himself asked for, and a thousand topics of a thousand partitions are no fault of parsing.
    private static void Tame(IMessage request)
    {
        switch (request)
        {
            case FetchRequest fetch: fetch.MaxWaitMs = 1; break;
            case JoinGroupRequest join: join.RebalanceTimeoutMs = 1; break;
            case CreateTopicsRequest create: create.ValidateOnly = true; break;
            case CreatePartitionsRequest create: create.ValidateOnly = true; break;
        }
    }

    private static T Filled<T>(T request, Action fill)
    {
        fill();
        return request;
    }

    private static byte[] Framed(Api api, short version, IMessage request)
    {
        var output = new ArrayBufferWriter<byte>();
        RequestFrame.Write(output, api, version, 1, "fuzz", request);
        return output.WrittenSpan.ToArray();
    }
}
