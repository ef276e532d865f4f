using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Evaluation;
using SmartKart.Training.Interactions;
using SmartKart.Training.Recommenders;

namespace SmartKart.Training.Tests.Evaluation;

public sealed class SampledRankingTests
{
    private const int Users = 80, Items = 60, K = 5;

    private static readonly (InteractionMatrix Known, InteractionMatrix Held) History = Marketplace.Of(Users, Items).Split(0.3, seed: 1);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1), InlineData(10), InlineData(30)]
    public void Metrics_are_those_of_a_list_sorted_by_hand(int negatives)
    {
        var (known, held) = History;
        var model = ItemKnnTrainer.Train(known, new ItemKnnOptions(), Stop);
        var sampling = new SampledRanking(known, held, negatives, seed: 4);

        var metrics = sampling.Judge(model, K, threads: 2, Stop);

        var scores = new float[Items];
        foreach (var (at, user) in metrics.Users.Index())
        {
            model.Score(known.Batch(user, 1), scores);
            int[] list = [.. sampling.Candidates[user].ToArray().OrderByDescending(item => scores[item]).ThenBy(item => item).Take(K)];
            var isHit = Array.ConvertAll(list, item => held[user].Contains(item));
            metrics.Recall[at].ShouldBe((double)isHit.Count(hit => hit) / held[user].Length, 1e-12);
            var ideal = Enumerable.Range(1, Math.Min(K, held[user].Length)).Sum(rank => 1 / Math.Log2(rank + 1));
            metrics.Ndcg[at].ShouldBe(isHit.Index().Where(each => each.Item).Sum(each => 1 / Math.Log2(each.Index + 2)) / ideal, 1e-12);
        }
    }

    [Fact]
    public void Candidates_are_what_is_held_out_and_as_many_others_as_asked_that_the_user_has_nothing_to_do_with()
    {
        var (known, held) = History;
        var sampling = new SampledRanking(known, held, 20, seed: 4);

        for (var user = 0; user < Users; user++)
        {
            var candidates = sampling.Candidates[user].ToArray();
            candidates.ShouldBeUnique();
            candidates.Intersect(known[user].ToArray()).ShouldBeEmpty();
            candidates.Intersect(held[user].ToArray()).Count().ShouldBe(held[user].Length);
            candidates.Length.ShouldBe(held[user].IsEmpty ? 0 : held[user].Length + 20);
        }
    }

    [Theory]
    [InlineData(Items), InlineData(1000)]
    public void Where_all_products_are_drawn_figures_are_those_of_all_products(int negatives)
    {
        var (known, held) = History;
        foreach (var model in new IRecommender[] { ItemKnnTrainer.Train(known, new ItemKnnOptions(), Stop), PopularityTrainer.Train(known) })      // popularity has ties
        {
            var full = RankingMetrics.Of(TopLists.Of(model, known, K, threads: 1, Stop), held);
            var sampled = new SampledRanking(known, held, negatives, seed: 1).Judge(model, K, threads: 1, Stop);

            sampled.Users.ShouldBe(full.Users);
            sampled.Ndcg.ShouldBe(full.Ndcg);
            sampled.Recall.ShouldBe(full.Recall);
            sampled.ReciprocalRank.ShouldBe(full.ReciprocalRank);
        }
    }

    [Fact]
    public void Figures_of_few_are_above_those_of_all()
    {
        var (known, held) = History;
        var model = PopularityTrainer.Train(known);

        var full = RankingMetrics.Of(TopLists.Of(model, known, K, threads: 1, Stop), held).Ndcg.Average();
        var sampled = new SampledRanking(known, held, 10, seed: 1).Judge(model, K, threads: 1, Stop).Ndcg.Average();

        sampled.ShouldBeGreaterThan(1.5 * full);
    }

    [Fact]
    public void Products_are_drawn_uniformly_and_by_the_seed()
    {
        // 4,000 users with the first two products of twelve, one known and one held out: each of the others is drawn by 3 in 10.
        const int users = 4000;
        var known = InteractionMatrix.Of(users, 12, [.. Enumerable.Range(0, users).Select(user => (user, 0))]);
        var held = InteractionMatrix.Of(users, 12, [.. Enumerable.Range(0, users).Select(user => (user, 1))]);

        int[] Drawn(int seed)
        {
            var sampling = new SampledRanking(known, held, 3, seed);
            return [.. Enumerable.Range(0, users).SelectMany(user => sampling.Candidates[user].ToArray())];
        }

        var counts = Drawn(1).CountBy(item => item).ToDictionary();
        counts[1].ShouldBe(users);
        for (var item = 2; item < 12; item++) ((double)counts[item]).ShouldBe(0.3 * users, 5 * Math.Sqrt(0.3 * 0.7 * users));
        Drawn(1).ShouldBe(Drawn(1));
        Drawn(1).ShouldNotBe(Drawn(2));
    }
}
