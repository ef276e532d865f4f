using SmartKart.Broker.Groups;
using SmartKart.Broker.Groups.Records;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;
using TopicRequest = SmartKart.Broker.Messages.TxnOffsetCommitRequest.TxnOffsetCommitRequestTopic;
using TopicResponse = SmartKart.Broker.Messages.TxnOffsetCommitResponse.TxnOffsetCommitResponseTopic;

namespace SmartKart.Broker.Handlers.Groups;

/// <summary>Commits a group's offsets as part of a transaction: they count when it is committed.</summary>
internal sealed class TxnOffsetCommitHandler(GroupCoordinator groups)
    : GroupHandler<TxnOffsetCommitRequest, TxnOffsetCommitResponse>(ApiKey.TxnOffsetCommit, groups)
{
    protected override async ValueTask<TxnOffsetCommitResponse> AnswerAsync(TxnOffsetCommitRequest request, RequestContext context)
    {
        if (request.GroupId.Length == 0) return Refuse(request, context, ErrorCode.InvalidGroupId);
        var response = new TxnOffsetCommitResponse();
        var error = await WithAsync(request.GroupId, create: request.GenerationId < 0, group => Stage(group, request, context, response));
        return error == ErrorCode.None ? response : Refuse(request, context, error);
    }

    protected override TxnOffsetCommitResponse Refuse(TxnOffsetCommitRequest request, RequestContext context, ErrorCode error) => new()
    {
        Topics = request.Topics.ConvertAll(topic => new TopicResponse
        {
            Name = topic.Name,
            Partitions = topic.Partitions.ConvertAll(partition => Answer(partition.PartitionIndex, error)),
        }),
    };

    private ErrorCode Stage(Group? group, TxnOffsetCommitRequest request, RequestContext context, TxnOffsetCommitResponse response)
    {
        if (group is null) return ErrorCode.IllegalGeneration;
        var fault = group.Membership.CheckOffsetCommit(
            new Committer(request.MemberId, request.GroupInstanceId, request.GenerationId), isTransactional: true, context.Version,
            request.Topics.SelectMany(topic => topic.Partitions, (topic, partition) => new TopicPartition(topic.Name, partition.PartitionIndex)));
        if (fault == ErrorCode.StaleMemberEpoch) fault = ErrorCode.IllegalGeneration;      // producers know the older error only
        if (fault == ErrorCode.None)
        {
            var records = new List<GroupRecord>();
            foreach (var topic in request.Topics) response.Topics.Add(Stage(request, topic, records));
            fault = group.TryStage(records, request.ProducerId, request.ProducerEpoch);
        }
        Groups.RemoveIfVoid(group);
        return fault;
    }

    private TopicResponse Stage(TxnOffsetCommitRequest request, TopicRequest topic, List<GroupRecord> records)
    {
        var answers = new TopicResponse { Name = topic.Name };
        foreach (var partition in topic.Partitions)
        {
            var error = OffsetCheck.Check(Groups, topic.Name, partition.PartitionIndex, partition.CommittedMetadata);
            answers.Partitions.Add(Answer(partition.PartitionIndex, error));
            if (error != ErrorCode.None) continue;
            records.Add(new GroupRecord(RecordKey.Offset(request.GroupId, topic.Name, partition.PartitionIndex), new OffsetCommitValue
            {
                Offset = partition.CommittedOffset, LeaderEpoch = partition.CommittedLeaderEpoch,
                Metadata = partition.CommittedMetadata ?? "", CommitTimestamp = Groups.NowMs,
            }));
        }
        return answers;
    }

    private static TxnOffsetCommitResponse.TxnOffsetCommitResponsePartition Answer(int partition, ErrorCode error) =>
        new() { PartitionIndex = partition, ErrorCode = error };
}
