using SmartKart.Training.Evaluation;
using SmartKart.Training.Interactions;

namespace SmartKart.Training.Tests.Evaluation;

public sealed class SegmentsTests
{
    [Theory]
    [InlineData(1, "history_1_4"), InlineData(4, "history_1_4"), InlineData(5, "history_5_19"), InlineData(19, "history_5_19"), InlineData(20, "history_20_up")]
    [InlineData(40, "history_20_up")]
    public void A_user_is_judged_among_those_with_as_long_a_history(int products, string name)
    {
        var known = InteractionMatrix.Of(1, 50, [.. Enumerable.Range(0, products).Select(item => (0, item))]);
        var metrics = RankingMetrics.Of(TopLists.Of(1, 2, _ => [48, 49]), InteractionMatrix.Of(1, 50, [(0, 49), (0, 47)]));

        var parts = Segments.ByHistory(metrics, known);

        parts.Select(part => part.Name).ShouldBe(["history_1_4", "history_5_19", "history_20_up"]);
        var judged = parts.Single(part => part.Users > 0);
        judged.Name.ShouldBe(name);
        judged.Recall.ShouldBe(new ConfidenceInterval(0.5, 0.5, 0.5));
        judged.Ndcg!.Value.Mean.ShouldBe(metrics.Ndcg[0]);
        parts.Where(part => part != judged).ShouldAllBe(part => part.Ndcg == null && part.Recall == null);
    }

    [Fact]
    public void Parts_of_users_add_up_to_all_who_had_something()
    {
        var known = Marketplace.Of(300, 60);
        var (before, held) = known.Split(0.3, seed: 1);
        var metrics = RankingMetrics.Of(TopLists.Of(300, 5, user => [user % 60, (user + 7) % 60]), held);

        var parts = Segments.ByHistory(metrics, before);

        parts.Sum(part => part.Users).ShouldBe(metrics.Users.Length);
        parts.Where(part => part.Users > 0).Sum(part => part.Users * part.Ndcg!.Value.Mean).ShouldBe(metrics.Ndcg.Sum(), 1e-9);
        parts.ShouldAllBe(part => part.Recall == null || part.Recall.Value.Low <= part.Recall.Value.Mean && part.Recall.Value.Mean <= part.Recall.Value.High);
    }

    [Fact]
    public void The_head_is_a_fifth_of_the_products_that_somebody_had()
    {
        // Of ten products that somebody had 3 and 1 are the most popular; nobody had 10 and 11.
        var known = InteractionMatrix.Of(3, 12, [.. Enumerable.Range(0, 10).Select(item => (0, item)), (1, 3), (2, 3), (1, 1)]);

        Segments.Head(known).Index().Where(each => each.Item).Select(each => each.Index).ShouldBe([1, 3]);
    }

    [Fact]
    public void Recall_is_told_of_what_is_held_out_in_the_head_and_in_the_tail_apart()
    {
        var known = InteractionMatrix.Of(5, 6, [(0, 0), (1, 0), (2, 1), (2, 2), (3, 3), (3, 4)]);      // 0 is the head
        var held = InteractionMatrix.Of(5, 6, [(2, 0), (2, 3), (2, 5), (3, 0), (4, 5)]);
        var lists = TopLists.Of(5, 2, user => user == 2 ? [5, 0] : [4, 3]);

        var parts = Segments.ByPopularity(lists, [2, 3, 4], known, held);

        parts.Select(part => (part.Name, part.Users, part.Recall!.Value.Mean)).ShouldBe([("head", 2, 0.5), ("tail", 2, 0.25)]);
        parts.ShouldAllBe(part => part.Ndcg == null);
    }
}
