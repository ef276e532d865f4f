using System.Diagnostics;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Tests.Running;
using SmartKart.Broker.Tests.Storage;

namespace SmartKart.Broker.Tests.Handlers;

public sealed class FetchTests : BrokerConversation
{
    [Fact]
    public async Task Batches_come_as_they_were_produced_with_their_offsets_set()
    {
        await CreateAsync("orders");
        var batch = TestBatches.Of(3, valueBytes: 100_000);
        await ProduceAsync("orders", TestBatches.Of(2));
        await ProduceAsync("orders", batch);

        var fetched = await FetchAsync("orders", 2);

        RecordBatch.Assign(batch, baseOffset: 2, leaderEpoch: 0);
        BytesOf(fetched).ShouldBe(batch);
        (fetched.HighWatermark, fetched.LogStartOffset, fetched.LastStableOffset).ShouldBe((5, 0, 5));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Every_version_that_names_topics_is_answered(short version)
    {
        await CreateAsync("orders");
        await ProduceAsync("orders", TestBatches.Of(1));

        var response = await AskAsync<FetchRequest, FetchResponse>(ApiKey.Fetch, Fetching("orders", 0), version);

        response.Responses[0].Topic.ShouldBe("orders");
        BytesOf(response.Responses[0].Partitions[0]).Length.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task From_version_13_on_topics_go_by_their_ids()
    {
        var topic = await CreateAsync("orders");
        await ProduceAsync("orders", TestBatches.Of(1));
        var known = Fetching("", 0);
        known.Topics[0].TopicId = topic.TopicId;
        var unknown = Fetching("", 0);
        unknown.Topics[0].TopicId = Guid.NewGuid();

        var found = await AskAsync<FetchRequest, FetchResponse>(ApiKey.Fetch, known, version: 13);
        var missing = await AskAsync<FetchRequest, FetchResponse>(ApiKey.Fetch, unknown, version: 17);

        (found.Responses[0].TopicId, found.Responses[0].Partitions[0].ErrorCode).ShouldBe((topic.TopicId, ErrorCode.None));
        missing.Responses[0].Partitions[0].ErrorCode.ShouldBe(ErrorCode.UnknownTopicId);
    }

    [Fact]
    public async Task A_fetch_waits_for_the_bytes_it_wants_and_no_longer_than_it_said()
    {
        await CreateAsync("orders");
        using var producer = await WireClient.ConnectAsync(Broker.Port);
        var waiting = AskAsync<FetchRequest, FetchResponse>(ApiKey.Fetch, Fetching("orders", 0, maxWaitMs: 60_000, minBytes: 1), version: 12);
        waiting.IsCompleted.ShouldBeFalse();

        await producer.AskAsync<ProduceRequest, ProduceResponse>(ApiKey.Produce, Production("orders", TestBatches.Of(1)), version: 9);

        BytesOf((await waiting).Responses[0].Partitions[0]).Length.ShouldBeGreaterThan(0);
        var started = Stopwatch.GetTimestamp();
        var empty = await AskAsync<FetchRequest, FetchResponse>(ApiKey.Fetch, Fetching("orders", 1, maxWaitMs: 50, minBytes: 1), version: 12);
        empty.Responses[0].Partitions[0].ErrorCode.ShouldBe(ErrorCode.None);
        Stopwatch.GetElapsedTime(started).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromMilliseconds(45));
    }

    [Fact]
    public async Task Offsets_outside_the_log_unknown_topics_and_newer_epochs_are_errors_at_once()
    {
        await CreateAsync("orders");
        await ProduceAsync("orders", TestBatches.Of(1));
        var newer = Fetching("orders", 0, maxWaitMs: 60_000, minBytes: 1);
        newer.Topics[0].Partitions[0].CurrentLeaderEpoch = 1;

        (await FetchAsync("orders", 2)).ErrorCode.ShouldBe(ErrorCode.OffsetOutOfRange);
        (await FetchAsync("nowhere", 0)).ErrorCode.ShouldBe(ErrorCode.UnknownTopicOrPartition);
        (await AskAsync<FetchRequest, FetchResponse>(ApiKey.Fetch, newer, version: 12)).Responses[0].Partitions[0].ErrorCode.ShouldBe(ErrorCode.UnknownLeaderEpoch);
    }

    [Fact]
    public async Task The_first_batch_comes_however_large_and_no_second_beyond_the_limit()
    {
        await CreateAsync("orders");
        var batch = TestBatches.Of(1, valueBytes: 10_000);
        for (var index = 0; index < 3; index++) await ProduceAsync("orders", batch);

        BytesOf(await FetchAsync("orders", 0, maxBytes: 1)).Length.ShouldBe(batch.Length);
        BytesOf(await FetchAsync("orders", 0, maxBytes: (2 * batch.Length) + 1)).Length.ShouldBe(2 * batch.Length);
    }

    [Fact]
    public async Task Fetch_sessions_are_declined_as_the_protocol_provides()
    {
        await CreateAsync("orders");
        var resumed = Fetching("orders", 0);
        (resumed.SessionId, resumed.SessionEpoch) = (7, 1);

        var opened = await AskAsync<FetchRequest, FetchResponse>(ApiKey.Fetch, Fetching("orders", 0), version: 12);
        var refused = await AskAsync<FetchRequest, FetchResponse>(ApiKey.Fetch, resumed, version: 12);

        (opened.ErrorCode, opened.SessionId).ShouldBe((ErrorCode.None, 0));
        refused.ErrorCode.ShouldBe(ErrorCode.FetchSessionIdNotFound);
    }

    private static byte[] BytesOf(FetchResponse.PartitionData fetched)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        fetched.Records.ShouldNotBeNull().CopyTo(output);
        return output.WrittenMemory.ToArray();
    }
}
