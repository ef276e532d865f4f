using SmartKart.Broker.Groups;
using SmartKart.Broker.Groups.Classic;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Handlers.Groups;

/// <summary>Keeps a member of a classic group alive, and tells it of rebalances.</summary>
internal sealed class HeartbeatHandler(GroupCoordinator groups) : GroupHandler<HeartbeatRequest, HeartbeatResponse>(ApiKey.Heartbeat, groups)
{
    protected override ValueTask<HeartbeatResponse> AnswerAsync(HeartbeatRequest request, RequestContext context)
    {
        // Nothing is written, so there is nothing to wait for.
        var error = request.GroupId.Length == 0 ? ErrorCode.InvalidGroupId : Groups.With(request.GroupId, create: false, group =>
            group?.Membership is ClassicGroup { IsEmpty: false } classic ? Syncing.Heartbeat(classic, request) : ErrorCode.UnknownMemberId).Result;
        return ValueTask.FromResult(Refuse(request, context, error));
    }

    protected override HeartbeatResponse Refuse(HeartbeatRequest request, RequestContext context, ErrorCode error) => new() { ErrorCode = error };
}
