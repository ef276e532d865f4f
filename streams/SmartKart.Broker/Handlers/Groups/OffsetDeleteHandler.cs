using SmartKart.Broker.Groups;
using SmartKart.Broker.Groups.Records;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Handlers.Groups;

/// <summary>Forgets offsets of topics that the group does not read any more.</summary>
internal sealed class OffsetDeleteHandler(GroupCoordinator groups) : GroupHandler<OffsetDeleteRequest, OffsetDeleteResponse>(ApiKey.OffsetDelete, groups)
{
    protected override async ValueTask<OffsetDeleteResponse> AnswerAsync(OffsetDeleteRequest request, RequestContext context)
    {
        if (request.GroupId.Length == 0) return Refuse(request, context, ErrorCode.InvalidGroupId);
        var response = new OffsetDeleteResponse();
        var error = await WithAsync(request.GroupId, create: false, group => group is null ? ErrorCode.GroupIdNotFound : Delete(group, request, response));
        return error == ErrorCode.None ? response : Refuse(request, context, error);
    }

    protected override OffsetDeleteResponse Refuse(OffsetDeleteRequest request, RequestContext context, ErrorCode error) => new() { ErrorCode = error };

    private ErrorCode Delete(Group group, OffsetDeleteRequest request, OffsetDeleteResponse response)
    {
        var fault = group.Membership.CheckOffsetDelete();
        if (fault != ErrorCode.None) return fault;
        var records = new List<GroupRecord>();
        foreach (var topic in request.Topics)
        {
            var answers = new OffsetDeleteResponse.OffsetDeleteResponseTopic { Name = topic.Name };
            response.Topics.Add(answers);
            foreach (var number in topic.Partitions.Select(partition => partition.PartitionIndex))
            {
                var error = !OffsetCheck.Exists(Groups, topic.Name, number) ? ErrorCode.UnknownTopicOrPartition
                    : group.Membership.IsSubscribedTo(topic.Name) ? ErrorCode.GroupSubscribedToTopic : ErrorCode.None;
                answers.Partitions.Add(new OffsetDeleteResponse.OffsetDeleteResponsePartition { PartitionIndex = number, ErrorCode = error });
                var partition = new TopicPartition(topic.Name, number);
                if (error == ErrorCode.None && group.Offsets.Partitions.Contains(partition)) records.Add(GroupRecord.Tombstone(group.Id, partition));
            }
        }
        return group.TryChange(records);
    }
}
