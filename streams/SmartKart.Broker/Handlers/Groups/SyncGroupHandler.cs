using SmartKart.Broker.Groups;
using SmartKart.Broker.Groups.Classic;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Handlers.Groups;

/// <summary>Brings a member of a classic group its assignment, as soon as the leader has said it and it is durable.</summary>
internal sealed class SyncGroupHandler(GroupCoordinator groups) : GroupHandler<SyncGroupRequest, SyncGroupResponse>(ApiKey.SyncGroup, groups)
{
    private const short FirstVersionWithProtocol = 5;

    protected override async ValueTask<SyncGroupResponse> AnswerAsync(SyncGroupRequest request, RequestContext context)
    {
        if (request.GroupId.Length == 0) return Refuse(request, context, ErrorCode.InvalidGroupId);
        if (context.Version >= FirstVersionWithProtocol && (request.ProtocolType is null || request.ProtocolName is null))
            return Refuse(request, context, ErrorCode.InconsistentGroupProtocol);

        var assignment = await WithAsync(request.GroupId, create: false, group => group?.Membership is ClassicGroup { IsEmpty: false } classic
            ? Syncing.Sync(classic, request)
            : Task.FromResult(Refuse(request, context, ErrorCode.UnknownMemberId)));
        var response = await assignment.WaitAsync(context.Cancellation);
        await WithAsync(request.GroupId, create: false, static _ => true);      // the leader's assignment may have been written while this waited
        return response;
    }

    protected override SyncGroupResponse Refuse(SyncGroupRequest request, RequestContext context, ErrorCode error) => new() { ErrorCode = error };
}
