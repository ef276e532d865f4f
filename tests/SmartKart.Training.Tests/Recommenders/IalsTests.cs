using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Evaluation;
using SmartKart.Training.Interactions;
using SmartKart.Training.Recommenders;

namespace SmartKart.Training.Tests.Recommenders;

public sealed class IalsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static readonly IalsOptions Options = new() { Factors = 12, Epochs = 6, Regularisation = 0.01f };

    private static readonly IalsOptions Discounted = Options with { UserDiscount = 0.3f, ItemDiscount = 0.5f };

    [Fact]
    public void The_loss_falls_with_each_epoch()
    {
        var seen = Marketplace.Of(100, 50);
        foreach (var options in new[] { Options, Options with { Block = 5 }, Options with { FrequencyScaling = 0, Regularisation = 1 }, Discounted, Discounted with { Block = 5 } })
        {
            var losses = new List<double>();
            IalsTrainer.Train(seen, options, (_, model) => losses.Add(Loss(seen, model, options)), cancel: Stop);

            losses.Count.ShouldBe(6);
            for (var epoch = 1; epoch < losses.Count; epoch++) losses[epoch].ShouldBeLessThan(losses[epoch - 1] * 1.0001);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.3, 0.5)]
    public void No_item_vector_can_be_bettered_after_its_turn(float userDiscount, float itemDiscount)
    {
        var seen = Marketplace.Of(60, 30);
        var options = Options with { Epochs = 2, UserDiscount = userDiscount, ItemDiscount = itemDiscount };
        var model = IalsTrainer.Train(seen, options, cancel: Stop);
        var least = Loss(seen, model, options);
        var random = new Random(5);

        for (var trial = 0; trial < 50; trial++)
        {
            var moved = model.ItemVectors.ToArray();
            moved[random.Next(moved.Length)] += trial % 2 == 0 ? 0.01f : -0.01f;
            Loss(seen, new FactorModel(12, model.UserVectors, moved), options).ShouldBeGreaterThan(least);
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

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.3, 0.5)]
    public void A_user_who_is_folded_in_scores_as_after_one_more_turn_and_their_reasons_sum_to_the_score(float userDiscount, float itemDiscount)
    {
        var seen = Marketplace.Of(100, 50);
        var model = IalsTrainer.Train(seen, Options with { Epochs = 60, UserDiscount = userDiscount, ItemDiscount = itemDiscount }, cancel: Stop);
        var (trained, folded, reasons) = (new float[50], new float[50], new float[seen[3].Length]);

        model.Score(seen.Batch(3, 1), trained);
        model.Score(new UserBatch(-1, [0, seen[3].Length], seen[3]), folded);
        model.Explain(seen[3], 7, 1, reasons);

        for (var item = 0; item < 50; item++) folded[item].ShouldBe(trained[item], 0.02f);
        reasons.Sum().ShouldBe(folded[7], 1e-4f);
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
        Should.Throw<InteractionException>(() => IalsTrainer.Train(Marketplace.Of(9, 9), Options with { UserDiscount = -1 }));
        Should.Throw<InteractionException>(() => IalsTrainer.Train(Marketplace.Of(9, 9), Options with { ItemDiscount = float.NaN }));
        Should.Throw<TrainingMemoryException>(() => IalsTrainer.Train(Marketplace.Of(9, 9), Options with { Factors = int.MaxValue }));
    }

    // As the class comment has it, in double and over all pairs.
    private static double Loss(InteractionMatrix seen, FactorModel model, IalsOptions options)
    {
        var (d, items) = (model.Factors, seen.Transpose());
        double[] ofUsers = Weights(seen, options.UserDiscount), ofItems = Weights(items, options.ItemDiscount);
        var loss = 0.0;
        for (var user = 0; user < seen.Users; user++)
        {
            for (var item = 0; item < seen.Items; item++)
            {
                var score = Enumerable.Range(0, d).Sum(at => (double)model.UserVectors.Span[user * d + at] * model.ItemVectors.Span[item * d + at]);
                var error = seen[user].Contains(item) ? (score - 1) * (score - 1) : 0;
                loss += ofUsers[user] * ofItems[item] * (options.UnobservedWeight * score * score + error);
            }
            loss += ofUsers[user] * Regularisation(seen[user], ofItems) * Norm(model.UserVectors.Span.Slice(user * d, d));
        }
        for (var item = 0; item < seen.Items; item++)
            loss += ofItems[item] * Regularisation(items[item], ofUsers) * Norm(model.ItemVectors.Span.Slice(item * d, d));
        return loss;

        double Regularisation(ReadOnlySpan<int> of, double[] weights)
        {
            var count = options.UnobservedWeight * weights.Sum();
            foreach (var other in of) count += weights[other];
            return options.Regularisation * Math.Pow(count, options.FrequencyScaling);
        }

        static double[] Weights(InteractionMatrix rows, float discount)
        {
            double[] weights = [.. Enumerable.Range(0, rows.Users).Select(row => Math.Pow(Math.Max(1, rows[row].Length), -discount))];
            var mean = weights.Select((weight, row) => weight * rows[row].Length).Sum() / rows.Count;
            return [.. weights.Select(weight => weight / mean)];
        }

        static double Norm(ReadOnlySpan<float> vector)
        {
            var sum = 0.0;
            foreach (var value in vector) sum += (double)value * value;
            return sum;
        }
    }
}
