using SmartKart.Broker.Groups.Records;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Groups.Consumer;

/// <summary>What a ConsumerGroupHeartbeat does to a group: note what the member wants, aim anew where something changed, lead the member one step.</summary>
internal static class Heartbeats
{
    /// <param name="group">The group.</param>
    /// <param name="request">One that <see cref="HeartbeatChecks.Check"/> had nothing against.</param>
    /// <param name="client">Who reports.</param>
    public static ConsumerGroupHeartbeatResponse Beat(ConsumerGroup group, ConsumerGroupHeartbeatRequest request, Requester client)
    {
        if (request.MemberEpoch < 0) return Leave(group, request);
        var owned = request.TopicPartitions is { } topics
            ? topics.SelectMany(topic => topic.Partitions.Select(partition => new TopicIdPartition(topic.TopicId, partition))).ToHashSet()
            : null;
        var refusal = Admit(group, request, owned, out var member);
        if (!refusal.IsNone || member is null) return Refuse(refusal);

        var updated = Describe(member, request, client);
        var records = new List<GroupRecord>();
        var reason = ReasonToRebalance(group, member, updated);
        if (!updated.DescribesSame(member) || !group.Members.ContainsKey(member.Id)) records.Add(group.MetadataRecord(updated));
        var plan = TargetPlan.Make(group, updated, reason, records);
        updated = new Reconciliation(plan.Epoch, plan.Target, owned, group.IsHeld).Next(updated);
        if (request.MemberEpoch == 0) updated = updated.HoldingSinceNow();
        if (!updated.HoldsSame(member)) records.Add(group.AssignmentRecord(updated));

        var isNew = !group.Members.ContainsKey(member.Id);
        var fault = group.Group.TryChange(records);
        if (fault != ErrorCode.None) return Refuse(new Refusal(fault, "The group could not be written to disk; nothing has changed. Try again."));
        if (isNew) GroupLog.MemberJoined(group.Context.Logger, group.Id, updated.Id);
        plan.Accept(group);
        group.KeepAlive(updated);
        var wantsAll = request.MemberEpoch == 0
            || (request.RebalanceTimeoutMs != -1 && (request.SubscribedTopicNames ?? (object?)request.SubscribedTopicRegex) is not null && owned is not null);
        return Answer(group, updated, withAssignment: wantsAll || !updated.Assigned.SetEquals(member.Assigned));
    }

    /// <summary>Finds the member who reports, or makes one.</summary>
    private static Refusal Admit(ConsumerGroup group, ConsumerGroupHeartbeatRequest request, IReadOnlySet<TopicIdPartition>? owned, out ConsumerMember? member)
    {
        var isJoining = request.MemberEpoch == 0;
        var max = group.Context.Options.MaxMembers;
        member = group.Members.GetValueOrDefault(request.MemberId);
        // A static member that is back takes its own place, not another's.
        if (member is null && group.Members.Count >= max && (request.InstanceId is null || group.OfInstance(request.InstanceId) is null))
            return new Refusal(ErrorCode.GroupMaxSizeReached, $"The consumer group has reached its maximum capacity of {max} members.");
        if (request.InstanceId is { } instanceId) return AdmitStatic(group, request, instanceId, owned, out member);
        if (isJoining)
        {
            // Who joins again owns nothing, by its own word, so it can go on from what is set aside for it.
            member ??= new ConsumerMember(request.MemberId.Length > 0 ? request.MemberId : Guid.NewGuid().ToString());
            return default;
        }
        return member is null ? Unknown(group, request) : HeartbeatChecks.CheckEpoch(member, request, owned);
    }

    private static Refusal AdmitStatic(
        ConsumerGroup group, ConsumerGroupHeartbeatRequest request, string instanceId, IReadOnlySet<TopicIdPartition>? owned, out ConsumerMember? member)
    {
        member = group.OfInstance(instanceId);
        if (request.MemberEpoch != 0)
        {
            if (member is null) return UnknownInstance(instanceId);
            return member.Id == request.MemberId ? HeartbeatChecks.CheckEpoch(member, request, owned) : Fenced(request, member);
        }
        var id = request.MemberId.Length > 0 ? request.MemberId : Guid.NewGuid().ToString();
        if (member is null) member = new ConsumerMember(id);
        else if (member.Epoch == ConsumerMember.LeftForNow) return Replace(group, member, id, out member);
        else if (member.Id != id)
        {
            return new Refusal(ErrorCode.UnreleasedInstanceId,
                $"Static member {request.MemberId} with instance id {instanceId} cannot join the group because the instance id is owned by " +
                $"{member.Id} member.");
        }
        return default;
    }

    /// <summary>A static member is back: what was kept for it goes to its new self. Written by itself, so that the rest finds it in its place.</summary>
    private static Refusal Replace(ConsumerGroup group, ConsumerMember old, string id, out ConsumerMember member)
    {
        member = (old with { Id = id, Epoch = 0, PreviousEpoch = 0, State = MemberState.Stable }).Holding(old.Assigned, []);
        var fault = group.Group.TryChange(
        [
            .. group.TombstonesOf(old), group.MetadataRecord(member), group.TargetRecord(id, group.TargetOf(old.Id)), group.AssignmentRecord(member),
        ]);
        return fault == ErrorCode.None ? default : new Refusal(fault, "The group could not be written to disk; nothing has changed. Try again.");
    }

    private static ConsumerMember Describe(ConsumerMember member, ConsumerGroupHeartbeatRequest request, Requester client) => member with
    {
        InstanceId = request.InstanceId ?? member.InstanceId,
        RackId = request.RackId ?? member.RackId,
        ClientId = client.ClientId,
        ClientHost = client.Host,
        RebalanceTimeout = request.RebalanceTimeoutMs == -1 ? member.RebalanceTimeout : TimeSpan.FromMilliseconds(request.RebalanceTimeoutMs),
        Assignor = request.ServerAssignor ?? member.Assignor,
        TopicNames = request.SubscribedTopicNames is { } names ? [.. names.Distinct().Order(StringComparer.Ordinal)] : member.TopicNames,
        TopicPattern = request.SubscribedTopicRegex is { } pattern ? (pattern.Length == 0 ? null : pattern) : member.TopicPattern,
    };

    private static string? ReasonToRebalance(ConsumerGroup group, ConsumerMember member, ConsumerMember updated) =>
        !group.Members.ContainsKey(member.Id) ? $"member {member.Id} joined"
        : !updated.SubscribesLike(member) ? $"member {member.Id} reads other topics"
        : null;

    private static ConsumerGroupHeartbeatResponse Leave(ConsumerGroup group, ConsumerGroupHeartbeatRequest request)
    {
        var member = request.InstanceId is { } instanceId ? group.OfInstance(instanceId) : group.Members.GetValueOrDefault(request.MemberId);
        if (member is null) return Refuse(request.InstanceId is null ? Unknown(group, request) : UnknownInstance(request.InstanceId));
        if (member.Id != request.MemberId) return Refuse(Fenced(request, member));
        var fault = request.MemberEpoch == ConsumerMember.LeftForNow ? LeaveForNow(group, member) : group.Fence(member, "it left");
        return fault == ErrorCode.None
            ? new ConsumerGroupHeartbeatResponse { MemberId = member.Id, MemberEpoch = request.MemberEpoch }
            : Refuse(new Refusal(fault));
    }

    private static ErrorCode LeaveForNow(ConsumerGroup group, ConsumerMember member)
    {
        var away = (member with { Epoch = ConsumerMember.LeftForNow }).Holding(member.Assigned, []);
        var fault = group.Group.TryChange([group.AssignmentRecord(away)]);
        if (fault != ErrorCode.None) return fault;
        GroupLog.StaticMemberLeft(group.Context.Logger, group.Id, member.InstanceId ?? "", member.Id);
        group.KeepAlive(away);      // it has a session's time to come back
        return ErrorCode.None;
    }

    private static ConsumerGroupHeartbeatResponse Answer(ConsumerGroup group, ConsumerMember member, bool withAssignment) => new()
    {
        MemberId = member.Id,
        MemberEpoch = member.Epoch,
        HeartbeatIntervalMs = (int)group.Context.Options.ConsumerHeartbeatInterval.TotalMilliseconds,
        Assignment = !withAssignment ? null : new ConsumerGroupHeartbeatResponse.MemberAssignment
        {
            TopicPartitions = [.. PartitionsOfTopic.From(member.Assigned)
                .Select(topic => new ConsumerGroupHeartbeatResponse.TopicPartitions { TopicId = topic.TopicId, Partitions = topic.Partitions })],
        },
    };

    private static ConsumerGroupHeartbeatResponse Refuse(Refusal refusal) => new() { ErrorCode = refusal.Code, ErrorMessage = refusal.Message };

    private static Refusal Unknown(ConsumerGroup group, ConsumerGroupHeartbeatRequest request) =>
        new(ErrorCode.UnknownMemberId, $"Member {request.MemberId} is not a member of group {group.Id}.");

    private static Refusal UnknownInstance(string instanceId) => new(ErrorCode.UnknownMemberId, $"Instance id {instanceId} is unknown.");

    private static Refusal Fenced(ConsumerGroupHeartbeatRequest request, ConsumerMember holder) =>
        new(ErrorCode.FencedInstanceId, $"Static member {request.MemberId} with instance id {request.InstanceId} was fenced by member {holder.Id}.");
}
