using System.Numerics.Tensors;
using SmartKart.Training.Algebra;
using SmartKart.Training.Evaluation;
using SmartKart.Training.Interactions;
using SmartKart.Training.Recommenders;

namespace SmartKart.Training.Tests.Recommenders;

public sealed class BprTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static readonly BprOptions Options = new() { Factors = 16, Epochs = 20, Batch = 64, Negatives = 30, LearningRate = 0.01f };

    [Fact]
    public void The_gradients_of_a_batch_are_the_slopes_of_its_loss()
    {
        const int Factors = 8;
        var seen = Marketplace.Of(6, 12);
        var random = new SplitMix64(3);
        using BprVectors users = new(6, Factors, most: 4, ref random), items = new(12, Factors, most: 9, ref random);
        using var batch = new BprBatch(seen, users, items, Factors, most: 4, negatives: 5);
        (int, int)[] pairs = [(0, seen[0][0]), (2, seen[2][1]), (0, seen[0][1]), (5, seen[5][0])];
        int[] drawn = [3, 0, 7, 11, seen[0][1]];

        batch.Add([0, 1, 2, 3], pairs, [.. drawn.Distinct(), .. Enumerable.Range(0, 12).Except(drawn).Take(5 - drawn.Distinct().Count())]);
        int[] held = [.. drawn.Distinct(), .. Enumerable.Range(0, 12).Except(drawn).Take(5 - drawn.Distinct().Count())];

        double[] w = [.. users.All.ToArray().Select(value => (double)value)], h = [.. items.All.ToArray().Select(value => (double)value)];
        foreach (var user in new[] { 0, 2, 5 }) Holds(users.Gradient(user), w, user);
        foreach (var item in held.Concat(pairs.Select(pair => pair.Item2)).Distinct()) Holds(items.Gradient(item), h, item);

        void Holds(Span<float> gradient, double[] values, int row)
        {
            for (var at = 0; at < Factors; at++)
            {
                const double Step = 1e-4;
                var place = row * Factors + at;
                values[place] += Step;
                var above = Loss();
                values[place] -= 2 * Step;
                var slope = (above - Loss()) / (2 * Step);
                values[place] += Step;
                ((double)gradient[at]).ShouldBe(slope, 1e-6);
            }
        }

        double Loss() => pairs.Sum(pair =>
        {
            int[] others = [.. held.Where(other => seen[pair.Item1].BinarySearch(other) < 0)];
            return others.Average(other => Math.Log(1 + Math.Exp(Score(pair.Item1, other) - Score(pair.Item1, pair.Item2))));
        });

        double Score(int user, int item) => TensorPrimitives.Dot<double>(w.AsSpan(user * Factors, Factors), h.AsSpan(item * Factors, Factors));
    }

    [Fact]
    public void It_beats_popularity_where_users_have_tastes()
    {
        var (seen, held) = Marketplace.Of(500, 100).Split(0.2, seed: 1);
        var model = BprTrainer.Train(seen, Options, cancel: Stop);

        double Ndcg(Scoring.Recommenders.IRecommender of) => RankingMetrics.Of(TopLists.Of(of, seen, 10, threads: 2), held).Ndcg.Average();

        Ndcg(model).ShouldBeGreaterThan(1.1 * Ndcg(PopularityTrainer.Train(seen)));
    }

    [Fact]
    public void A_seed_gives_the_same_bits()
    {
        var seen = Marketplace.Of(100, 50);

        float[] Train(int seed) => BprTrainer.Train(seen, Options with { Epochs = 3, Seed = seed }, cancel: Stop).ItemVectors.ToArray();

        Train(1).ShouldBe(Train(1));
        Train(2).ShouldNotBe(Train(1));
    }

    [Fact]
    public void Few_items_and_small_last_batches_do()
    {
        var seen = InteractionMatrix.Of(3, 2, [(0, 0), (1, 1), (2, 0), (2, 1)]);
        var told = new List<int>();

        var model = BprTrainer.Train(seen, Options with { Batch = 3, Epochs = 200, Negatives = 300 }, (epoch, _) => told.Add(epoch), Stop);

        var scores = new float[6];
        model.Score(seen.Batch(0, 3), scores);
        scores[0].ShouldBeGreaterThan(scores[1]);
        scores[3].ShouldBeGreaterThan(scores[2]);
        told.ShouldBe(Enumerable.Range(1, 200));
    }

    [Fact]
    public void What_it_cannot_learn_from_is_told()
    {
        var seen = Marketplace.Of(9, 9);
        Should.Throw<InteractionException>(() => BprTrainer.Train(InteractionMatrix.Of(2, 2, []), Options));
        Should.Throw<InteractionException>(() => BprTrainer.Train(InteractionMatrix.Of(1, 1, [(0, 0)]), Options));
        foreach (var wrong in new[]
        {
            Options with { Factors = 0 }, Options with { Epochs = 0 }, Options with { Batch = 0 }, Options with { Negatives = 0 },
            Options with { LearningRate = float.NaN }, Options with { Regularisation = -1 },
        }) Should.Throw<InteractionException>(() => BprTrainer.Train(seen, wrong)).Message.ShouldContain("; set ");
        Should.Throw<TrainingMemoryException>(() => BprTrainer.Train(seen, Options with { Factors = 100_000_000 }));
    }
}
