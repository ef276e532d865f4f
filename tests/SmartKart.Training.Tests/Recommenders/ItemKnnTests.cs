using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Recommenders;

namespace SmartKart.Training.Tests.Recommenders;

public sealed class ItemKnnTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0.5f, 0f, 0f), InlineData(0.3f, 5f, 0.5f)]
    public void Weights_are_those_of_a_loop_over_all_pairs(float asymmetry, float shrink, float discount)
    {
        var seen = Marketplace.Of(60, 40);
        var model = ItemKnnTrainer.Train(seen, new ItemKnnOptions { Neighbours = 40, Asymmetry = asymmetry, Shrink = shrink, UserDiscount = discount }, cancel: Stop);

        var users = seen.Transpose();
        for (var met = 0; met < 40; met++)
        {
            for (var candidate = 0; candidate < 40; candidate++)
            {
                var shared = users[met].ToArray().Intersect(users[candidate].ToArray()).Sum(user => Math.Pow(seen[user].Length, -discount));
                var expected = met == candidate || shared == 0 ? 0
                    : shared / (Math.Pow(users[met].Length, asymmetry) * Math.Pow(users[candidate].Length, 1 - asymmetry) + shrink);
                ((double)WeightOf(model, met, candidate)).ShouldBe(expected, 1e-5);
            }
        }
    }

    [Fact]
    public void A_candidate_keeps_its_closest()
    {
        var seen = Marketplace.Of(200, 50);
        var (all, few) = (ItemKnnTrainer.Train(seen, new ItemKnnOptions { Neighbours = 50 }, cancel: Stop), ItemKnnTrainer.Train(seen, new ItemKnnOptions { Neighbours = 3 }, cancel: Stop));

        for (var candidate = 0; candidate < 50; candidate++)
        {
            var best = Enumerable.Range(0, 50).Select(met => WeightOf(all, met, candidate)).Where(weight => weight > 0).OrderDescending().Take(3);
            Enumerable.Range(0, 50).Select(met => WeightOf(few, met, candidate)).Where(weight => weight > 0).OrderDescending().ShouldBe(best);
        }
    }

    [Fact]
    public void RP3beta_is_the_walk_of_three_steps()
    {
        var seen = Marketplace.Of(60, 40);
        var users = seen.Transpose();
        var model = Rp3BetaTrainer.Train(seen, new Rp3BetaOptions { Neighbours = 40, Alpha = 0.8f, Beta = 0.4f }, cancel: Stop);

        for (var met = 0; met < 40; met++)
        {
            for (var candidate = 0; candidate < 40; candidate++)
            {
                var shared = users[met].ToArray().Intersect(users[candidate].ToArray()).Sum(user => Math.Pow(seen[user].Length, -0.8));
                var expected = met == candidate || shared == 0 ? 0 : shared * Math.Pow(users[met].Length, -0.8) * Math.Pow(users[candidate].Length, -0.4);
                ((double)WeightOf(model, met, candidate)).ShouldBe(expected, 1e-5);
            }
        }
    }

    [Fact]
    public void The_number_of_threads_changes_nothing()
    {
        var seen = Marketplace.Of(300, 60);
        var (one, two) = (ItemKnnTrainer.Train(seen, new ItemKnnOptions { Neighbours = 5, Threads = 1 }, cancel: Stop), ItemKnnTrainer.Train(seen, new ItemKnnOptions { Neighbours = 5, Threads = 2 }, cancel: Stop));

        two.Targets.ToArray().ShouldBe(one.Targets.ToArray());
        two.Weights.ToArray().ShouldBe(one.Weights.ToArray());
    }

    private static float WeightOf(ItemSimilarityModel model, int met, int candidate)
    {
        var targets = model.Neighbours(met, out var weights);
        return targets.IndexOf(candidate) is >= 0 and var at ? weights[at] : 0;
    }
}
