using SmartKart.Training.Algebra;
using SmartKart.Training.Interactions;
using SmartKart.Training.Tests.Texts;
using SmartKart.Training.Texts;
using SmartKart.Training.Warp;

namespace SmartKart.Training.Tests.Warp;

public sealed class WarpStepTests
{
    // Items 0 and 1 share a category, 1 and 2 a brand; nobody has item 3.
    private static readonly InteractionMatrix Seen = InteractionMatrix.Of(2, 4, [(0, 0), (0, 1), (1, 2)]);
    private static readonly ItemFeatures Features = ItemFeatures.Of(4, ContentTests.Texts(
        new ProductText("a", null, null, ["tea", "pots"]), new ProductText("b", null, "Acme", ["tea"]), new ProductText("c", null, " ACME", []),
        ContentTests.Named("d")));

    [Fact]
    public void Items_are_made_of_themselves_and_of_what_they_share()
    {
        Features.Count.ShouldBe(6);     // pots are of one item alone
        Features[0].ToArray().ShouldBe([0, 5]);
        Features[1].ToArray().ShouldBe([1, 4, 5]);
        Features[2].ToArray().ShouldBe([2, 4]);
        Features[3].ToArray().ShouldBe([3]);
        ItemFeatures.Of(4, texts: null).Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(1), InlineData(15), InlineData(16), InlineData(37)]
    public void A_row_is_moved_as_Adagrad_is_written(int factors)
    {
        var options = new WarpOptions { Factors = factors, LearningRate = 0.1f, Regularisation = 0.02f };
        var random = new SplitMix64(3);
        using var rows = new WarpVectors(2, options, ref random);
        double[] value = [.. rows[1].ToArray().Select(each => (double)each)], square = [.. value.Select(_ => 1.0)];
        float[] untouched = rows[0].ToArray(), along = [.. value.Select((_, at) => at - 3f)];

        foreach (var scale in new[] { -2f, 0.5f })
        {
            rows.Step(1, along, scale);
            for (var at = 0; at < value.Length; at++)
            {
                var gradient = scale * along[at] + 0.02 * value[at];
                value[at] -= 0.1 * gradient / Math.Sqrt(square[at]);
                square[at] += gradient * gradient;
            }
        }

        for (var at = 0; at < value.Length; at++) ((double)rows[1][at]).ShouldBe(value[at], 1e-5);
        rows[0].ToArray().ShouldBe(untouched);
    }

    [Fact]
    public void A_step_goes_against_the_gradient_and_leaves_what_both_items_share()
    {
        var options = new WarpOptions { Factors = 4, LearningRate = 0.1f, Regularisation = 0 };
        var random = new SplitMix64(5);
        using WarpVectors users = new(2, options, ref random), rows = new(Features.Count, options, ref random);
        using var step = new WarpStep(Seen, Features, users, rows);
        float[][] before = [.. Enumerable.Range(0, 6).Select(row => rows[row].ToArray())], user = [users[1].ToArray()];

        step.Take(new Violation(User: 1, Item: 2, Other: 1, Loss: 3));      // they share the brand, 4

        for (var at = 0; at < 4; at++)
        {
            // The first step of Adagrad is the rate times the gradient.
            users[1][at].ShouldBe(user[0][at] + 0.3f * (before[2][at] - before[1][at] - before[5][at]), 1e-6f);
            rows[2][at].ShouldBe(before[2][at] + 0.3f * user[0][at], 1e-6f);
            rows[1][at].ShouldBe(before[1][at] - 0.3f * user[0][at], 1e-6f);
            rows[5][at].ShouldBe(before[5][at] - 0.3f * user[0][at], 1e-6f);
        }
        (rows[2][4], rows[1][4], rows[5][4], users[1][4]).ShouldBe((0.3f, -0.3f, -0.3f, 0));
        foreach (var row in new[] { 0, 3, 4 }) rows[row].ToArray().ShouldBe(before[row]);
    }

    [Fact]
    public void What_is_drawn_scores_too_high_and_is_somebody_elses_and_takes_its_loss_from_the_draws()
    {
        var random = new SplitMix64(5);
        var seen = Marketplace.Of(30, 40);
        var (options, features, nobodys) = (new WarpOptions { Factors = 8 }, ItemFeatures.Of(40, texts: null), seen.Popularity().Count(users => users == 0));
        using WarpVectors users = new(30, options, ref random), rows = new(40, options, ref random);
        using var step = new WarpStep(seen, features, users, rows);
        step.Sum(new ParallelOptions());

        for (var user = 0; user < 30; user++)
        {
            var violation = step.Find(user, seen[user][0], drawsMax: 10, ref random);

            seen[user].Contains(violation.Other).ShouldBeFalse();       // vectors are small yet, so any other scores too high
            seen.Popularity()[violation.Other].ShouldBeGreaterThan(0);
            Enumerable.Range(1, 10).Select(draws => MathF.Log((39 - nobodys) / draws)).ShouldContain(violation.Loss);
        }
        var all = InteractionMatrix.Of(1, 3, [(0, 0), (0, 1), (0, 2)]);
        using var alone = new WarpStep(all, features, users, rows);
        alone.Find(0, 1, drawsMax: 10, ref random).Other.ShouldBe(-1);
    }
}
