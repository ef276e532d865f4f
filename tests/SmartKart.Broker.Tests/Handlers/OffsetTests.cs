using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Tests.Storage;

namespace SmartKart.Broker.Tests.Handlers;

public sealed class OffsetTests : BrokerConversation
{
    private const long Latest = -1, Earliest = -2, Newest = -3;

    [Fact]
    public async Task A_partitions_ends_and_moments_have_offsets()
    {
        await CreateAsync("orders");
        foreach (var time in new[] { 1_000, 3_000, 2_000 }) await ProduceAsync("orders", TestBatches.Of(2, timestampMs: time));

        (await AtAsync(Earliest)).Offset.ShouldBe(0);
        (await AtAsync(Latest)).Offset.ShouldBe(6);
        (await AtAsync(Newest)).ShouldBe((ErrorCode.None, 2, 3_000));
        (await AtAsync(1_500)).ShouldBe((ErrorCode.None, 2, 3_000));
        (await AtAsync(3_001)).Offset.ShouldBe(-1);
        (await AtAsync(Latest, "nowhere")).Error.ShouldBe(ErrorCode.UnknownTopicOrPartition);
    }

    [Fact]
    public async Task Deleted_records_are_gone_and_the_log_begins_behind_them()
    {
        await CreateAsync("orders");
        await CreateAsync("profiles", 1, ("cleanup.policy", "compact"));
        await ProduceAsync("orders", TestBatches.Of(10));

        (await DeleteAsync("orders", 4)).ShouldBe((ErrorCode.None, 4));
        (await AtAsync(Earliest)).Offset.ShouldBe(4);
        (await FetchAsync("orders", 3)).ErrorCode.ShouldBe(ErrorCode.OffsetOutOfRange);
        (await DeleteAsync("orders", 11)).Error.ShouldBe(ErrorCode.OffsetOutOfRange);
        (await DeleteAsync("orders", -1)).ShouldBe((ErrorCode.None, 10));
        (await DeleteAsync("profiles", 0)).Error.ShouldBe(ErrorCode.PolicyViolation);
        (await DeleteAsync("nowhere", 0)).Error.ShouldBe(ErrorCode.UnknownTopicOrPartition);
    }

    [Fact]
    public async Task The_one_leader_epoch_ends_with_the_log()
    {
        await CreateAsync("orders");
        await ProduceAsync("orders", TestBatches.Of(3));

        var response = await AskAsync<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse>(ApiKey.OffsetForLeaderEpoch, new()
        {
            Topics = [new() { Topic = "orders", Partitions = [new() { LeaderEpoch = 0 }, new() { LeaderEpoch = 5 }, new() { Partition = 9 }] }],
        });

        response.Topics[0].Partitions.Select(partition => (partition.ErrorCode, partition.LeaderEpoch, partition.EndOffset)).ShouldBe(
            [(ErrorCode.None, 0, 3), (ErrorCode.None, -1, -1), (ErrorCode.UnknownTopicOrPartition, -1, -1)]);
    }

    private async Task<(ErrorCode Error, long Offset, long TimestampMs)> AtAsync(long timestamp, string topic = "orders")
    {
        var response = await AskAsync<ListOffsetsRequest, ListOffsetsResponse>(ApiKey.ListOffsets, new() { ReplicaId = -1, Topics = [new() { Name = topic, Partitions = [new() { Timestamp = timestamp }] }] });
        var partition = response.Topics[0].Partitions[0];
        return (partition.ErrorCode, partition.Offset, partition.Timestamp);
    }

    private async Task<(ErrorCode Error, long Start)> DeleteAsync(string topic, long offset)
    {
        var response = await AskAsync<DeleteRecordsRequest, DeleteRecordsResponse>(ApiKey.DeleteRecords, new() { Topics = [new() { Name = topic, Partitions = [new() { Offset = offset }] }] });
        var partition = response.Topics[0].Partitions[0];
        return (partition.ErrorCode, partition.LowWatermark);
    }
}
