using SmartKart.Serving.Rollouts;

namespace SmartKart.Serving.Tests.Rollouts;

/// <summary>Which visitors get the candidate.</summary>
public sealed class AssignmentTests
{
    private const int Visitors = 20_000;

    // Computed apart from the code: whoever changes the hash moves visitors between arms of running experiments.
    [Theory]
    [InlineData("rollout", "ada", 0.8665845339561989)]
    [InlineData("rollout", "user-107", 0.7117799488320489)]
    [InlineData("spring", "ada", 0.8032415137259764)]
    [InlineData("rollout", "anon:s1", 0.24485773195396632)]
    [InlineData("rollout", "Zoë", 0.1502826760827013)]
    public void A_visitor_has_the_same_point_for_ever(string experiment, string user, double point) =>
        new Assignment(experiment, 0.5).PointOf(user).ShouldBe(point);

    [Fact]
    public void A_share_gets_the_candidate_and_one_that_grows_moves_nobody_back()
    {
        HashSet<string> before = [];
        foreach (var share in new[] { 0, 0.01, 0.05, 0.2, 0.5, 1 })
        {
            var assignment = new Assignment("rollout", share);
            HashSet<string> now = [.. Names.Where(user => assignment.Of(user, null)!.Variant == Variant.Candidate)];
            now.IsSupersetOf(before).ShouldBeTrue();
            ((double)now.Count / Visitors).ShouldBe(share, 0.01);
            before = now;
        }
    }

    [Fact]
    public void Experiments_part_visitors_independently()
    {
        var (one, other) = (new Assignment("spring", 0.5), new Assignment("summer", 0.5));
        var both = Names.Count(user => one.Of(user, null)!.Variant == Variant.Candidate && other.Of(user, null)!.Variant == Variant.Candidate);
        ((double)both / Visitors).ShouldBe(0.25, 0.015);
    }

    [Fact]
    public void Who_tells_a_visit_alone_is_its_pseudonym_and_who_tells_nothing_is_in_no_arm()
    {
        var assignment = new Assignment("rollout", 0.5);
        foreach (var session in Names.Take(100)) assignment.Of(null, session).ShouldBe(assignment.Of($"anon:{session}", null));
        assignment.Of(null, null).ShouldBeNull();
        assignment.Of("ada", "s1").ShouldBe(assignment.Of("ada", "s2"));
    }

    [Fact]
    public void To_assign_a_visitor_allocates_nothing()
    {
        var assignment = new Assignment("rollout", 0.5);
        for (var round = 0; round < 2; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var at = 0; at < 1_000; at++) assignment.Of(at % 2 == 0 ? "user-107" : null, "a-visit");
            if (round == 1) GC.GetAllocatedBytesForCurrentThread().ShouldBe(before);
        }
    }

    private static IEnumerable<string> Names => Enumerable.Range(0, Visitors).Select(at => $"user-{at}");
}
