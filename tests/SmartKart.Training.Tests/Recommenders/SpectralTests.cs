using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Interactions;
using SmartKart.Training.Recommenders;

namespace SmartKart.Training.Tests.Recommenders;

/// <summary>Histories projected on the largest singular vectors.</summary>
public sealed class SpectralTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0.5f, 0.5f)]
    [InlineData(0f, 0f)]
    [InlineData(0.3f, 0.7f)]
    public void Scores_are_the_projection_on_the_largest_singular_vectors(float userDiscount, float itemDiscount)
    {
        const int factors = 5;
        var seen = Marketplace.Of(users: 120, items: 30);
        var model = SpectralTrainer.Train(
            seen, new SpectralOptions { Factors = factors, UserDiscount = userDiscount, ItemDiscount = itemDiscount, Iterations = 60 }, Stop);

        var discounts = Array.ConvertAll(seen.Popularity(), users => Math.Pow(Math.Max(1, users), -itemDiscount));
        var projection = Projection(Normalised(seen, userDiscount, discounts), factors);
        var scores = new float[seen.Items];
        for (var user = 0; user < 20; user++)
        {
            model.Score(seen.Batch(user, 1), scores);
            for (var item = 0; item < seen.Items; item++)
            {
                var expected = 0.0;
                foreach (var had in seen[user]) expected += discounts[had] * projection[had, item] / discounts[item];
                ((double)scores[item]).ShouldBe(expected, 2e-3 * Math.Max(1, Math.Abs(expected)));
            }
        }
    }

    [Fact]
    public void Contributions_add_up_to_the_score()
    {
        var seen = Marketplace.Of(users: 200, items: 40);
        var model = SpectralTrainer.Train(seen, new SpectralOptions { Factors = 8 }, Stop);
        var (scores, history) = (new float[seen.Items], seen[3].ToArray());
        model.Score(new UserBatch(-1, [0, history.Length], history), scores);
        var contributions = new float[history.Length];

        model.Explain(history, item: 7, weight: 1, contributions);

        contributions.Sum().ShouldBe(scores[7], 1e-4);
    }

    [Fact]
    public void More_factors_than_there_are_items_are_refused() =>
        Should.Throw<InteractionException>(() => SpectralTrainer.Train(Marketplace.Of(users: 50, items: 20), new SpectralOptions { Factors = 21 }, Stop))
            .Message.ShouldContain("Set 1 to 20");

    private static double[,] Normalised(InteractionMatrix seen, float userDiscount, double[] items)
    {
        var matrix = new double[seen.Users, seen.Items];
        for (var user = 0; user < seen.Users; user++)
        {
            foreach (var item in seen[user]) matrix[user, item] = Math.Pow(seen[user].Length, -userDiscount) * items[item];
        }
        return matrix;
    }

    // By the power method in double precision, one vector after the other, each deflated from what is left.
    private static double[,] Projection(double[,] matrix, int factors)
    {
        var (users, items) = (matrix.GetLength(0), matrix.GetLength(1));
        var (left, projection, random) = ((double[,])matrix.Clone(), new double[items, items], new Random(3));
        for (var factor = 0; factor < factors; factor++)
        {
            var vector = new double[items];
            for (var item = 0; item < items; item++) vector[item] = random.NextDouble() - 0.5;
            for (var iteration = 0; iteration < 3000; iteration++)
            {
                var next = new double[items];
                for (var user = 0; user < users; user++)
                {
                    var along = 0.0;
                    for (var item = 0; item < items; item++) along += left[user, item] * vector[item];
                    for (var item = 0; item < items; item++) next[item] += left[user, item] * along;
                }
                var length = Math.Sqrt(next.Sum(value => value * value));
                for (var item = 0; item < items; item++) vector[item] = next[item] / length;
            }
            for (var user = 0; user < users; user++)
            {
                var along = 0.0;
                for (var item = 0; item < items; item++) along += left[user, item] * vector[item];
                for (var item = 0; item < items; item++) left[user, item] -= along * vector[item];
            }
            for (var row = 0; row < items; row++)
            {
                for (var column = 0; column < items; column++) projection[row, column] += vector[row] * vector[column];
            }
        }
        return projection;
    }
}
