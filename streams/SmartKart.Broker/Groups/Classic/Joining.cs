using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Groups.Classic;

/// <summary>What JoinGroup does to a classic group.</summary>
internal static class Joining
{
    private const short FirstVersionWithTwoSteps = 4, FirstVersionThatSkipsAssignment = 9;

    /// <returns>Completes with the next generation, or at once where there is nothing to wait for.</returns>
    public static Task<JoinGroupResponse> Join(ClassicGroup group, JoinGroupRequest request, Requester client)
    {
        var memberId = request.MemberId;
        var protocols = request.Protocols.ConvertAll(protocol => new ClassicProtocol(protocol.Name, protocol.Metadata));
        if (!HasRoomFor(group, memberId))
        {
            group.Members.RemovePending(memberId);
            if (group.Members.Find(memberId) is { } surplus) group.Remove(surplus, "the group is full");
            group.CompleteIfAllJoined();
            return Refuse(ErrorCode.GroupMaxSizeReached, "");
        }
        if (!group.Speaks(request.ProtocolType, protocols)) return Refuse(ErrorCode.InconsistentGroupProtocol, memberId);
        if (memberId.Length > 0) return JoinKnown(group, request, protocols, client);

        var newId = $"{request.GroupInstanceId ?? client.ClientId}-{Guid.NewGuid()}";
        if (request.GroupInstanceId is { } instanceId)
        {
            return group.Members.OfInstance(instanceId) is { } old
                ? ReplaceStatic(group, old, newId, request, protocols, client)
                : Add(group, newId, request, protocols, client);
        }
        if (client.Version < FirstVersionWithTwoSteps) return Add(group, newId, request, protocols, client);

        // So that a client that gives up and asks again does not leave a member behind each time (KIP-394).
        var expiry = group.SessionOf(newId);
        group.Members.AddPending(newId, expiry);
        expiry.Set(TimeSpan.FromMilliseconds(request.SessionTimeoutMs));
        return Refuse(ErrorCode.MemberIdRequired, newId);
    }

    private static bool HasRoomFor(ClassicGroup group, string memberId)
    {
        var max = group.Context.Options.MaxMembers;
        var member = group.Members.Find(memberId);
        return group.State switch
        {
            ClassicState.Empty => true,
            // Who waits already counts, not who is listed: so the last to join again are out when the limit was lowered.
            ClassicState.PreparingRebalance => member is { IsJoining: true } || group.Members.JoiningCount < max,
            _ => member is not null || group.Members.Count < max,
        };
    }

    private static Task<JoinGroupResponse> JoinKnown(ClassicGroup group, JoinGroupRequest request, List<ClassicProtocol> protocols, Requester client)
    {
        var memberId = request.MemberId;
        if (group.Members.RemovePending(memberId)) return Add(group, memberId, request, protocols, client);
        var fault = group.Members.Check(memberId, request.GroupInstanceId);
        if (fault != ErrorCode.None || group.Members.Find(memberId) is not { } member) return Refuse(fault, memberId);

        var isLeader = group.Members.Leader == memberId;
        var repeatsItself = member.Offers(protocols) && (group.State == ClassicState.CompletingRebalance || (group.State == ClassicState.Stable && !isLeader));
        // The answer got lost, or a follower only wants to know. A stable group's leader asks because it has seen its topics change.
        if (repeatsItself)
            return Task.FromResult(group.CurrentGeneration(memberId, withMembers: isLeader && group.State == ClassicState.CompletingRebalance));

        var answer = Update(member, request, protocols);
        group.RebalanceOrComplete($"{(isLeader ? "leader" : "member")} {memberId} joined again: {ReasonOf(request)}");
        return answer;
    }

    private static Task<JoinGroupResponse> Add(ClassicGroup group, string memberId, JoinGroupRequest request, List<ClassicProtocol> protocols, Requester client)
    {
        var member = new ClassicMember(memberId, request.GroupInstanceId, client, group.SessionOf(memberId)) { IsNew = true };
        var answer = Update(member, request, protocols);
        group.Add(member, request.ProtocolType);
        // It does not know its id yet and so can't send heartbeats, and a parked request hides that its connection has gone.
        member.KeepAlive(group.Context.Options.NewMemberJoinTimeout);
        group.RebalanceOrComplete($"member {memberId} joined: {ReasonOf(request)}");
        return answer;
    }

    /// <summary>A static member is back, under a new id: where it wants what it wanted before, nobody else need know.</summary>
    private static Task<JoinGroupResponse> ReplaceStatic(
        ClassicGroup group, ClassicMember old, string newId, JoinGroupRequest request, List<ClassicProtocol> protocols, Requester client)
    {
        var (leader, instanceId) = (group.Members.Leader, request.GroupInstanceId!);      // not null: it is how the old one was found
        GroupLog.StaticMemberReplaced(group.Context.Logger, group.Group.Id, instanceId, newId, old.Id);
        old.AnswerJoin(new JoinGroupResponse { ErrorCode = ErrorCode.FencedInstanceId, MemberId = old.Id });
        old.AnswerSync(new SyncGroupResponse { ErrorCode = ErrorCode.FencedInstanceId });
        group.NoteSync(old.Id);
        var member = new ClassicMember(newId, instanceId, client, group.SessionOf(newId)) { Assignment = old.Assignment };
        var answer = Update(member, request, protocols);
        group.Members.Replace(old, member);
        member.KeepAlive();

        switch (group.State)
        {
            case ClassicState.Stable when group.Members.VoteOnProtocol() == group.Protocol:
                var fault = group.Group.TryNote(group.Snapshot(each => each.Assignment));
                var skips = client.Version >= FirstVersionThatSkipsAssignment;
                var isLeader = group.Members.Leader == newId;
                // Before version 9 a leader can't be told to keep the assignment. It is told of its old self as the leader instead, so that it doesn't assign.
                member.AnswerJoin(fault != ErrorCode.None ? new JoinGroupResponse { ErrorCode = fault }
                    : skips ? group.CurrentGeneration(newId, withMembers: isLeader, skipAssignment: isLeader)
                    : group.CurrentGeneration(newId, withMembers: false, leader: leader));
                break;
            case ClassicState.Stable:
                group.RebalanceOrComplete($"static member {instanceId} came back with other protocols: {ReasonOf(request)}");
                break;
            case ClassicState.CompletingRebalance:
                // The leader may be assigning to the old id at this moment.
                group.Rebalance($"static member {instanceId} came back during a rebalance: {ReasonOf(request)}");
                break;
            default:
                group.CompleteIfAllJoined();
                break;
        }
        return answer;
    }

    private static Task<JoinGroupResponse> Update(ClassicMember member, JoinGroupRequest request, List<ClassicProtocol> protocols)
    {
        var rebalance = request.RebalanceTimeoutMs < 0 ? request.SessionTimeoutMs : request.RebalanceTimeoutMs;      // version 0 has but one timeout
        member.Update(protocols, TimeSpan.FromMilliseconds(request.SessionTimeoutMs), TimeSpan.FromMilliseconds(rebalance));
        return member.AwaitJoin();
    }

    private static string ReasonOf(JoinGroupRequest request) => string.IsNullOrEmpty(request.Reason) ? "no reason given" : request.Reason;

    private static Task<JoinGroupResponse> Refuse(ErrorCode code, string memberId) =>
        Task.FromResult(new JoinGroupResponse { ErrorCode = code, MemberId = memberId });
}
