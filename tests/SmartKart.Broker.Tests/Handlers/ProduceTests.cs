using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Tests.Storage;

namespace SmartKart.Broker.Tests.Handlers;

public sealed class ProduceTests : BrokerConversation
{
    [Theory]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(11)]
    public async Task A_batch_is_appended_in_every_version_and_its_offset_told(short version)
    {
        await CreateAsync("orders");

        (await ProduceAsync("orders", TestBatches.Of(3), version: version)).BaseOffset.ShouldBe(0);
        var second = await ProduceAsync("orders", TestBatches.Of(2), version: version);

        (second.ErrorCode, second.BaseOffset).ShouldBe((ErrorCode.None, 3));
    }

    [Fact]
    public async Task What_cannot_be_appended_is_refused_by_the_error_that_Kafka_has_for_it()
    {
        await CreateAsync("orders", 1, ("max.message.bytes", "500"));
        await CreateAsync("profiles", 1, ("cleanup.policy", "compact"));
        var corrupt = TestBatches.Of(1);
        corrupt[^1] ^= 1;
        var keyless = new RecordBatchWriter();
        keyless.Begin(new BatchHeader());
        keyless.Append(1, default, [1], hasKey: false);

        (await ProduceAsync("nowhere", TestBatches.Of(1))).ErrorCode.ShouldBe(ErrorCode.UnknownTopicOrPartition);
        (await ProduceAsync("orders", TestBatches.Of(1), partition: 1)).ErrorCode.ShouldBe(ErrorCode.UnknownTopicOrPartition);
        (await ProduceAsync("orders", TestBatches.Of(1), acks: 2)).ErrorCode.ShouldBe(ErrorCode.InvalidRequiredAcks);
        (await ProduceAsync("orders", corrupt)).ErrorCode.ShouldBe(ErrorCode.CorruptMessage);
        (await ProduceAsync("orders", TestBatches.Of(1, valueBytes: 500))).ErrorCode.ShouldBe(ErrorCode.MessageTooLarge);
        (await ProduceAsync("orders", [.. TestBatches.Of(1), .. TestBatches.Of(1)])).ErrorCode.ShouldBe(ErrorCode.InvalidRecord);
        (await ProduceAsync("orders", [])).ErrorCode.ShouldBe(ErrorCode.InvalidRecord);
        (await ProduceAsync("orders", TestBatches.Compressed(1), version: 6)).ErrorCode.ShouldBe(ErrorCode.UnsupportedCompressionType);
        (await ProduceAsync("profiles", keyless.Finish().ToArray())).ErrorCode.ShouldBe(ErrorCode.InvalidRecord);
        (await FetchAsync("orders", 0)).HighWatermark.ShouldBe(0);
    }

    [Fact]
    public async Task Without_acks_there_is_no_answer_and_a_refusal_closes_the_connection()
    {
        await CreateAsync("orders");
        await Client.SendAsync(ApiKey.Produce, Production("orders", TestBatches.Of(1), acks: 0), version: 9);
        (await FetchAsync("orders", 0)).HighWatermark.ShouldBe(1);

        await Client.SendAsync(ApiKey.Produce, Production("nowhere", TestBatches.Of(1), acks: 0), version: 9);

        await Should.ThrowAsync<IOException>(Client.ReceiveAsync);
    }

    [Fact]
    public async Task Requests_sent_without_waiting_are_appended_and_answered_in_their_order()
    {
        await CreateAsync("orders");
        var sent = new List<int>();
        for (var index = 0; index < 200; index++) sent.Add(await Client.SendAsync(ApiKey.Produce, Production("orders", TestBatches.Of(1)), version: 9));
        sent.Add(await Client.SendAsync(ApiKey.ListOffsets, new ListOffsetsRequest { Topics = [new() { Name = "orders", Partitions = [new() { Timestamp = -1 }] }] }, version: 5));

        for (var index = 0; index < 200; index++)
        {
            var response = ResponseFrame.Read<ProduceResponse>(new(await Client.ReceiveAsync()), MessageCatalog.Get(ApiKey.Produce), 9, out var correlationId);
            correlationId.ShouldBe(sent[index]);
            response.Responses[0].PartitionResponses[0].BaseOffset.ShouldBe(index);
        }
        var end = ResponseFrame.Read<ListOffsetsResponse>(new(await Client.ReceiveAsync()), MessageCatalog.Get(ApiKey.ListOffsets), 5, out _);
        end.Topics[0].Partitions[0].Offset.ShouldBe(200);
    }
}

public sealed class DurableProduceTests : BrokerConversation
{
    protected override BrokerOptions Options => base.Options with { Fsync = true };

    [Fact]
    public async Task Acknowledged_records_and_their_topics_are_there_after_a_restart()
    {
        await CreateAsync("orders", 2, ("retention.ms", "-1"));
        (await ProduceAsync("orders", TestBatches.Of(5))).BaseOffset.ShouldBe(0);
        var before = (await AskAsync<MetadataRequest, MetadataResponse>(ApiKey.Metadata, new() { Topics = null }));

        await RestartAsync();

        var after = await AskAsync<MetadataRequest, MetadataResponse>(ApiKey.Metadata, new() { Topics = null });
        after.ClusterId.ShouldBe(before.ClusterId);
        after.Topics.Select(topic => (topic.Name, topic.TopicId, topic.Partitions.Count)).ShouldBe(before.Topics.Select(topic => (topic.Name, topic.TopicId, topic.Partitions.Count)));
        (await FetchAsync("orders", 0)).HighWatermark.ShouldBe(5);
    }
}
