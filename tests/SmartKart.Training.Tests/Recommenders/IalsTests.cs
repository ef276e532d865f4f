using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Evaluation;
using SmartKart.Training.Interactions;
using SmartKart.Training.Recommenders;

namespace SmartKart.Training.Tests.Recommenders;

public sealed class IalsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static readonly IalsOptions Options = new() { Factors = 12, Epochs = 6, Regularisation = 0.01f };

    [Fact]
    public void The_loss_falls_with_each_epoch()
    {
        var seen = Marketplace.Of(100, 50);
        foreach (var options in new[] { Options, Options with { Block = 5 }, Options with { FrequencyScaling = 0, Regularisation = 1 } })
        {
            var losses = new List<double>();
            IalsTrainer.Train(seen, options, (_, model) => losses.Add(Loss(seen, model, options)), cancel: Stop);

            losses.Count.ShouldBe(6);
            for (var epoch = 1; epoch < losses.Count; epoch++) losses[epoch].ShouldBeLessThan(losses[epoch - 1] * 1.0001);
        }
    }

    [Fact]
    public void No_item_vector_can_be_bettered_after_its_turn()
    {
        var seen = Marketplace.Of(60, 30);
        var model = IalsTrainer.Train(seen, Options with { Epochs = 2 }, cancel: Stop);
        var least = Loss(seen, model, Options);
        var random = new Random(5);

        for (var trial = 0; trial < 50; trial++)
        {
            var moved = model.ItemVectors.ToArray();
            moved[random.Next(moved.Length)] += trial % 2 == 0 ? 0.01f : -0.01f;
            Loss(seen, new FactorModel(12, model.UserVectors, moved), Options).ShouldBeGreaterThan(least);
        }
    }

    [Fact]
    public void Blocks_come_to_where_the_whole_comes()
    {
        var seen = Marketplace.Of(100, 50);

        var whole = Loss(seen, IalsTrainer.Train(seen, Options with { Epochs = 40 }, cancel: Stop), Options);
        var blocks = Loss(seen, IalsTrainer.Train(seen, Options with { Epochs = 40, Block = 4 }, cancel: Stop), Options);

        blocks.ShouldBe(whole, 0.02 * whole);
    }

    [Fact]
    public void A_user_who_is_folded_in_scores_as_after_one_more_turn()
    {
        var seen = Marketplace.Of(100, 50);
        var model = IalsTrainer.Train(seen, Options with { Epochs = 60 }, cancel: Stop);
        var (trained, folded) = (new float[50], new float[50]);

        model.Score(seen.Batch(3, 1), trained);
        model.Score(new UserBatch(-1, [0, seen[3].Length], seen[3]), folded);

        for (var item = 0; item < 50; item++) folded[item].ShouldBe(trained[item], 0.02f);
    }

    [Fact]
    public void A_seed_gives_the_same_model_on_any_number_of_threads()
    {
        var seen = Marketplace.Of(200, 50);

        var one = IalsTrainer.Train(seen, Options with { Threads = 1 }, cancel: Stop);
        var two = IalsTrainer.Train(seen, Options with { Threads = 2 }, cancel: Stop);

        for (var at = 0; at < one.ItemVectors.Length; at++) two.ItemVectors.Span[at].ShouldBe(one.ItemVectors.Span[at], 1e-5f);
    }

    [Fact]
    public void It_beats_popularity_where_users_have_tastes()
    {
        var (seen, held) = Marketplace.Of(500, 100).Split(0.2, seed: 1);

        double Ndcg(IRecommender model) => RankingMetrics.Of(TopLists.Of(model, seen, 10, threads: 2), held).Ndcg.Average();

        var popular = Ndcg(PopularityTrainer.Train(seen));
        Ndcg(IalsTrainer.Train(seen, Options, cancel: Stop)).ShouldBeGreaterThan(1.2 * popular);
        Ndcg(BprTrainer.Train(seen, new BprOptions { Factors = 16, Epochs = 50 }, cancel: Stop)).ShouldBeGreaterThan(1.1 * popular);
        Ndcg(UserKnnTrainer.Train(seen, new UserKnnOptions { Neighbours = 50 })).ShouldBeGreaterThan(1.1 * popular);
        Ndcg(ItemKnnTrainer.Train(seen, new ItemKnnOptions(), cancel: Stop)).ShouldBeGreaterThan(1.1 * popular);
        using var ease = EaseTrainer.Train(seen, new EaseOptions { Regularisation = 30 }, cancel: Stop);
        Ndcg(ease).ShouldBeGreaterThan(1.1 * popular);
    }

    [Fact]
    public void What_it_cannot_learn_from_is_told()
    {
        Should.Throw<InteractionException>(() => IalsTrainer.Train(InteractionMatrix.Of(2, 2, []), Options));
        Should.Throw<InteractionException>(() => IalsTrainer.Train(Marketplace.Of(9, 9), Options with { Factors = 0 }));
        Should.Throw<InteractionException>(() => IalsTrainer.Train(Marketplace.Of(9, 9), Options with { Regularisation = float.NaN }));
        Should.Throw<TrainingMemoryException>(() => IalsTrainer.Train(Marketplace.Of(9, 9), Options with { Factors = int.MaxValue }));
    }

    // As the class comment has it, in double and over all pairs.
    private static double Loss(InteractionMatrix seen, FactorModel model, IalsOptions options)
    {
        var (d, items) = (model.Factors, seen.Transpose());
        var loss = 0.0;
        for (var user = 0; user < seen.Users; user++)
        {
            for (var item = 0; item < seen.Items; item++)
            {
                var score = Enumerable.Range(0, d).Sum(at => (double)model.UserVectors.Span[user * d + at] * model.ItemVectors.Span[item * d + at]);
                loss += options.UnobservedWeight * score * score + (seen[user].Contains(item) ? (score - 1) * (score - 1) : 0);
            }
            loss += Weight(seen[user].Length, seen.Items) * Norm(model.UserVectors.Span.Slice(user * d, d));
        }
        for (var item = 0; item < seen.Items; item++) loss += Weight(items[item].Length, seen.Users) * Norm(model.ItemVectors.Span.Slice(item * d, d));
        return loss;

        double Weight(int count, int others) => options.Regularisation * Math.Pow(count + options.UnobservedWeight * others, options.FrequencyScaling);
        static double Norm(ReadOnlySpan<float> vector)
        {
            var sum = 0.0;
            foreach (var value in vector) sum += (double)value * value;
            return sum;
        }
    }
}
