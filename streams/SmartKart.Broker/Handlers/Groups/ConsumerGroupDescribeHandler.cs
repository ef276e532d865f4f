using System.Collections.Immutable;
using SmartKart.Broker.Groups;
using SmartKart.Broker.Groups.Consumer;
using SmartKart.Broker.Groups.Records;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Topics;
using Assignment = SmartKart.Broker.Messages.ConsumerGroupDescribeResponse.Assignment;
using DescribedGroup = SmartKart.Broker.Messages.ConsumerGroupDescribeResponse.DescribedGroup;

namespace SmartKart.Broker.Handlers.Groups;

/// <summary>How consumer groups stand: epochs, members, what each has and what it shall have.</summary>
internal sealed class ConsumerGroupDescribeHandler(GroupCoordinator groups)
    : GroupHandler<ConsumerGroupDescribeRequest, ConsumerGroupDescribeResponse>(ApiKey.ConsumerGroupDescribe, groups)
{
    protected override async ValueTask<ConsumerGroupDescribeResponse> AnswerAsync(ConsumerGroupDescribeRequest request, RequestContext context)
    {
        var topics = Groups.Topics.All.Values.ToDictionary(topic => topic.Id);
        var response = new ConsumerGroupDescribeResponse();
        foreach (var id in request.GroupIds)
        {
            response.Groups.Add(id.Length == 0
                ? new DescribedGroup { GroupId = id, ErrorCode = ErrorCode.InvalidGroupId }
                : await WithAsync(id, create: false, group => Describe(id, group, topics)));
        }
        return response;
    }

    protected override ConsumerGroupDescribeResponse Refuse(ConsumerGroupDescribeRequest request, RequestContext context, ErrorCode error) =>
        new() { Groups = request.GroupIds.ConvertAll(id => new DescribedGroup { GroupId = id, ErrorCode = error }) };

    private static DescribedGroup Describe(string id, Group? group, Dictionary<Guid, Topic> topics)
    {
        if (group?.Membership is not ConsumerGroup consumers)
        {
            var message = group is null ? $"Group {id} not found." : $"Group {id} is not a consumer group.";
            return new DescribedGroup { GroupId = id, ErrorCode = ErrorCode.GroupIdNotFound, ErrorMessage = message };
        }
        return new DescribedGroup
        {
            GroupId = id,
            GroupState = consumers.StateName,
            GroupEpoch = consumers.Epoch,
            AssignmentEpoch = consumers.AssignmentEpoch,
            AssignorName = TargetPlan.Preferred(consumers.Members.Values),
            Members = [.. consumers.Members.Values.Select(member => new ConsumerGroupDescribeResponse.Member
            {
                MemberId = member.Id, InstanceId = member.InstanceId, RackId = member.RackId, MemberEpoch = member.Epoch,
                ClientId = member.ClientId, ClientHost = member.ClientHost,
                SubscribedTopicNames = [.. member.TopicNames], SubscribedTopicRegex = member.TopicPattern ?? "",
                Assignment = Describe(member.Assigned, topics), TargetAssignment = Describe(consumers.TargetOf(member.Id), topics),
            })],
        };
    }

    // What belongs to a topic that was just deleted has no name to tell.
    private static Assignment Describe(ImmutableSortedSet<TopicIdPartition> partitions, Dictionary<Guid, Topic> topics) => new()
    {
        TopicPartitions = [.. PartitionsOfTopic.From(partitions).Where(topic => topics.ContainsKey(topic.TopicId)).Select(topic =>
            new ConsumerGroupDescribeResponse.TopicPartitions { TopicId = topic.TopicId, TopicName = topics[topic.TopicId].Name, Partitions = topic.Partitions })],
    };
}
