using SmartKart.Broker.Groups.Assignors;
using SmartKart.Broker.Messages;
using SmartKart.Broker.Protocol;

namespace SmartKart.Broker.Groups.Consumer;

/// <summary>What a ConsumerGroupHeartbeat must be before any group looks at it, and what its epoch must be then.</summary>
internal static class HeartbeatChecks
{
    private const short FirstVersionWithClientsId = 1;

    public static IReadOnlyDictionary<string, IAssignor> Assignors { get; } =
        new IAssignor[] { new UniformAssignor(), new RangeAssignor() }.ToDictionary(assignor => assignor.Name);

    public static Refusal Check(ConsumerGroupHeartbeatRequest request, short version)
    {
        if (request.GroupId.Length == 0) return Invalid("GroupId can't be empty.");
        if (request.InstanceId is "") return Invalid("InstanceId can't be empty.");
        if (request.RackId is "") return Invalid("RackId can't be empty.");
        // Until version 1 the broker gave a joining member its id.
        if (request.MemberId.Length == 0 && (request.MemberEpoch != 0 || version >= FirstVersionWithClientsId)) return Invalid("MemberId can't be empty.");
        if (request.MemberEpoch < ConsumerMember.LeftForNow) return Invalid("MemberEpoch is invalid.");
        if (request.MemberEpoch == ConsumerMember.LeftForNow && request.InstanceId is null) return Invalid("InstanceId can't be null.");
        if (request.MemberEpoch == 0 && CheckJoin(request) is { IsNone: false } fault) return fault;
        if (request.ServerAssignor is { } assignor && !Assignors.ContainsKey(assignor))
        {
            return new Refusal(ErrorCode.UnsupportedAssignor,
                $"ServerAssignor {assignor} is not supported. Supported assignors: {string.Join(", ", Assignors.Keys)}.");
        }
        if (!string.IsNullOrEmpty(request.SubscribedTopicRegex) && SubscribedTopics.FaultOf(request.SubscribedTopicRegex) is { } wrong)
        {
            return new Refusal(ErrorCode.InvalidRegularExpression,
                $"SubscribedTopicRegex `{request.SubscribedTopicRegex}` is not a valid regular expression: {wrong}");
        }
        return default;
    }

    /// <summary>Whether a member is where the group thinks it is.</summary>
    public static Refusal CheckEpoch(ConsumerMember member, ConsumerGroupHeartbeatRequest request, IReadOnlySet<TopicIdPartition>? owned)
    {
        var epoch = request.MemberEpoch;
        if (epoch == member.Epoch) return default;
        // The answer with its new epoch was lost: it reports as before, with nothing that is not its own.
        if (epoch == member.PreviousEpoch && epoch < member.Epoch && owned is not null && owned.All(member.Assigned.Contains)) return default;
        return new Refusal(ErrorCode.FencedMemberEpoch,
            $"The consumer group member has a {(epoch > member.Epoch ? "greater" : "smaller")} member epoch ({epoch}) than the one known by the group " +
            $"coordinator ({member.Epoch}). The member must abandon all its partitions and rejoin.");
    }

    private static Refusal CheckJoin(ConsumerGroupHeartbeatRequest request)
    {
        if (request.RebalanceTimeoutMs == -1) return Invalid("RebalanceTimeoutMs must be provided in first request.");
        if (request.TopicPartitions is not { Count: 0 }) return Invalid("TopicPartitions must be empty when (re-)joining.");
        return request.SubscribedTopicNames is null && request.SubscribedTopicRegex is null
            ? Invalid("Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.")
            : default;
    }

    private static Refusal Invalid(string message) => new(ErrorCode.InvalidRequest, message);
}
