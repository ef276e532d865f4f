using SmartKart.Broker.Groups;
using SmartKart.Broker.Groups.Assignors;
using static SmartKart.Broker.Tests.Groups.Assignors.AssignorCases;

namespace SmartKart.Broker.Tests.Groups.Assignors;

/// <summary>The properties that Kafka promises of <c>uniform</c>, over random groups. A failing seed is in the test's name.</summary>
public sealed class UniformAssignorTests
{
    private readonly UniformAssignor _assignor = new();

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory, MemberData(nameof(Seeds))]
    public void Members_that_read_the_same_differ_by_at_most_one_partition(int seed)
    {
        var (members, topics) = AssignorCases.Random(new Random(seed), alike: true);
        var assigned = _assignor.Assign(members, topics);
        assigned.ShouldBeWhole(members, topics);
        (assigned.Values.Max(partitions => partitions.Count) - assigned.Values.Min(partitions => partitions.Count)).ShouldBeLessThanOrEqualTo(1);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Where_members_read_different_topics_no_single_move_makes_it_more_even(int seed)
    {
        var (members, topics) = AssignorCases.Random(new Random(seed), alike: false);
        var assigned = _assignor.Assign(members, topics);
        assigned.ShouldBeWhole(members, topics);
        foreach (var giver in members)
            foreach (var taker in members.Where(taker => assigned[giver.Id].Any(partition => taker.Topics.Contains(partition.TopicId))))
                (assigned[giver.Id].Count - assigned[taker.Id].Count).ShouldBeLessThanOrEqualTo(1, $"{giver.Id} could give to {taker.Id}");
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Asked_again_nothing_moves(int seed)
    {
        var (members, topics) = AssignorCases.Random(new Random(seed), alike: seed % 2 == 0);
        var assigned = _assignor.Assign(members, topics);
        var again = _assignor.Assign(Holding(members, assigned), topics);
        foreach (var member in members) again[member.Id].ShouldBe(assigned[member.Id]);
    }

    [Theory, MemberData(nameof(Seeds))]
    public void When_a_member_joins_only_its_share_moves_and_only_to_it(int seed)
    {
        var (members, topics) = AssignorCases.Random(new Random(seed), alike: true);
        var before = _assignor.Assign(members, topics);
        var more = Holding(members, before);
        more.Add(Member("m-new", Enumerable.Range(0, topics.Count)));
        var after = _assignor.Assign(more, topics);
        foreach (var member in members) after[member.Id].ShouldBeSubsetOf(before[member.Id]);
        after["m-new"].Count.ShouldBe(topics.Values.Sum() / more.Count, "the least share that is even");
    }

    [Theory, MemberData(nameof(Seeds))]
    public void When_a_member_goes_the_others_keep_all_they_had(int seed)
    {
        var (members, topics) = AssignorCases.Random(new Random(seed), alike: true);
        var before = _assignor.Assign(members, topics);
        var rest = Holding(members.Skip(1), before);
        if (rest.Count == 0) return;
        var after = _assignor.Assign(rest, topics);
        after.ShouldBeWhole(rest, topics);
        foreach (var member in rest) before[member.Id].ShouldBeSubsetOf(after[member.Id]);
    }

    [Fact]
    public void Partitions_are_handed_on_along_a_chain_where_no_single_move_helps()
    {
        // m0 reads 0; m1 reads 0 and 1; m2 reads 1: only by way of m1 can m0's load reach m2.
        var held = new[] { Held(0, 0, 1, 2), Held(1, 0, 1), Held(1, 2) };
        var assigned = _assignor.Assign([Member("m0", [0], held[0]), Member("m1", [0, 1], held[1]), Member("m2", [1], held[2])], Counts(3, 3));
        assigned.Values.Select(partitions => partitions.Count).ShouldBe([2, 2, 2]);
    }

    [Fact]
    public void A_partition_that_two_claim_goes_to_one_of_them()
    {
        var members = new[] { Member("m0", [0], Held(0, 0)), Member("m1", [0], Held(0, 0)) };
        _assignor.Assign(members, Counts(1)).ShouldBeWhole(members, Counts(1));
    }

    [Fact]
    public void Partitions_and_topics_that_are_gone_are_forgotten()
    {
        var members = new[] { Member("m0", [0], [.. Held(0, 0, 7), .. Held(5, 0)]) };
        _assignor.Assign(members, Counts(2)).ShouldBeWhole(members, Counts(2));
    }

    [Fact]
    public void A_group_without_topics_has_nothing_to_share() => _assignor.Assign([Member("m0", [])], Counts())["m0"].ShouldBeEmpty();

    private static TopicIdPartition[] Held(int topic, params int[] partitions) => [.. partitions.Select(number => new TopicIdPartition(Topic(topic), number))];
}
