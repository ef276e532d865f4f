using SmartKart.Broker.Groups;

namespace SmartKart.Broker.Handlers.Groups;

/// <summary>All handlers of groups and their offsets.</summary>
internal static class GroupHandlers
{
    public static IReadOnlyList<IRequestHandler> All(GroupCoordinator groups) =>
    [
        new FindCoordinatorHandler(),
        new JoinGroupHandler(groups),
        new SyncGroupHandler(groups),
        new HeartbeatHandler(groups),
        new LeaveGroupHandler(groups),
        new OffsetCommitHandler(groups),
        new TxnOffsetCommitHandler(groups),
        new OffsetFetchHandler(groups),
        new OffsetDeleteHandler(groups),
        new DescribeGroupsHandler(groups),
        new ListGroupsHandler(groups),
        new DeleteGroupsHandler(groups),
        new ConsumerGroupHeartbeatHandler(groups),
        new ConsumerGroupDescribeHandler(groups),
    ];
}
