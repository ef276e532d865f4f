using SmartKart.Broker.Groups;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;
using GroupAnswer = SmartKart.Broker.Messages.OffsetFetchResponse.OffsetFetchResponseGroup;
using GroupQuestion = SmartKart.Broker.Messages.OffsetFetchRequest.OffsetFetchRequestGroup;

namespace SmartKart.Broker.Handlers.Groups;

/// <summary>Tells committed offsets: of one group, or from version 8 on of several. The older form is answered by way of the newer one.</summary>
internal sealed class OffsetFetchHandler(GroupCoordinator groups) : GroupHandler<OffsetFetchRequest, OffsetFetchResponse>(ApiKey.OffsetFetch, groups)
{
    private const short FirstVersionWithError = 2, FirstVersionOfMany = 8;
    private const long None = -1;

    protected override async ValueTask<OffsetFetchResponse> AnswerAsync(OffsetFetchRequest request, RequestContext context)
    {
        var answers = new List<GroupAnswer>();
        foreach (var question in QuestionsOf(request, context.Version))
        {
            answers.Add(await WithAsync(question.GroupId, create: false, group => Answer(group, question, request.RequireStable)));
        }
        return context.Version < FirstVersionOfMany ? Single(answers[0], context.Version) : new OffsetFetchResponse { Groups = answers };
    }

    protected override OffsetFetchResponse Refuse(OffsetFetchRequest request, RequestContext context, ErrorCode error)
    {
        var answers = QuestionsOf(request, context.Version).ConvertAll(question => Refuse(question, error));
        return context.Version < FirstVersionOfMany ? Single(answers[0], context.Version) : new OffsetFetchResponse { Groups = answers };
    }

    private static List<GroupQuestion> QuestionsOf(OffsetFetchRequest request, short version) => version >= FirstVersionOfMany ? request.Groups :
    [
        new GroupQuestion
        {
            GroupId = request.GroupId,
            Topics = request.Topics?.ConvertAll(topic =>
                new OffsetFetchRequest.OffsetFetchRequestTopics { Name = topic.Name, PartitionIndexes = topic.PartitionIndexes }),
        },
    ];

    private static GroupAnswer Answer(Group? group, GroupQuestion question, bool requireStable)
    {
        var fault = group?.Membership.CheckOffsetFetch(question.MemberId, question.MemberEpoch) ?? ErrorCode.None;
        if (fault != ErrorCode.None) return Refuse(question, fault);
        // Without a list, all there is; with one, an answer to each, whether there is such a group or not.
        var topics = question.Topics ?? AllTopics(group);
        return new GroupAnswer
        {
            GroupId = question.GroupId,
            Topics = [.. topics.Select(topic => new OffsetFetchResponse.OffsetFetchResponseTopics
            {
                Name = topic.Name,
                Partitions = topic.PartitionIndexes.ConvertAll(number => Answer(group, new TopicPartition(topic.Name, number), requireStable)),
            })],
        };
    }

    private static IEnumerable<OffsetFetchRequest.OffsetFetchRequestTopics> AllTopics(Group? group) => (group?.Offsets.Committed.Keys ?? [])
        .GroupBy(partition => partition.Topic, partition => partition.Partition)
        .Select(topic => new OffsetFetchRequest.OffsetFetchRequestTopics { Name = topic.Key, PartitionIndexes = [.. topic.Order()] });

    private static OffsetFetchResponse.OffsetFetchResponsePartitions Answer(Group? group, TopicPartition partition, bool requireStable)
    {
        var answer = new OffsetFetchResponse.OffsetFetchResponsePartitions { PartitionIndex = partition.Partition, CommittedOffset = None };
        if (requireStable && group?.Offsets.IsPending(partition) == true) answer.ErrorCode = ErrorCode.UnstableOffsetCommit;
        else if (group?.Offsets.Committed.TryGetValue(partition, out var committed) == true)
            (answer.CommittedOffset, answer.CommittedLeaderEpoch, answer.Metadata) = (committed.Offset, committed.LeaderEpoch, committed.Metadata);
        return answer;
    }

    private static GroupAnswer Refuse(GroupQuestion question, ErrorCode error) => new()
    {
        GroupId = question.GroupId,
        ErrorCode = error,
        Topics = question.Topics?.ConvertAll(topic => new OffsetFetchResponse.OffsetFetchResponseTopics
        {
            Name = topic.Name,
            Partitions = topic.PartitionIndexes.ConvertAll(number =>
                new OffsetFetchResponse.OffsetFetchResponsePartitions { PartitionIndex = number, CommittedOffset = None, ErrorCode = error }),
        }) ?? [],
    };

    /// <summary>Versions 0 and 1 have no error for the group, only for partitions; later ones have one for the group and leave its topics out.</summary>
    private static OffsetFetchResponse Single(GroupAnswer answer, short version) => new()
    {
        ErrorCode = answer.ErrorCode,
        Topics = HasTopics(answer, version) ? answer.Topics.ConvertAll(topic => new OffsetFetchResponse.OffsetFetchResponseTopic
        {
            Name = topic.Name,
            Partitions = topic.Partitions.ConvertAll(partition => new OffsetFetchResponse.OffsetFetchResponsePartition
            {
                PartitionIndex = partition.PartitionIndex, CommittedOffset = partition.CommittedOffset, CommittedLeaderEpoch = partition.CommittedLeaderEpoch,
                Metadata = partition.Metadata, ErrorCode = partition.ErrorCode,
            }),
        }) : [],
    };

    private static bool HasTopics(GroupAnswer answer, short version) => answer.ErrorCode == ErrorCode.None || version < FirstVersionWithError;
}
