using System.Collections.Immutable;

namespace SmartKart.Broker.Groups.Assignors;

/// <summary>
/// Gives each member a run of neighbouring partitions of every topic it reads, in the order of the members. Members that read the
/// same topics, of equal partition counts, get the same numbers of each: their keys meet, and streams can be joined. Static
/// members come first and by their instances' names, so that they find the same partitions again after a restart.
/// Apache Kafka 4's <c>range</c>.
/// </summary>
internal sealed class RangeAssignor : IAssignor
{
    public string Name => "range";

    public IReadOnlyDictionary<string, ImmutableSortedSet<TopicIdPartition>> Assign(
        IReadOnlyList<AssignorMember> members, IReadOnlyDictionary<Guid, int> partitions)
    {
        var ordered = members
            .OrderBy(member => member.InstanceId is null)
            .ThenBy(member => member.InstanceId ?? member.Id, StringComparer.Ordinal)
            .ToList();
        var assigned = ordered.ToDictionary(member => member.Id, _ => ImmutableSortedSet.CreateBuilder<TopicIdPartition>());
        foreach (var (topic, count) in partitions)
        {
            var readers = ordered.FindAll(member => member.Topics.Contains(topic));
            var next = 0;
            for (var reader = 0; reader < readers.Count; reader++)
            {
                // The first few take one more where it does not come out even.
                var end = next + (count / readers.Count) + (reader < count % readers.Count ? 1 : 0);
                for (; next < end; next++) assigned[readers[reader].Id].Add(new TopicIdPartition(topic, next));
            }
        }
        return assigned.ToDictionary(member => member.Key, member => member.Value.ToImmutable());
    }
}
