using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Evaluation;
using SmartKart.Training.Interactions;
using SmartKart.Training.Recommenders;

namespace SmartKart.Training.Tests.Recommenders;

public sealed class PopularityTests
{
    private const long Day = 86_400_000_000;

    // tea: ann at day 0 and again at day 8, bob at day 4; cup: cid at day 8.
    private static readonly InteractionLog Log = InteractionLog.Of(
        [("ann", "tea", 0), ("bob", "tea", 4 * Day), ("ann", "tea", 8 * Day), ("cid", "cup", 8 * Day), ("cid", "pot", 0)], 1, 1);

    [Fact]
    public void A_user_counts_half_after_each_half_life_by_their_last_time()
    {
        var model = PopularityTrainer.Train(Log.InputBetween(0, 9 * Day), TimeSpan.FromDays(2));

        Score("tea").ShouldBe(1 + 0.25f, 1e-6f);
        Score("cup").ShouldBe(1, 1e-6f);
        Score("pot").ShouldBe(1 / 16f, 1e-6f);

        float Score(string product) => model.Scores.Span[Log.Products.ItemOf(product)];
    }

    [Fact]
    public void What_comes_later_than_the_training_time_is_not_known() =>
        PopularityTrainer.Train(Log.InputBetween(0, 8 * Day), TimeSpan.FromDays(4)).Scores.Span[Log.Products.ItemOf("tea")].ShouldBe(1 + 0.5f, 1e-6f);

    [Fact]
    public void A_half_life_without_end_is_the_number_of_users()
    {
        var input = Log.InputBetween(0, 9 * Day);

        var decayed = PopularityTrainer.Train(input, TimeSpan.FromDays(1e6)).Scores.ToArray();

        for (var item = 0; item < decayed.Length; item++) decayed[item].ShouldBe(PopularityTrainer.Train(input.Seen).Scores.Span[item], 1e-4f);
    }

    [Fact]
    public void What_sold_of_late_says_more_of_what_sells_next()
    {
        var log = DataSet.Retail();
        var split = log.Last - (log.Last - log.First) / 5;
        var before = log.InputBetween(log.First, split);
        var next = before.Seen.NewIn(log.Between(split, log.Last + 1));

        double Ndcg(IRecommender model) => RankingMetrics.Of(TopLists.Of(model, before.Seen, 10, threads: 2, TestContext.Current.CancellationToken), next).Ndcg.Average();

        Ndcg(PopularityTrainer.Train(before, TimeSpan.FromDays(30))).ShouldBeGreaterThan(1.2 * Ndcg(PopularityTrainer.Train(before.Seen)));
    }

    [Fact]
    public void What_it_cannot_learn_from_is_told()
    {
        Should.Throw<InteractionException>(() => PopularityTrainer.Train(Log.InputBetween(0, Day), TimeSpan.Zero)).Message.ShouldContain("above 0");
        Should.Throw<InteractionException>(() => PopularityTrainer.Train(new TrainingInput(Marketplace.Of(9, 9)), TimeSpan.FromDays(1))).Message.ShouldContain("times");
    }
}
