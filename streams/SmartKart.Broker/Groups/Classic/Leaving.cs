using SmartKart.Broker.Protocol;
using MemberIdentity = SmartKart.Broker.Messages.LeaveGroupRequest.MemberIdentity;
using MemberResponse = SmartKart.Broker.Messages.LeaveGroupResponse.MemberResponse;

namespace SmartKart.Broker.Groups.Classic;

/// <summary>What LeaveGroup does to a classic group.</summary>
internal static class Leaving
{
    public static List<MemberResponse> Leave(ClassicGroup group, IReadOnlyList<MemberIdentity> members)
    {
        var answers = members.Select(member => new MemberResponse
        {
            MemberId = member.MemberId, GroupInstanceId = member.GroupInstanceId, ErrorCode = Leave(group, member),
        }).ToList();
        if (answers.All(answer => answer.ErrorCode != ErrorCode.None) || group.IsEmpty) return answers;
        if (group.State == ClassicState.PreparingRebalance) group.CompleteIfAllJoined();
        else group.Rebalance($"{answers.Count(answer => answer.ErrorCode == ErrorCode.None)} members left");
        return answers;
    }

    private static ErrorCode Leave(ClassicGroup group, MemberIdentity identity)
    {
        if (group.Members.RemovePending(identity.MemberId)) return ErrorCode.None;
        // An administrator names an instance only: who is behind it is for the group to know.
        var isByInstance = identity.MemberId.Length == 0 && identity.GroupInstanceId is not null;
        var member = isByInstance ? group.Members.OfInstance(identity.GroupInstanceId!) : group.Members.Find(identity.MemberId);
        var fault = isByInstance ? ErrorCode.None : group.Members.Check(identity.MemberId, identity.GroupInstanceId);
        if (fault != ErrorCode.None || member is null) return fault == ErrorCode.None ? ErrorCode.UnknownMemberId : fault;
        group.Remove(member, string.IsNullOrEmpty(identity.Reason) ? "it left" : $"it left: {identity.Reason}");
        return ErrorCode.None;
    }
}
