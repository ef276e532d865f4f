using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Interactions;
using SmartKart.Training.Recommenders;

namespace SmartKart.Training.Tests.Recommenders;

public sealed class EaseTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private const float Lambda = 20;

    [Fact]
    public void Weights_are_those_of_the_paper_solved_in_double()
    {
        var seen = Marketplace.Of(80, 30);
        using var model = EaseTrainer.Train(seen, new EaseOptions { Regularisation = Lambda }, cancel: Stop);
        var inverse = Inverse(seen);

        var scores = Score(model, 4, 7);

        for (var item = 0; item < 30; item++)
        {
            var expected = new[] { 4, 7 }.Where(met => met != item).Sum(met => -inverse[met, item] / inverse[item, item]);
            ((double)scores[item]).ShouldBe(expected, 1e-4);
        }
    }

    [Fact]
    public void Pruned_to_all_its_weights_it_scores_alike()
    {
        using var model = EaseTrainer.Train(Marketplace.Of(80, 30), new EaseOptions { Regularisation = Lambda }, cancel: Stop);

        var pruned = model.Prune(30, threads: 2);

        var (whole, kept) = (Score(model, 1, 2, 9), Score(pruned, 1, 2, 9));
        for (var item = 0; item < 30; item++) kept[item].ShouldBe(whole[item], 1e-5f);
        model.Prune(4, threads: 1).Weights.Length.ShouldBe(30 * 4);
    }

    [Fact]
    public void What_it_cannot_learn_from_is_told()
    {
        Should.Throw<InteractionException>(() => EaseTrainer.Train(InteractionMatrix.Of(2, 2, []), new EaseOptions()));
        Should.Throw<InteractionException>(() => EaseTrainer.Train(Marketplace.Of(5, 10), new EaseOptions { Regularisation = 0 })).Message.ShouldContain("above 0");
        var memory = Should.Throw<TrainingMemoryException>(() => EaseTrainer.Train(InteractionMatrix.Of(1, 10_000_000, [(0, 1)]), new EaseOptions()));
        memory.NeededBytes.ShouldBe(400_000_000_000_000);
    }

    private static float[] Score(IRecommender model, params int[] history)
    {
        var scores = new float[model.Items];
        model.Score(new UserBatch(-1, [0, history.Length], history), scores);
        return scores;
    }

    private static double[,] Inverse(InteractionMatrix seen)
    {
        var n = seen.Items;
        var system = new double[n, 2 * n];
        for (var user = 0; user < seen.Users; user++)
        {
            foreach (var row in seen[user])
            {
                foreach (var column in seen[user]) system[row, column]++;
            }
        }
        for (var item = 0; item < n; item++) (system[item, item], system[item, n + item]) = (system[item, item] + Lambda, 1);
        for (var pivot = 0; pivot < n; pivot++)
        {
            var scale = system[pivot, pivot];
            for (var column = 0; column < 2 * n; column++) system[pivot, column] /= scale;
            for (var row = 0; row < n; row++)
            {
                if (row == pivot) continue;
                var factor = system[row, pivot];
                for (var column = 0; column < 2 * n; column++) system[row, column] -= factor * system[pivot, column];
            }
        }
        var inverse = new double[n, n];
        for (var row = 0; row < n; row++)
        {
            for (var column = 0; column < n; column++) inverse[row, column] = system[row, n + column];
        }
        return inverse;
    }
}
