using SmartKart.Broker.Groups;
using SmartKart.Broker.Groups.Classic;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Handlers.Groups;

/// <summary>Takes members out of a classic group: the one who asks, or, from version 3 on, any number.</summary>
internal sealed class LeaveGroupHandler(GroupCoordinator groups) : GroupHandler<LeaveGroupRequest, LeaveGroupResponse>(ApiKey.LeaveGroup, groups)
{
    private const short FirstVersionOfMany = 3;

    protected override async ValueTask<LeaveGroupResponse> AnswerAsync(LeaveGroupRequest request, RequestContext context)
    {
        if (request.GroupId.Length == 0) return Refuse(request, context, ErrorCode.InvalidGroupId);
        List<LeaveGroupRequest.MemberIdentity> members = context.Version < FirstVersionOfMany ? [new() { MemberId = request.MemberId }] : request.Members;
        var answers = await WithAsync(request.GroupId, create: false, group => group?.Membership switch
        {
            null => null,
            ClassicGroup classic => Leaving.Leave(classic, members),
            // As in Kafka, who speaks the other protocol is none of these members.
            _ => members.ConvertAll(member => new LeaveGroupResponse.MemberResponse
            {
                MemberId = member.MemberId, GroupInstanceId = member.GroupInstanceId, ErrorCode = ErrorCode.UnknownMemberId,
            }),
        });
        if (answers is null) return Refuse(request, context, ErrorCode.UnknownMemberId);
        return context.Version < FirstVersionOfMany
            ? new LeaveGroupResponse { ErrorCode = answers[0].ErrorCode }
            : new LeaveGroupResponse { Members = answers };
    }

    protected override LeaveGroupResponse Refuse(LeaveGroupRequest request, RequestContext context, ErrorCode error) => new() { ErrorCode = error };
}
