using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Tests.Groups.Offsets;

/// <summary>Commits and fetches offsets of one group, one partition at a time.</summary>
internal sealed class OffsetClient(GroupHarness harness, string group = "g")
{
    public async Task<ErrorCode> Commit(
        string topic, int partition, long offset, string metadata = "", int generation = -1, string member = "", string? instance = null, short version = 9, long retentionMs = -1)
    {
        var answer = await harness.Ask<OffsetCommitResponse>(ApiKey.OffsetCommit, new OffsetCommitRequest
        {
            GroupId = group, GenerationIdOrMemberEpoch = generation, MemberId = member, GroupInstanceId = instance, RetentionTimeMs = retentionMs,
            Topics = [new() { Name = topic, Partitions = [new() { PartitionIndex = partition, CommittedOffset = offset, CommittedLeaderEpoch = 7, CommittedMetadata = metadata }] }],
        }, version);
        return answer.Topics.Single().Partitions.Single().ErrorCode;
    }

    public async Task<ErrorCode> CommitInTransaction(
        string topic, int partition, long offset, long producerId, short epoch = 0, int generation = -1, string member = "", string? instance = null, string metadata = "")
    {
        var answer = await harness.Ask<TxnOffsetCommitResponse>(ApiKey.TxnOffsetCommit, new TxnOffsetCommitRequest
        {
            TransactionalId = "t", GroupId = group, ProducerId = producerId, ProducerEpoch = epoch, GenerationId = generation, MemberId = member, GroupInstanceId = instance,
            Topics = [new() { Name = topic, Partitions = [new() { PartitionIndex = partition, CommittedOffset = offset, CommittedMetadata = metadata }] }],
        }, 3);
        return answer.Topics.Single().Partitions.Single().ErrorCode;
    }

    public async Task<(ErrorCode Error, long Offset)> Fetch(string topic, int partition, bool requireStable = false)
    {
        var answer = await FetchGroup(requireStable, null, -1, (topic, partition));
        var one = answer.Topics.Single().Partitions.Single();
        return (one.ErrorCode, one.CommittedOffset);
    }

    public async Task<OffsetFetchResponse.OffsetFetchResponseGroup> FetchGroup(bool requireStable, string? member, int epoch, params (string Topic, int Partition)[]? partitions)
    {
        var answer = await harness.Ask<OffsetFetchResponse>(ApiKey.OffsetFetch, new OffsetFetchRequest
        {
            RequireStable = requireStable,
            Groups =
            [
                new()
                {
                    GroupId = group, MemberId = member, MemberEpoch = epoch,
                    Topics = partitions?.Select(each => new OffsetFetchRequest.OffsetFetchRequestTopics { Name = each.Topic, PartitionIndexes = [each.Partition] }).ToList(),
                },
            ],
        }, 9);
        return answer.Groups.Single();
    }

    public async Task<(ErrorCode Group, ErrorCode Partition)> Delete(string topic, int partition)
    {
        var answer = await harness.Ask<OffsetDeleteResponse>(ApiKey.OffsetDelete, new OffsetDeleteRequest
        {
            GroupId = group, Topics = [new() { Name = topic, Partitions = [new() { PartitionIndex = partition }] }],
        }, 0);
        return (answer.ErrorCode, answer.Topics.SingleOrDefault()?.Partitions.Single().ErrorCode ?? ErrorCode.None);
    }
}
