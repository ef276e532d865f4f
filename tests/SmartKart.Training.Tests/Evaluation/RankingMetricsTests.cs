using SmartKart.Training.Evaluation;
using SmartKart.Training.Interactions;

namespace SmartKart.Training.Tests.Evaluation;

public sealed class RankingMetricsTests
{
    [Fact]
    public void Metrics_are_those_worked_out_by_hand()
    {
        // User 0 has 2 of 3 at ranks 1 and 3 of 4; user 1 nothing; user 2 held nothing, and doesn't count.
        var lists = TopLists.Of(3, 4, user => user == 0 ? [5, 1, 6, 2] : [1, 2, 3, 4]);
        var held = InteractionMatrix.Of(3, 10, [(0, 5), (0, 6), (0, 7), (1, 9)]);

        var metrics = RankingMetrics.Of(lists, held);

        metrics.Users.ShouldBe([0, 1]);
        metrics.Recall.ShouldBe([2 / 3.0, 0]);
        metrics.Precision.ShouldBe([0.5, 0]);
        metrics.HitRate.ShouldBe([1, 0]);
        metrics.ReciprocalRank.ShouldBe([1, 0]);
        metrics.AveragePrecision[0].ShouldBe((1 + 2 / 3.0) / 3, 1e-12);
        metrics.Ndcg[0].ShouldBe((1 + 1 / Math.Log2(4)) / (1 + 1 / Math.Log2(3) + 1 / Math.Log2(4)), 1e-12);
    }

    [Fact]
    public void The_ideal_list_is_no_longer_than_k()
    {
        var lists = TopLists.Of(1, 2, _ => [0, 1]);

        RankingMetrics.Of(lists, InteractionMatrix.Of(1, 5, [(0, 0), (0, 1), (0, 2), (0, 3)])).Ndcg.ShouldBe([1]);
    }

    [Fact]
    public void Nothing_held_out_is_told() =>
        Should.Throw<InteractionException>(() => RankingMetrics.Of(TopLists.Of(1, 1, _ => [0]), InteractionMatrix.Of(1, 1, []))).Message.ShouldContain("held out");

    [Fact]
    public void A_mean_lies_in_its_interval_which_narrows_with_more_users()
    {
        var random = new Random(2);
        double[] few = [.. Enumerable.Range(0, 100).Select(_ => random.NextDouble())], many = [.. Enumerable.Range(0, 10_000).Select(_ => random.NextDouble())];

        var (wide, narrow) = (Bootstrap.Of(few, seed: 1), Bootstrap.Of(many, seed: 1));

        wide.Low.ShouldBeLessThan(wide.Mean);
        wide.High.ShouldBeGreaterThan(wide.Mean);
        (wide.High - wide.Low).ShouldBe(4 * 0.98 * 0.2887 / 10, 0.03);      // 2 · 1.96 deviations of a mean of 100
        (narrow.High - narrow.Low).ShouldBeLessThan((wide.High - wide.Low) / 5);
        Bootstrap.OfDifference(few, few, seed: 1).ShouldBe(new ConfidenceInterval(0, 0, 0));
    }

    [Fact]
    public void Variety_counts_what_somebody_was_offered()
    {
        var known = InteractionMatrix.Of(4, 4, [(0, 0), (1, 0), (2, 1), (3, 0)]);
        var variety = ListVariety.Of(TopLists.Of(4, 1, user => [user < 2 ? 0 : 1]), [0, 1, 2, 3], known);

        variety.Coverage.ShouldBe(0.5);
        variety.Novelty.ShouldBe((2 * -Math.Log2(0.75) + 2 * 2) / 4, 1e-12);
    }

    [Fact]
    public void Popularity_is_what_others_have_of_it()
    {
        var known = InteractionMatrix.Of(4, 4, [(0, 0), (1, 0), (2, 1), (3, 0)]);

        ListVariety.Of(TopLists.Of(4, 1, user => [user < 2 ? 0 : 1]), [0, 1, 2, 3], known).Popularity.ShouldBe((2 * 0.75 + 2 * 0.25) / 4, 1e-12);
        ListVariety.PopularityOfHistories([0, 2], known).ShouldBe(0.5, 1e-12);
        ListVariety.PopularityOfHistories([], known).ShouldBe(0);
    }

    [Fact]
    public void Diversity_is_how_few_users_the_items_of_a_list_share()
    {
        // Items 0 and 1 have the same users, 2 others, 3 has one of two with 0 and 1, and nobody has 4.
        var diversity = new ListDiversity(InteractionMatrix.Of(4, 5, [(0, 0), (0, 1), (1, 0), (1, 1), (2, 2), (3, 2), (0, 3), (3, 3)]));

        double Of(params int[] list) => diversity.Of(TopLists.Of(1, 3, _ => list), [0]);

        Of(0, 1).ShouldBe(0, 1e-12);
        Of(0, 2).ShouldBe(1, 1e-12);
        Of(1, 3).ShouldBe(0.5, 1e-12);
        Of(4, 0).ShouldBe(1, 1e-12);
        Of(0, 1, 2).ShouldBe(2 / 3.0, 0.02);     // of pairs drawn: four standard errors
        Of(0).ShouldBe(0);
    }
}
