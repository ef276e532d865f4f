using System.Collections.Immutable;
using SmartKart.Broker.Groups.Assignors;
using SmartKart.Broker.Groups.Records;

namespace SmartKart.Broker.Groups.Consumer;

/// <summary>Where a group is heading once its records are written.</summary>
/// <param name="Epoch">The epoch of the target.</param>
/// <param name="Target">What the member who reports shall have.</param>
/// <param name="Reason">Why the group's epoch rises; null where it does not.</param>
internal sealed record TargetPlan(int Epoch, ImmutableSortedSet<TopicIdPartition> Target, string? Reason)
{
    private const string DefaultAssignor = "uniform";

    /// <summary>Looks at the topics again where that may matter, lets the epoch rise where something changed, and aims anew where the epoch rose.</summary>
    /// <param name="group">As it was.</param>
    /// <param name="updated">The member who reports, as it will be.</param>
    /// <param name="reason">What changed; null for nothing so far.</param>
    /// <param name="records">Where what has to be written is added.</param>
    public static TargetPlan Make(ConsumerGroup group, ConsumerMember updated, string? reason, List<GroupRecord> records)
    {
        List<ConsumerMember> members = [.. group.Members.Values.Where(member => member.Id != updated.Id), updated];
        var (epoch, topics) = (group.Epoch, group.Topics);
        if (reason is not null || group.TopicsMayHaveChanged)
        {
            topics = SubscribedTopics.Of(members, group.Context.Topics.All);
            if (!topics.SequenceEqual(group.Topics))
            {
                records.Add(group.TopicsRecord(topics));
                reason ??= "topics were made, deleted or given more partitions";
            }
            if (reason is not null) records.Add(group.EpochRecord(++epoch));
        }
        if (epoch == group.AssignmentEpoch) return new TargetPlan(epoch, group.TargetOf(updated.Id), reason);

        var assignor = HeartbeatChecks.Assignors[Preferred(members)];
        var targets = Aim(group, members, topics, assignor);
        foreach (var (id, target) in targets)
            if (!group.TargetOf(id).SetEquals(target)) records.Add(group.TargetRecord(id, target));
        records.Add(group.AssignmentEpochRecord(epoch));
        GroupLog.TargetComputed(group.Context.Logger, group.Id, epoch, assignor.Name, targets.Values.Sum(target => target.Count), members.Count);
        return new TargetPlan(epoch, targets[updated.Id], reason);
    }

    /// <summary>What is left to do when the records are written.</summary>
    public void Accept(ConsumerGroup group)
    {
        group.TopicsMayHaveChanged = false;      // under the lock since it was looked at
        if (Reason is not null) GroupLog.EpochBumped(group.Context.Logger, group.Id, group.Epoch, Reason);
    }

    /// <summary>The assignor that most members ask for, of those who ask.</summary>
    public static string Preferred(IEnumerable<ConsumerMember> members) => members
        .Where(member => member.Assignor is not null)
        .GroupBy(member => member.Assignor!)            // not null: filtered in the line above
        .OrderByDescending(votes => votes.Count()).ThenBy(votes => votes.Key, StringComparer.Ordinal)
        .FirstOrDefault()?.Key ?? DefaultAssignor;

    private static IReadOnlyDictionary<string, ImmutableSortedSet<TopicIdPartition>> Aim(
        ConsumerGroup group, List<ConsumerMember> members, ImmutableSortedDictionary<string, SubscribedTopic> topics, IAssignor assignor)
    {
        var read = SubscribedTopics.ByMember(members, topics);
        return assignor.Assign(
            members.ConvertAll(member => new AssignorMember(member.Id, member.InstanceId, read[member.Id], group.TargetOf(member.Id))),
            topics.Values.ToDictionary(topic => topic.Id, topic => topic.Partitions));
    }
}
