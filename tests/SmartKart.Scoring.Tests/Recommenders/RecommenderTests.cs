using SmartKart.Scoring.Recommenders;

namespace SmartKart.Scoring.Tests.Recommenders;

public sealed class RecommenderTests
{
    [Fact]
    public void An_item_similarity_sums_what_a_history_points_to()
    {
        Models.Score(Models.Similarity, 0, 2).ShouldBe([0, 0.5f, 0.25f, 2]);
        Models.Score(Models.Similarity).ShouldBe([0, 0, 0, 0]);
    }

    [Fact]
    public void An_item_similarity_whose_arrays_do_not_fit_is_refused()
    {
        Should.Throw<ModelException>(() => new ItemSimilarityModel(new[] { 0, 1 }, new[] { 0, 0 }, new[] { 1f, 1f }));
        Should.Throw<ModelException>(() => new ItemSimilarityModel(new[] { 0, 1 }, new[] { 1 }, new[] { 1f })).Message.ShouldContain("doesn't have");
        Should.Throw<ModelException>(() => new ItemSimilarityModel(new[] { 0, 2, 1, 2 }, new[] { 0, 0 }, new[] { 1f, 1f }));
    }

    [Theory]
    [InlineData(1), InlineData(5), InlineData(16), InlineData(37), InlineData(64)]
    public void Products_of_vectors_are_those_of_a_loop(int factors)
    {
        var random = new Random(3);
        var (users, items) = (Values(9 * factors), Values(11 * factors));
        var model = new FactorModel(factors, users, items, Values(11));

        var scores = new float[9 * 11];
        model.Score(new UserBatch(0, new int[10], []), scores);

        for (var user = 0; user < 9; user++)
        {
            for (var item = 0; item < 11; item++)
            {
                var expected = model.Biases.Span[item] + Enumerable.Range(0, factors).Sum(at => (double)users[user * factors + at] * items[item * factors + at]);
                ((double)scores[user * 11 + item]).ShouldBe(expected, 1e-5);
            }
        }

        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }

    [Fact]
    public void Who_was_not_trained_with_is_folded_in_where_the_loss_is_least()
    {
        var model = Models.Factors(factors: 6, items: 20);
        int[] history = [2, 5, 11];

        var scores = Models.Score(model, history);

        // At the least loss no direction leads down: the gradient is 0. Its system is solved in double here.
        var user = Solved(model, history);
        for (var item = 0; item < model.Items; item++)
            ((double)scores[item]).ShouldBe(Enumerable.Range(0, 6).Sum(at => user[at] * model.ItemVectors.Span[item * 6 + at]), 1e-4);
    }

    [Fact]
    public void What_a_history_contributes_sums_to_the_score()
    {
        int[] history = [1, 4, 9];
        var model = Models.Factors(factors: 6, items: 20);
        var scores = Models.Score(model, history);

        for (var item = 0; item < model.Items; item++)
        {
            var contributions = new float[history.Length];
            model.Explain(history, item, 1, contributions);
            contributions.Sum().ShouldBe(scores[item], 1e-4f);
        }
        var ofSimilarity = new float[2];
        Models.Similarity.Explain([0, 2], 2, 2, ofSimilarity);
        ofSimilarity.ShouldBe([0.5f, 0]);
    }

    [Fact]
    public void Weights_of_other_items_than_the_vectors_are_refused() =>
        Should.Throw<ModelException>(() => new FactorModel(1, default, new float[] { 1, 2, 3, 4 }, foldIn: new FoldIn(0.1f, 0.01f, 1, new float[] { 1, 2, 3 })))
            .Message.ShouldContain("weights of 3 items where 4 have vectors");

    [Fact]
    public void A_model_that_cannot_fold_in_says_so()
    {
        var model = new FactorModel(1, new[] { 1f }, new[] { 1f, 2f });

        Should.Throw<ModelException>(() => Models.Score(model, 0)).Message.ShouldContain("iALS");
    }

    [Fact]
    public void A_blend_weighs_scores_that_have_the_same_spread()
    {
        var blend = new BlendModel((Models.Popularity, 1), (new PopularityModel(new[] { 4000f, 3000, 2000, 1000 }), 1));

        var scores = Models.Score(blend);

        scores[0].ShouldBe(-scores[3], 1e-5f);
        scores[0].ShouldBe(2 * 1.5f / MathF.Sqrt(1.25f), 1e-5f);
        Models.Score(new BlendModel((new PopularityModel(new float[4]), 1))).ShouldBe(new float[4]);
        Should.Throw<ModelException>(() => new BlendModel());
        Should.Throw<ModelException>(() => new BlendModel((Models.Popularity, 1), (Models.Factors(items: 7), 1)));
    }

    private static double[] Solved(FactorModel model, int[] history)
    {
        var (d, foldIn) = (model.Factors, model.FoldIn!);
        var system = new double[d, d + 1];
        for (var item = 0; item < model.Items; item++)
        {
            var weight = foldIn.UnobservedWeight + (history.Contains(item) ? 1 : 0);
            for (var row = 0; row < d; row++)
            {
                for (var column = 0; column < d; column++) system[row, column] += weight * model.ItemVectors.Span[item * d + row] * model.ItemVectors.Span[item * d + column];
                if (history.Contains(item)) system[row, d] += model.ItemVectors.Span[item * d + row];
            }
        }
        for (var row = 0; row < d; row++) system[row, row] += foldIn.Regularisation * Math.Pow(history.Length + foldIn.UnobservedWeight * model.Items, foldIn.FrequencyScaling);
        for (var pivot = 0; pivot < d; pivot++)
        {
            for (var row = 0; row < d; row++)
            {
                if (row == pivot) continue;
                var factor = system[row, pivot] / system[pivot, pivot];
                for (var column = pivot; column <= d; column++) system[row, column] -= factor * system[pivot, column];
            }
        }
        return [.. Enumerable.Range(0, d).Select(row => system[row, d] / system[row, row])];
    }
}
