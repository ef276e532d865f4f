using SmartKart.Broker.Groups;
using SmartKart.Broker.Groups.Consumer;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Handlers.Groups;

/// <summary>The one request by which a member of a consumer group joins, stays, and leaves.</summary>
internal sealed class ConsumerGroupHeartbeatHandler(GroupCoordinator groups)
    : GroupHandler<ConsumerGroupHeartbeatRequest, ConsumerGroupHeartbeatResponse>(ApiKey.ConsumerGroupHeartbeat, groups)
{
    protected override async ValueTask<ConsumerGroupHeartbeatResponse> AnswerAsync(ConsumerGroupHeartbeatRequest request, RequestContext context)
    {
        var refusal = HeartbeatChecks.Check(request, context.Version);
        if (!refusal.IsNone) return new ConsumerGroupHeartbeatResponse { ErrorCode = refusal.Code, ErrorMessage = refusal.Message };
        return await WithAsync(request.GroupId, create: request.MemberEpoch == 0, group =>
        {
            var answer = Beat(group, request, context);
            if (group is not null) Groups.RemoveIfVoid(group);
            return answer;
        });
    }

    protected override ConsumerGroupHeartbeatResponse Refuse(ConsumerGroupHeartbeatRequest request, RequestContext context, ErrorCode error) =>
        new() { ErrorCode = error };

    private static ConsumerGroupHeartbeatResponse Beat(Group? group, ConsumerGroupHeartbeatRequest request, RequestContext context)
    {
        var fault = ErrorCode.GroupIdNotFound;
        var consumers = group is null ? null
            : request.MemberEpoch == 0 ? GroupCoordinator.AsConsumer(group, out fault)
            : group.Membership as ConsumerGroup;
        return consumers is not null ? Heartbeats.Beat(consumers, request, Requester(context)) : new ConsumerGroupHeartbeatResponse
        {
            ErrorCode = fault,
            ErrorMessage = fault == ErrorCode.GroupIdNotFound
                ? $"Group {request.GroupId} is not a consumer group. Members of the classic protocol must leave it before it can become one."
                : "The group could not be written to disk; nothing has changed. Try again.",
        };
    }
}
