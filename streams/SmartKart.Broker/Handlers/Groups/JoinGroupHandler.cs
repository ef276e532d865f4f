using SmartKart.Broker.Groups;
using SmartKart.Broker.Groups.Classic;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Handlers.Groups;

/// <summary>Joins a classic group; answered when the next generation begins.</summary>
internal sealed class JoinGroupHandler(GroupCoordinator groups) : GroupHandler<JoinGroupRequest, JoinGroupResponse>(ApiKey.JoinGroup, groups)
{
    protected override async ValueTask<JoinGroupResponse> AnswerAsync(JoinGroupRequest request, RequestContext context)
    {
        if (request.GroupId.Length == 0) return Refuse(request, context, ErrorCode.InvalidGroupId);
        var session = TimeSpan.FromMilliseconds(request.SessionTimeoutMs);
        if (session < Groups.Options.MinSessionTimeout || session > Groups.Options.MaxSessionTimeout)
            return Refuse(request, context, ErrorCode.InvalidSessionTimeout);

        // Who brings an id got it from a group; where there is none, the group has gone since.
        var generation = await WithAsync(request.GroupId, create: request.MemberId.Length == 0, group => group is null
            ? Task.FromResult(Refuse(request, context, ErrorCode.UnknownMemberId))
            : Join(group, request, context));
        var response = await generation.WaitAsync(context.Cancellation);
        await WithAsync(request.GroupId, create: false, static _ => true);      // a static member that came back was written meanwhile
        return response;
    }

    protected override JoinGroupResponse Refuse(JoinGroupRequest request, RequestContext context, ErrorCode error) =>
        new() { ErrorCode = error, MemberId = request.MemberId };

    private Task<JoinGroupResponse> Join(Group group, JoinGroupRequest request, RequestContext context)
    {
        if (GroupCoordinator.AsClassic(group, out var fault) is not { } classic) return Task.FromResult(Refuse(request, context, fault));
        var answer = Joining.Join(classic, request, Requester(context));
        Groups.RemoveIfVoid(group);
        return answer;
    }
}
