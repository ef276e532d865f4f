using SmartKart.Broker.Groups;
using SmartKart.Broker.Groups.Records;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;
using TopicRequest = SmartKart.Broker.Messages.OffsetCommitRequest.OffsetCommitRequestTopic;
using TopicResponse = SmartKart.Broker.Messages.OffsetCommitResponse.OffsetCommitResponseTopic;

namespace SmartKart.Broker.Handlers.Groups;

/// <summary>Commits a group's offsets; acknowledged when they are durable.</summary>
internal sealed class OffsetCommitHandler(GroupCoordinator groups) : GroupHandler<OffsetCommitRequest, OffsetCommitResponse>(ApiKey.OffsetCommit, groups)
{
    private const short FirstVersionThatKnowsLostGroups = 9;

    protected override async ValueTask<OffsetCommitResponse> AnswerAsync(OffsetCommitRequest request, RequestContext context)
    {
        // Who is in no group may commit for one that nobody has heard of: it is made by that. As in Kafka, its id may be empty.
        var response = new OffsetCommitResponse();
        var error = await WithAsync(request.GroupId, create: request.GenerationIdOrMemberEpoch < 0, group => Commit(group, request, context, response));
        return error == ErrorCode.None ? response : Refuse(request, context, error);
    }

    protected override OffsetCommitResponse Refuse(OffsetCommitRequest request, RequestContext context, ErrorCode error) => new()
    {
        Topics = request.Topics.ConvertAll(topic => new TopicResponse
        {
            Name = topic.Name,
            Partitions = topic.Partitions.ConvertAll(partition => Answer(partition.PartitionIndex, error)),
        }),
    };

    private ErrorCode Commit(Group? group, OffsetCommitRequest request, RequestContext context, OffsetCommitResponse response)
    {
        if (group is null) return context.Version >= FirstVersionThatKnowsLostGroups ? ErrorCode.GroupIdNotFound : ErrorCode.IllegalGeneration;
        var fault = group.Membership.CheckOffsetCommit(
            new Committer(request.MemberId, request.GroupInstanceId, request.GenerationIdOrMemberEpoch), isTransactional: false, context.Version,
            request.Topics.SelectMany(topic => topic.Partitions, (topic, partition) => new TopicPartition(topic.Name, partition.PartitionIndex)));
        if (fault == ErrorCode.None)
        {
            var records = new List<GroupRecord>();
            foreach (var topic in request.Topics) response.Topics.Add(Commit(request, topic, records));
            fault = group.TryChange(records);
        }
        Groups.RemoveIfVoid(group);
        return fault;
    }

    private TopicResponse Commit(OffsetCommitRequest request, TopicRequest topic, List<GroupRecord> records)
    {
        var now = Groups.NowMs;
        var answers = new TopicResponse { Name = topic.Name };
        foreach (var partition in topic.Partitions)
        {
            var error = OffsetCheck.Check(Groups, topic.Name, partition.PartitionIndex, partition.CommittedMetadata);
            answers.Partitions.Add(Answer(partition.PartitionIndex, error));
            if (error != ErrorCode.None) continue;
            records.Add(new GroupRecord(RecordKey.Offset(request.GroupId, topic.Name, partition.PartitionIndex), new OffsetCommitValue
            {
                Offset = partition.CommittedOffset, LeaderEpoch = partition.CommittedLeaderEpoch, Metadata = partition.CommittedMetadata ?? "",
                CommitTimestamp = now, ExpireTimestamp = request.RetentionTimeMs < 0 ? -1 : now + request.RetentionTimeMs,
            }));
        }
        return answers;
    }

    private static OffsetCommitResponse.OffsetCommitResponsePartition Answer(int partition, ErrorCode error) =>
        new() { PartitionIndex = partition, ErrorCode = error };
}
