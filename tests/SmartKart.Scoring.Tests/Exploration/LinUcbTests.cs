using SmartKart.Scoring.Exploration;

namespace SmartKart.Scoring.Tests.Exploration;

public sealed class LinUcbTests
{
    [Theory]
    [InlineData(1, 1), InlineData(4, 1), InlineData(9, 3), InlineData(17, 2)]
    public void After_any_observations_it_is_the_ridge_regression_of_them(int features, int arms)
    {
        var random = new Random(features);
        var bandit = new LinUcb(new LinUcbOptions { Features = features, Arms = arms, Ridge = 0.5, Exploration = 2 });
        var systems = Enumerable.Range(0, arms).Select(_ => new double[features, features]).ToArray();
        var responses = Enumerable.Range(0, arms).Select(_ => new double[features]).ToArray();
        foreach (var system in systems) for (var at = 0; at < features; at++) system[at, at] = 0.5;

        for (var seen = 0; seen < 400; seen++)
        {
            var (arm, x, reward) = (random.Next(arms), Enumerable.Range(0, features).Select(_ => random.NextDouble() - 0.5).ToArray(), random.Next(2));
            bandit.Observe(arm, x, reward);
            for (var row = 0; row < features; row++)
            {
                responses[arm][row] += reward * x[row];
                for (var column = 0; column < features; column++) systems[arm][row, column] += x[row] * x[column];
            }
        }

        for (var arm = 0; arm < arms; arm++)
        {
            var inverse = Inverted(systems[arm]);
            for (var row = 0; row < features; row++)
            {
                bandit.Weights(arm)[row].ShouldBe(Enumerable.Range(0, features).Sum(column => inverse[row, column] * responses[arm][column]), 1e-10);
                for (var column = 0; column < features; column++) bandit.Inverse(arm)[row * features + column].ShouldBe(inverse[row, column], 1e-10);
            }
            double[] asked = [.. Enumerable.Range(0, features).Select(_ => random.NextDouble())];
            var square = Enumerable.Range(0, features).Sum(row => Enumerable.Range(0, features).Sum(column => asked[row] * inverse[row, column] * asked[column]));
            bandit.Width(arm, asked).ShouldBe(Math.Sqrt(square), 1e-10);
            var scores = new float[1];
            bandit.Score([arm], asked, scores);
            ((double)scores[0]).ShouldBe(bandit.Mean(arm, asked) + 2 * Math.Sqrt(square), 1e-6);
        }
    }

    [Fact]
    public void The_inverse_stays_one_after_very_many_observations_of_nearly_the_same()
    {
        var random = new Random(1);
        var bandit = new LinUcb(new LinUcbOptions { Features = 5 });
        var system = new double[5, 5];
        for (var at = 0; at < 5; at++) system[at, at] = 1;
        var x = new double[5];
        for (var seen = 0; seen < 50_000; seen++)
        {
            for (var at = 0; at < 5; at++) x[at] = 1 + 1e-3 * random.NextDouble();
            bandit.Observe(0, x, 1);
            for (var row = 0; row < 5; row++) for (var column = 0; column < 5; column++) system[row, column] += x[row] * x[column];
        }

        var inverse = Inverted(system);
        for (var row = 0; row < 5; row++)
        {
            for (var column = 0; column < 5; column++)
            {
                bandit.Inverse(0)[row * 5 + column].ShouldBe(inverse[row, column], 1e-7);
                bandit.Inverse(0)[row * 5 + column].ShouldBe(bandit.Inverse(0)[column * 5 + row], 1e-15);
            }
        }
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void Regret_is_far_below_that_of_chance(bool isDisjoint)
    {
        const int Rounds = 4_000, Items = 10, D = 4;
        var random = new Random(4);
        var bandit = new LinUcb(new LinUcbOptions { Features = D, Arms = isDisjoint ? Items : 1, Exploration = 0.5 });
        double[] shared = [0.1, 0.3, -0.2, 0.25];
        double[][] own = [.. Enumerable.Range(0, Items).Select(_ => Enumerable.Range(0, D).Select(at => at == 0 ? 0.3 : 0.4 * (random.NextDouble() - 0.5)).ToArray())];
        var (features, rates, scores, arms) = (new double[Items * D], new double[Items], new float[Items], isDisjoint ? Enumerable.Range(0, Items).ToArray() : []);
        var (regret, byChance) = (0.0, 0.0);

        for (var round = 0; round < Rounds; round++)
        {
            for (var at = 0; at < features.Length; at++) features[at] = at % D == 0 ? 1 : isDisjoint && at >= D ? features[at - D] : random.NextDouble();
            for (var item = 0; item < Items; item++) rates[item] = Enumerable.Range(0, D).Sum(at => (isDisjoint ? own[item] : shared)[at] * features[item * D + at]);
            bandit.Score(arms, features, scores);
            var chosen = scores.AsSpan().IndexOf(scores.Max());
            bandit.Observe(isDisjoint ? chosen : 0, features.AsSpan(chosen * D, D), random.NextDouble() < rates[chosen] ? 1 : 0);
            regret += rates.Max() - rates[chosen];
            byChance += rates.Max() - rates.Average();
        }

        regret.ShouldBeLessThan((isDisjoint ? 0.4 : 0.2) * byChance);
    }

    [Fact]
    public void Nothing_is_allocated_for_scores_or_an_observation()
    {
        var bandit = new LinUcb(new LinUcbOptions { Features = 8 });
        var (features, scores) = (new double[500 * 8], new float[500]);
        features.AsSpan().Fill(0.5);
        bandit.Score([], features, scores);
        bandit.Observe(0, features.AsSpan(0, 8), 1);

        var before = GC.GetAllocatedBytesForCurrentThread();
        bandit.Score([], features, scores);
        bandit.Observe(0, features.AsSpan(0, 8), 1);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void What_cannot_be_is_told_with_its_remedy()
    {
        static string Told(Action act) => Should.Throw<BanditException>(act).Message;
        var bandit = new LinUcb(new LinUcbOptions { Features = 2, Arms = 3 });

        Told(() => _ = new LinUcb(new LinUcbOptions { Features = 0 })).ShouldContain("Features is 0, and must be 1 to 512");
        Told(() => _ = new LinUcb(new LinUcbOptions { Features = 512, Arms = 1_000_000 })).ShouldContain("with 512 features");
        Told(() => _ = new LinUcb(new LinUcbOptions { Ridge = 0 })).ShouldContain("Ridge is 0");
        Told(() => _ = new LinUcb(new LinUcbOptions { Exploration = -1 })).ShouldContain("Exploration is -1");
        Told(() => bandit.Observe(3, [1, 1], 1)).ShouldContain("no arm 3");
        Told(() => bandit.Observe(0, [1], 1)).ShouldContain("2 features");
        Told(() => bandit.Observe(1, [1, double.NaN], 1)).ShouldContain("arm 1");
        Told(() => bandit.Score([], [1, 1], new float[1])).ShouldContain("list of arms");
        Told(() => bandit.Score([0, 1], [1, 1], new float[2])).ShouldContain("2 × 2");
    }

    private static double[,] Inverted(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var both = new double[n, 2 * n];
        for (var row = 0; row < n; row++)
        {
            for (var column = 0; column < n; column++) both[row, column] = matrix[row, column];
            both[row, n + row] = 1;
        }
        for (var pivot = 0; pivot < n; pivot++)     // positive definite: no pivot is 0
        {
            for (var column = 2 * n - 1; column >= pivot; column--) both[pivot, column] /= both[pivot, pivot];
            for (var row = 0; row < n; row++)
            {
                if (row == pivot) continue;
                for (var column = 2 * n - 1; column >= pivot; column--) both[row, column] -= both[row, pivot] * both[pivot, column];
            }
        }
        var inverse = new double[n, n];
        for (var row = 0; row < n; row++) for (var column = 0; column < n; column++) inverse[row, column] = both[row, n + column];
        return inverse;
    }
}
