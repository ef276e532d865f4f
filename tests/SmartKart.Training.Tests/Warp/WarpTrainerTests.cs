using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Evaluation;
using SmartKart.Training.Interactions;
using SmartKart.Training.Recommenders;
using SmartKart.Training.Tests.Texts;
using SmartKart.Training.Texts;
using SmartKart.Training.Warp;

namespace SmartKart.Training.Tests.Warp;

public sealed class WarpTrainerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static readonly WarpOptions Options = new() { Factors = 12, Epochs = 30 };

    [Fact]
    public void It_beats_popularity_and_BPR_where_users_have_tastes_also_for_users_who_are_folded_in()
    {
        var (seen, held) = Marketplace.Of(500, 100).Split(0.2, seed: 1);
        var model = WarpTrainer.Train(seen, texts: null, Options, cancel: Stop);

        var popular = Ndcg(PopularityTrainer.Train(seen), seen, held, 10);
        var bpr = Ndcg(BprTrainer.Train(seen, new BprOptions { Factors = 12, Epochs = 30 }, cancel: Stop), seen, held, 10);

        Ndcg(model, seen, held, 10).ShouldBeGreaterThan(Math.Max(bpr, 1.1 * popular));
        Ndcg(model.WithoutUsers(), seen, held, 10).ShouldBeGreaterThan(1.1 * popular);
    }

    [Fact]
    public void On_films_it_beats_popularity_by_far()
    {
        var parts = DataSet.Films();
        var (seen, held) = (parts["train"], parts["test"]);
        var texts = DataSet.FilmTexts(seen.Items);

        var model = WarpTrainer.Train(seen, texts, new WarpOptions { Factors = 32, Epochs = 5 }, cancel: Stop);

        var popular = Ndcg(PopularityTrainer.Train(seen), seen, held, 20);
        Ndcg(model, seen, held, 20).ShouldBeGreaterThan(1.7 * popular);
        Ndcg(model.WithoutUsers(), seen, held, 20).ShouldBeGreaterThan(1.4 * popular);
    }

    [Fact]
    public void A_seed_gives_the_same_bits_on_any_number_of_threads()
    {
        var seen = Marketplace.Of(300, 60);
        var texts = ContentTests.Texts([.. Enumerable.Range(0, 60).Select(item => new ProductText("x", null, $"brand{item % 3}", [$"group{item % 5}"]))]);

        FactorModel Train(int threads, int seed) => WarpTrainer.Train(seen, texts, Options with { Epochs = 5, Threads = threads, Seed = seed }, cancel: Stop);

        var (one, four, other) = (Train(1, seed: 1), Train(4, seed: 1), Train(1, seed: 2));
        four.ItemVectors.ToArray().ShouldBe(one.ItemVectors.ToArray());
        four.UserVectors.ToArray().ShouldBe(one.UserVectors.ToArray());
        other.ItemVectors.ToArray().ShouldNotBe(one.ItemVectors.ToArray());
    }

    [Fact]
    public void An_item_nobody_has_stands_where_its_category_says()
    {
        var seen = Marketplace.Without(Marketplace.Of(600, 50), from: 45);
        var texts = ContentTests.Texts([.. Enumerable.Range(0, 50).Select(item => new ProductText("x", null, null, [$"group{item % 5}"]))]);

        var model = WarpTrainer.Train(seen, texts, Options, cancel: Stop);

        var scores = new float[50];
        foreach (var group in Enumerable.Range(0, 5))
        {
            int[] history = [group, group + 5, group + 10];
            model.Score(new UserBatch(-1, [0, 3], history), scores);
            Enumerable.Range(45, 5).MaxBy(item => scores[item]).ShouldBe(45 + group);
        }
    }

    [Fact]
    public void What_it_cannot_learn_from_is_told()
    {
        Should.Throw<InteractionException>(() => WarpTrainer.Train(InteractionMatrix.Of(2, 2, []), null, Options));
        Should.Throw<InteractionException>(() => WarpTrainer.Train(InteractionMatrix.Of(2, 1, [(0, 0)]), null, Options)).Message.ShouldContain("one item");
        Should.Throw<InteractionException>(() => WarpTrainer.Train(Marketplace.Of(9, 9), null, Options with { LearningRate = float.NaN }))
            .Message.ShouldContain("above 0");
        Should.Throw<TrainingMemoryException>(() => WarpTrainer.Train(Marketplace.Of(9, 9), null, Options with { Factors = int.MaxValue - 1 }));
    }

    private static double Ndcg(IRecommender model, InteractionMatrix seen, InteractionMatrix held, int k) =>
        RankingMetrics.Of(TopLists.Of(model, seen, k, threads: 2, Stop), held).Ndcg.Average();
}
