using System.Buffers;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Tests.Messages;

/// <summary>
/// Requests as clients sent them, without their length: librdkafka 2.0.2 (through kcat 1.7.1) and, where the name says
/// Python, kafka-python 2.0.2. Their client id is <c>till</c>.
/// </summary>
public sealed class ClientBytesTests
{
    private const string ApiVersions3 = "0012000300000001000474696c6c000b6c696272646b61666b6106322e302e3200";

    private const string Metadata4 = "0003000400000002000474696c6c0000000100066f726465727301";

    private const string Produce7 =
        "0000000700000003000474696c6cffffffff000075300000000100066f726465727300000001000000000000004a00000000000000000000003e000000000267e2" +
        "fc56000000000000000001a1fc797f27000001a1fc797f27ffffffffffffffffffffffffffff0000000118000000066164610674656100";

    private const string Fetch11 =
        "0001000b00000005000474696c6cffffffff000001f400000001032000000100000000ffffffff0000000100066f72646572730000000100000000ffffffff0000" +
        "000000000000ffffffffffffffff00100000000000000000";

    private const string ListOffsets2 =
        "0002000200000004000474696c6cffffffff010000000100066f72646572730000000100000000fffffffffffffffe";

    private const string FindCoordinator2 = "000a000200000003000474696c6c000473686f7000";

    private const string JoinGroup5 =
        "000b000500000003000474696c6c000473686f700000afc8000493e00000ffff0008636f6e73756d657200000002000572616e676500000016000100000001" +
        "00066f72646572730000000000000000000a726f756e64726f62696e0000001600010000000100066f72646572730000000000000000";

    private const string PythonApiVersions0 = "0012000000000001000474696c6c";

    private const string PythonMetadata0 = "0003000000000002000474696c6c00000000";

    private const string PythonMetadata1 = "0003000100000005000474696c6cffffffff";

    private const string PythonCreateTopics3 =
        "0013000300000003000474696c6c0000000100066f72646572730000000300010000000000000001000c726574656e74696f6e2e6d73000431303030000003e800";

    [Fact]
    public void A_client_names_itself_when_it_asks_for_versions()
    {
        var request = Read<ApiVersionsRequest>(ApiVersions3, ApiKey.ApiVersions, 3, out var header);

        header.ClientId.ShouldBe("till");
        header.CorrelationId.ShouldBe(1);
        request.ClientSoftwareName.ShouldBe("librdkafka");
        request.ClientSoftwareVersion.ShouldBe("2.0.2");
    }

    [Fact]
    public void A_producer_asks_for_a_topic_and_lets_it_be_created()
    {
        var request = Read<MetadataRequest>(Metadata4, ApiKey.Metadata, 4, out _);

        request.Topics.ShouldNotBeNull().Single().Name.ShouldBe("orders");
        request.AllowAutoTopicCreation.ShouldBeTrue();
    }

    [Fact]
    public void A_produced_batch_remains_a_slice_of_its_request()
    {
        var frame = Convert.FromHexString(Produce7);

        var request = Read<ProduceRequest>(frame, ApiKey.Produce, 7, out _);

        request.TransactionalId.ShouldBeNull();
        request.Acks.ShouldBe((short)-1);
        request.TimeoutMs.ShouldBe(30_000);
        var topic = request.TopicData.Single();
        topic.Name.ShouldBe("orders");
        var records = topic.PartitionData.Single().Records.ShouldNotBeNull();
        records.Length.ShouldBe(0x4a);
        System.Runtime.InteropServices.SequenceMarshal.TryGetArray(records.Bytes, out var slice).ShouldBeTrue();
        slice.Array.ShouldBeSameAs(frame);
    }

    [Fact]
    public void A_consumer_fetches_without_a_session()
    {
        var request = Read<FetchRequest>(Fetch11, ApiKey.Fetch, 11, out _);

        (request.ReplicaId, request.MaxWaitMs, request.MinBytes, request.MaxBytes).ShouldBe((-1, 500, 1, 52_428_800));
        (request.IsolationLevel, request.SessionId, request.SessionEpoch).ShouldBe(((sbyte)1, 0, -1));
        var topic = request.Topics.Single();
        topic.Topic.ShouldBe("orders");
        var partition = topic.Partitions.Single();
        (partition.Partition, partition.CurrentLeaderEpoch, partition.FetchOffset).ShouldBe((0, -1, 0L));
        (partition.LogStartOffset, partition.PartitionMaxBytes).ShouldBe((-1L, 1_048_576));
        request.ForgottenTopicsData.ShouldBeEmpty();
        request.RackId.ShouldBe("");
    }

    [Fact]
    public void A_consumer_asks_where_a_partition_begins()
    {
        var request = Read<ListOffsetsRequest>(ListOffsets2, ApiKey.ListOffsets, 2, out _);

        request.IsolationLevel.ShouldBe((sbyte)1);
        request.Topics.Single().Partitions.Single().Timestamp.ShouldBe(-2);
    }

    [Fact]
    public void A_member_looks_for_its_group_and_joins_it_with_two_protocols()
    {
        Read<FindCoordinatorRequest>(FindCoordinator2, ApiKey.FindCoordinator, 2, out _).Key.ShouldBe("shop");

        var join = Read<JoinGroupRequest>(JoinGroup5, ApiKey.JoinGroup, 5, out _);

        (join.GroupId, join.MemberId, join.ProtocolType, join.GroupInstanceId).ShouldBe(("shop", "", "consumer", null));
        (join.SessionTimeoutMs, join.RebalanceTimeoutMs).ShouldBe((45_000, 300_000));
        join.Protocols.Select(protocol => protocol.Name).ShouldBe(["range", "roundrobin"]);
        var subscription = new ConsumerProtocolSubscription();
        var metadata = new ReadOnlySequence<byte>(join.Protocols[0].Metadata.AsMemory(sizeof(short)));
        MessageReader.Read(metadata, version: 1, flexible: false, subscription);
        subscription.Topics.ShouldBe(["orders"]);
        subscription.OwnedPartitions.ShouldBeEmpty();
    }

    [Fact]
    public void Every_topic_is_asked_for_by_none_in_the_oldest_version_and_by_null_later()
    {
        Read<MetadataRequest>(PythonMetadata0, ApiKey.Metadata, 0, out _).Topics.ShouldNotBeNull().ShouldBeEmpty();
        Read<MetadataRequest>(PythonMetadata1, ApiKey.Metadata, 1, out _).Topics.ShouldBeNull();
    }

    [Fact]
    public void An_administrator_creates_a_topic_with_a_setting()
    {
        var request = Read<CreateTopicsRequest>(PythonCreateTopics3, ApiKey.CreateTopics, 3, out _);

        request.TimeoutMs.ShouldBe(1000);
        request.ValidateOnly.ShouldBeFalse();
        var topic = request.Topics.Single();
        (topic.Name, topic.NumPartitions, topic.ReplicationFactor).ShouldBe(("orders", 3, (short)1));
        topic.Assignments.ShouldBeEmpty();
        var setting = topic.Configs.Single();
        (setting.Name, setting.Value).ShouldBe(("retention.ms", "1000"));
    }

    [Theory]
    [InlineData(PythonApiVersions0)]
    [InlineData(PythonMetadata0)]
    [InlineData(PythonMetadata1)]
    [InlineData(PythonCreateTopics3)]
    [InlineData(ApiVersions3)]
    [InlineData(Metadata4)]
    [InlineData(Produce7)]
    [InlineData(Fetch11)]
    [InlineData(ListOffsets2)]
    [InlineData(FindCoordinator2)]
    [InlineData(JoinGroup5)]
    public void What_was_read_is_written_back_byte_for_byte(string hex)
    {
        var frame = new ReadOnlySequence<byte>(Convert.FromHexString(hex));
        var header = RequestFrame.ReadHeader(frame, out var body);
        var api = MessageCatalog.Find(header.RequestApiKey).ShouldNotBeNull();
        var request = api.NewRequest();
        MessageReader.Read(body, header.RequestApiVersion, api.IsFlexible(header.RequestApiVersion), request);
        var written = new ArrayBufferWriter<byte>();

        RequestFrame.Write(written, api, header.RequestApiVersion, header.CorrelationId, header.ClientId, request);

        Convert.ToHexStringLower(written.WrittenSpan).ShouldBe($"{frame.Length:x8}{hex}");
    }

    private static TRequest Read<TRequest>(string hex, ApiKey key, short version, out RequestHeader header)
        where TRequest : class, IMessage, new() =>
        Read<TRequest>(Convert.FromHexString(hex), key, version, out header);

    private static TRequest Read<TRequest>(byte[] bytes, ApiKey key, short version, out RequestHeader header)
        where TRequest : class, IMessage, new()
    {
        header = RequestFrame.ReadHeader(new ReadOnlySequence<byte>(bytes), out var body);
        header.RequestApiKey.ShouldBe((short)key);
        header.RequestApiVersion.ShouldBe(version);
        return RequestFrame.ReadBody<TRequest>(body, MessageCatalog.Get(key), version);
    }
}
