using SmartKart.Scoring.Ann.Graph;
using SmartKart.Scoring.Exploration;

namespace SmartKart.Scoring.Tests.Exploration;

public sealed class ThompsonSamplingTests
{
    private const long Day = 86_400_000_000;

    private static readonly ThompsonOptions Forgetful = new() { BaseRate = 0.1, PriorImpressions = 10, HalfLife = TimeSpan.FromDays(2) };

    [Theory]
    [InlineData(0.3, 0.2), InlineData(0.5, 4), InlineData(2, 2), InlineData(1, 1), InlineData(30, 400)]
    public void Draws_have_the_mean_and_the_variance_of_a_beta(double alpha, double beta)
    {
        const int Draws = 200_000;
        var random = new SplitMix(1);
        var (sum, squares) = (0.0, 0.0);
        for (var at = 0; at < Draws; at++)
        {
            var drawn = BetaDraw.Next(ref random, alpha, beta);
            (sum, squares) = (sum + drawn, squares + drawn * drawn);
        }

        var (mean, variance) = (sum / Draws, squares / Draws - sum / Draws * (sum / Draws));
        var expected = alpha * beta / ((alpha + beta) * (alpha + beta) * (alpha + beta + 1));
        mean.ShouldBe(alpha / (alpha + beta), 4 * Math.Sqrt(expected / Draws));
        (variance / expected).ShouldBe(1, 0.03);
    }

    [Fact]
    public void A_draw_of_next_to_no_shape_is_at_an_end_and_never_no_number()
    {
        var random = new SplitMix(1);
        double[] draws = [.. Enumerable.Range(0, 2_000).Select(_ => BetaDraw.Next(ref random, 1e-9, 3e-9))];

        draws.ShouldAllBe(draw => draw >= 0 && draw <= 1);
        draws.Average().ShouldBe(0.25, 0.05);
    }

    [Fact]
    public void What_was_seen_counts_half_after_each_half_life()
    {
        var bandit = new ThompsonSampling(2, Forgetful);
        bandit.Observe(1, 0, clicked: true);
        bandit.Observe(1, 0, clicked: false);

        bandit.Posterior(0, 0).ShouldBe((1, 9));
        bandit.Posterior(1, 0).ShouldBe((2, 10));
        bandit.Posterior(1, 2 * Day).ShouldBe((1.5, 9.5));
        bandit.Posterior(1, 4 * Day).ShouldBe((1.25, 9.25));
        bandit.Mean(1, 400 * Day).ShouldBe(0.1, 1e-9);
    }

    [Fact]
    public void The_order_in_which_events_are_told_does_not_matter()
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var random = new Random(seed);
            var events = Enumerable.Range(0, 40)
                .Select(_ => (Item: random.Next(3), At: random.NextInt64(-3 * Day, 9 * Day), Clicked: random.Next(3) == 0, Look: random.NextDouble())).ToArray();
            var (inOrder, shuffled) = (new ThompsonSampling(3, Forgetful), new ThompsonSampling(3, Forgetful));

            foreach (var (item, at, clicked, look) in events.OrderBy(each => each.At)) inOrder.Observe(item, at, clicked, look);
            foreach (var (item, at, clicked, look) in events.OrderBy(_ => random.Next())) shuffled.Observe(item, at, clicked, look);

            for (var item = 0; item < 3; item++)
            {
                // As the definition says, summed up.
                var own = events.Where(each => each.Item == item).ToArray();
                double Weight(long at) => Math.Pow(0.5, (10.0 * Day - at) / (2.0 * Day));
                double Seen(bool clicked, double look) => clicked ? 1 : look * 0.9 / (1 - look * 0.1);
                var clicks = own.Sum(each => each.Clicked ? Weight(each.At) : 0);
                var seen = own.Sum(each => Weight(each.At) * Seen(each.Clicked, each.Look));
                foreach (var bandit in new[] { inOrder, shuffled })
                {
                    var (alpha, beta) = bandit.Posterior(item, 10 * Day);
                    alpha.ShouldBe(1 + clicks, 1e-9);
                    beta.ShouldBe(9 + seen - clicks, 1e-9);
                }
            }
        }
    }

    [Fact]
    public void Regret_is_far_below_that_of_chance_and_follows_a_best_item_that_changes()
    {
        const int Rounds = 20_000;
        double[] rates = [0.02, 0.05, 0.08, 0.05, 0.03, 0.04, 0.20, 0.05];
        var random = new Random(1);
        var bandit = new ThompsonSampling(rates.Length, new ThompsonOptions { HalfLife = TimeSpan.FromDays(3) });
        int[] candidates = [.. Enumerable.Range(0, rates.Length)];
        var drawn = new float[rates.Length];
        var (regret, lateRegret) = (0.0, 0.0);

        for (var round = 0; round < 2 * Rounds; round++)
        {
            if (round == Rounds) (rates[6], rates[0]) = (rates[0], rates[6]);       // the favourite falls out of favour
            var now = round * Day / 1_000;
            bandit.Draw(candidates, now, (ulong)round, drawn);
            var chosen = drawn.AsSpan().IndexOf(drawn.Max());
            bandit.Observe(chosen, now, random.NextDouble() < rates[chosen]);
            if (round < Rounds) regret += rates.Max() - rates[chosen];
            else if (round >= Rounds * 3 / 2) lateRegret += rates.Max() - rates[chosen];
        }

        var byChance = rates.Max() - rates.Average();
        regret.ShouldBeLessThan(0.15 * Rounds * byChance);
        lateRegret.ShouldBeLessThan(0.15 * Rounds / 2 * byChance);
    }

    [Fact]
    public void An_items_draw_is_its_own_whoever_else_is_drawn_for()
    {
        var bandit = new ThompsonSampling(10, new ThompsonOptions());
        var (all, some) = (new float[10], new float[3]);

        bandit.Draw([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 0, 7, all);
        bandit.Draw([8, 3, 5], 0, 7, some);
        some.ShouldBe([all[8], all[3], all[5]]);
        bandit.Draw([8, 3, 5], 0, 8, some);
        some[0].ShouldNotBe(all[8]);
        all.ShouldBeUnique();
    }

    [Fact]
    public void Propensities_are_how_often_lists_begin_with_each()
    {
        const int Draws = 20_000;
        var bandit = new ThompsonSampling(4, new ThompsonOptions { HalfLife = TimeSpan.Zero });
        for (var at = 0; at < 30; at++) bandit.Observe(at % 3, 0, clicked: at % 3 == 1 && at % 2 == 0);
        int[] candidates = [3, 0, 1];
        var (probabilities, counted, drawn) = (new double[3], new double[3], new float[3]);

        bandit.Propensities(candidates, 0, seed: 99, Draws, probabilities);
        for (var list = 0; list < Draws; list++)
        {
            bandit.Draw(candidates, 0, (ulong)list, drawn);
            counted[drawn.AsSpan().IndexOf(drawn.Max())] += 1.0 / Draws;
        }

        probabilities.Sum().ShouldBe(1, 1e-9);
        for (var at = 0; at < 3; at++) probabilities[at].ShouldBe(counted[at], 5 * Math.Sqrt(2 * 0.25 / Draws));
        // Of two alike each comes first half of the time.
        bandit = new ThompsonSampling(2, new ThompsonOptions());
        bandit.Propensity([0, 1], 1, 0, seed: 3, draws: 10_000).ShouldBe(0.5, 4 * 0.005);
        bandit.Propensity([0], 0, 0, seed: 3, draws: 10).ShouldBe(1, 1e-12);
    }

    [Fact]
    public void What_was_shown_never_has_the_propensity_0()
    {
        var bandit = new ThompsonSampling(2, new ThompsonOptions { HalfLife = TimeSpan.Zero });
        for (var at = 0; at < 2_000; at++)
        {
            bandit.Observe(0, 0, clicked: true);
            bandit.Observe(1, 0, clicked: false);
        }

        bandit.Propensity([0, 1], first: 1, 0, seed: 1, draws: 99).ShouldBe(0.01, 1e-12);
    }

    [Fact]
    public void A_low_place_does_not_hold_an_item_down()
    {
        var random = new Random(2);
        var bandit = new ThompsonSampling(2, new ThompsonOptions { BaseRate = 0.2, HalfLife = TimeSpan.Zero });
        for (var at = 0; at < 40_000; at++)
        {
            bandit.Observe(0, 0, random.NextDouble() < 0.2);
            bandit.Observe(1, 0, random.NextDouble() < 0.25 && random.NextDouble() < 0.2, examined: 0.25);
        }

        bandit.Mean(0, 0).ShouldBe(0.2, 0.01);
        bandit.Mean(1, 0).ShouldBe(0.2, 0.01);
    }

    [Fact]
    public void Nothing_is_allocated_for_a_draw()
    {
        var bandit = new ThompsonSampling(500, new ThompsonOptions());
        int[] candidates = [.. Enumerable.Range(0, 500)];
        var rates = new float[500];
        bandit.Draw(candidates, 0, 1, rates);

        var before = GC.GetAllocatedBytesForCurrentThread();
        bandit.Draw(candidates, 5, 2, rates);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void What_cannot_be_is_told_with_its_remedy()
    {
        static string Told(Action act) => Should.Throw<BanditException>(act).Message;
        var bandit = new ThompsonSampling(3, new ThompsonOptions());

        Told(() => _ = new ThompsonSampling(0, new ThompsonOptions())).ShouldContain("number of items is 0");
        Told(() => _ = new ThompsonSampling(3, new ThompsonOptions { BaseRate = 1 })).ShouldContain("BaseRate is 1, and must be above 0");
        Told(() => _ = new ThompsonSampling(3, new ThompsonOptions { PriorImpressions = double.NaN })).ShouldContain("PriorImpressions is NaN");
        Told(() => _ = new ThompsonSampling(3, new ThompsonOptions { HalfLife = TimeSpan.FromDays(-1) })).ShouldContain("zero for never");
        Told(() => bandit.Observe(3, 0, true)).ShouldContain("no item 3");
        Told(() => bandit.Observe(0, 0, true, examined: 1.5)).ShouldContain("1.5");
        Told(() => bandit.Propensities([], 0, 1, 10, [])).ShouldContain("at least");
        Told(() => bandit.Propensities([1], 0, 1, 0, new double[1])).ShouldContain("draws is 0");
        Told(() => bandit.Propensity([1], 1, 0, 1, 10)).ShouldContain("no candidate 1");
    }
}
