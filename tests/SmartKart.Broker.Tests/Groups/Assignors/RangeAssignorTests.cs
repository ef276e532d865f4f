using SmartKart.Broker.Groups.Assignors;
using static SmartKart.Broker.Tests.Groups.Assignors.AssignorCases;

namespace SmartKart.Broker.Tests.Groups.Assignors;

/// <summary>The properties that Kafka promises of <c>range</c>, over random groups. A failing seed is in the test's name.</summary>
public sealed class RangeAssignorTests
{
    private readonly RangeAssignor _assignor = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory, MemberData(nameof(Seeds))]
    public void Each_reader_of_a_topic_has_neighbouring_partitions_and_at_most_one_more_than_another(int seed)
    {
        var (members, topics) = AssignorCases.Random(new Random(seed), alike: seed % 2 == 0);
        var assigned = _assignor.Assign(members, topics);
        assigned.ShouldBeWhole(members, topics);
        foreach (var topic in topics.Keys)
        {
            var shares = members.Where(member => member.Topics.Contains(topic))
                .Select(member => assigned[member.Id].Where(partition => partition.TopicId == topic).Select(partition => partition.Partition).ToList()).ToList();
            (shares.Max(share => share.Count) - shares.Min(share => share.Count)).ShouldBeLessThanOrEqualTo(1);
            foreach (var share in shares.Where(share => share.Count > 0)) (share[^1] - share[0]).ShouldBe(share.Count - 1);
        }
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Topics_of_equal_partition_counts_are_co_partitioned(int seed)
    {
        var random = new Random(seed);
        var topics = Counts([.. Enumerable.Repeat(random.Next(1, 20), random.Next(2, 5))]);
        var members = Enumerable.Range(0, random.Next(1, 9)).Select(number => Member($"m{number}", Enumerable.Range(0, topics.Count))).ToList();
        var assigned = _assignor.Assign(members, topics);
        foreach (var member in members)
        {
            var numbers = assigned[member.Id].GroupBy(partition => partition.TopicId).Select(topic => topic.Select(partition => partition.Partition).ToList()).ToList();
            numbers.ShouldAllBe(share => share.SequenceEqual(numbers[0]));
        }
    }

    [Fact]
    public void Two_members_share_three_partitions_of_two_topics_as_Kafkas_documentation_has_it()
    {
        var assigned = _assignor.Assign([Member("M1", [0, 1]), Member("M0", [0, 1])], Counts(3, 3));
        assigned["M0"].Select(partition => (partition.TopicId, partition.Partition)).ShouldBe([(Topic(0), 0), (Topic(0), 1), (Topic(1), 0), (Topic(1), 1)]);
        assigned["M1"].Select(partition => (partition.TopicId, partition.Partition)).ShouldBe([(Topic(0), 2), (Topic(1), 2)]);
    }

    [Fact]
    public void Static_members_find_their_partitions_again_under_new_ids()
    {
        var before = _assignor.Assign([Member("x", [0], instance: "i0"), Member("a", [0], instance: "i1"), Member("b", [0])], Counts(5));
        var after = _assignor.Assign([Member("m", [0], instance: "i1"), Member("z", [0], instance: "i0"), Member("b", [0])], Counts(5));
        after["z"].ShouldBe(before["x"]);
        after["m"].ShouldBe(before["a"]);
        after["b"].ShouldBe(before["b"]);
    }
}
