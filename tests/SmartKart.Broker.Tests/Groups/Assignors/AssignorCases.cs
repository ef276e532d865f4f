using System.Collections.Immutable;
using SmartKart.Broker.Groups;
using SmartKart.Broker.Groups.Assignors;

namespace SmartKart.Broker.Tests.Groups.Assignors;

/// <summary>Random groups for assignors, and what every assignment must be.</summary>
internal static class AssignorCases
{
    public static Guid Topic(int number) => new(number + 1, 0, 0, new byte[8]);

    public static AssignorMember Member(string id, IEnumerable<int> topics, IEnumerable<TopicIdPartition>? current = null, string? instance = null) =>
        new(id, instance, topics.Select(Topic).ToHashSet(), [.. current ?? []]);

    public static Dictionary<Guid, int> Counts(params int[] partitions) => partitions.Select((count, number) => (number, count)).ToDictionary(topic => Topic(topic.number), topic => topic.count);

    public static (List<AssignorMember> Members, Dictionary<Guid, int> Topics) Random(Random random, bool alike)
    {
        var topics = Counts([.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => random.Next(1, 12))]);
        var all = Enumerable.Range(0, topics.Count).ToArray();
        var members = Enumerable.Range(0, random.Next(1, 9)).Select(number =>
            Member($"m{number}", alike ? all : all.Where(_ => random.Next(2) == 0))).ToList();
        var read = members.SelectMany(member => member.Topics).ToHashSet();
        return (members, topics.Where(topic => read.Contains(topic.Key)).ToDictionary());
    }

    public static List<AssignorMember> Holding(IEnumerable<AssignorMember> members, IReadOnlyDictionary<string, ImmutableSortedSet<TopicIdPartition>> assigned) =>
        [.. members.Select(member => member with { Current = assigned.GetValueOrDefault(member.Id, []) })];

    public static void ShouldBeWhole(
        this IReadOnlyDictionary<string, ImmutableSortedSet<TopicIdPartition>> assigned, IReadOnlyList<AssignorMember> members, Dictionary<Guid, int> topics)
    {
        assigned.Keys.ShouldBe(members.Select(member => member.Id), ignoreOrder: true);
        foreach (var member in members) assigned[member.Id].ShouldAllBe(partition => member.Topics.Contains(partition.TopicId));
        var everything = topics.SelectMany(topic => Enumerable.Range(0, topic.Value).Select(number => new TopicIdPartition(topic.Key, number)));
        assigned.Values.SelectMany(partitions => partitions).Order().ShouldBe(everything.Order());      // each once: none twice, none left out
    }
}
