using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Groups.Classic;

/// <summary>What SyncGroup and Heartbeat do to a classic group.</summary>
internal static class Syncing
{
    /// <returns>Completes with the member's assignment as soon as the leader has brought it.</returns>
    public static Task<SyncGroupResponse> Sync(ClassicGroup group, SyncGroupRequest request)
    {
        var fault = Check(group, request);
        if (fault == ErrorCode.None && group.State == ClassicState.PreparingRebalance) fault = ErrorCode.RebalanceInProgress;
        if (fault != ErrorCode.None || group.Members.Find(request.MemberId) is not { } member)
            return Task.FromResult(new SyncGroupResponse { ErrorCode = fault });

        group.NoteSync(member.Id);
        if (group.State == ClassicState.Stable)
        {
            member.KeepAlive();
            return Task.FromResult(new SyncGroupResponse { ProtocolType = group.ProtocolType, ProtocolName = group.Protocol, Assignment = member.Assignment });
        }
        var answer = member.AwaitSync();
        if (group.Members.Leader == member.Id) Complete(group, request);
        return answer;
    }

    public static ErrorCode Heartbeat(ClassicGroup group, HeartbeatRequest request)
    {
        var fault = group.Members.Check(request.MemberId, request.GroupInstanceId);
        if (fault != ErrorCode.None || group.Members.Find(request.MemberId) is not { } member) return fault;
        if (request.GenerationId != group.Generation) return ErrorCode.IllegalGeneration;
        member.KeepAlive();
        return group.State == ClassicState.PreparingRebalance ? ErrorCode.RebalanceInProgress : ErrorCode.None;
    }

    private static ErrorCode Check(ClassicGroup group, SyncGroupRequest request)
    {
        var fault = group.Members.Check(request.MemberId, request.GroupInstanceId);
        if (fault != ErrorCode.None) return fault;
        if (request.GenerationId != group.Generation) return ErrorCode.IllegalGeneration;
        var isOther = (request.ProtocolType is { } type && type != group.ProtocolType) || (request.ProtocolName is { } name && name != group.Protocol);
        return isOther ? ErrorCode.InconsistentGroupProtocol : ErrorCode.None;
    }

    private static void Complete(ClassicGroup group, SyncGroupRequest request)
    {
        var assignments = new Dictionary<string, byte[]>();
        foreach (var assignment in request.Assignments) assignments[assignment.MemberId] = assignment.Assignment;
        var fault = group.Group.TryNote(group.Snapshot(member => assignments.GetValueOrDefault(member.Id, [])));
        if (fault == ErrorCode.None)
        {
            group.Assign(assignments, ErrorCode.None);
            return;
        }
        // What could not be written is not told either: everyone joins again.
        group.Assign(new Dictionary<string, byte[]>(), fault == ErrorCode.InvalidCommitOffsetSize ? ErrorCode.UnknownServerError : fault);
        group.Rebalance($"the assignment of generation {group.Generation} could not be written");
    }
}
