using SmartKart.Broker.Groups;
using SmartKart.Broker.Groups.Classic;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;
using DescribedGroup = SmartKart.Broker.Messages.DescribeGroupsResponse.DescribedGroup;

namespace SmartKart.Broker.Handlers.Groups;

/// <summary>How classic groups stand. As in Kafka, a group that is none of them is "Dead", and that is no error.</summary>
internal sealed class DescribeGroupsHandler(GroupCoordinator groups)
    : GroupHandler<DescribeGroupsRequest, DescribeGroupsResponse>(ApiKey.DescribeGroups, groups)
{
    protected override async ValueTask<DescribeGroupsResponse> AnswerAsync(DescribeGroupsRequest request, RequestContext context)
    {
        var response = new DescribeGroupsResponse();
        foreach (var id in request.Groups)
        {
            response.Groups.Add(await WithAsync(id, create: false, group =>
                group?.Membership is ClassicGroup classic ? Describe(id, classic) : new DescribedGroup { GroupId = id, GroupState = "Dead" }));
        }
        return response;
    }

    protected override DescribeGroupsResponse Refuse(DescribeGroupsRequest request, RequestContext context, ErrorCode error) =>
        new() { Groups = request.Groups.ConvertAll(id => new DescribedGroup { GroupId = id, ErrorCode = error }) };

    private static DescribedGroup Describe(string id, ClassicGroup group)
    {
        // Between generations there is neither a protocol nor an assignment to tell of.
        var isSettled = group.State == ClassicState.Stable;
        return new DescribedGroup
        {
            GroupId = id,
            GroupState = group.StateName,
            ProtocolType = group.ProtocolType,
            ProtocolData = isSettled ? group.Protocol ?? "" : "",
            Members = [.. group.Members.All.Select(member => new DescribeGroupsResponse.DescribedGroupMember
            {
                MemberId = member.Id, GroupInstanceId = member.InstanceId, ClientId = member.ClientId, ClientHost = member.ClientHost,
                MemberMetadata = isSettled ? member.MetadataOf(group.Protocol) : [], MemberAssignment = isSettled ? member.Assignment : [],
            })],
        };
    }
}
