using SmartKart.Scoring.Exploration;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.OffPolicy;
using SmartKart.Training.OffPolicy.Policies;
using SmartKart.Training.OffPolicy.Rewards;

namespace SmartKart.Training.Tests.OffPolicy;

public sealed class PolicyReportTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Policies_are_told_apart_as_they_truly_are()
    {
        var log = new MadeUpLog(12_000, 1);
        var (before, from) = log.Rounds.SplitByTime(0.5);
        var means = ItemMeans.Fit(before);
        var popular = new PopularityModel(Enumerable.Range(0, MadeUpLog.Products).Select(means.Lift).Select(lift => (float)lift).ToArray());
        IPolicy[] policies =
        [
            new UniformPolicy(), GreedyPolicy.OfPopularity(before), ThompsonPolicy.Learn(before, new ThompsonOptions { HalfLife = TimeSpan.Zero }, seed: 3),
            LinUcbPolicy.Learn(before, new MeanFeatures(means)), GreedyPolicy.OfRecommender("recommender", popular, from, _ => []),
            GreedyPolicy.OfRewards("oracle", new GivenRewards(log.Rate)),
        ];

        var report = PolicyReport.Of(from, policies, means, cancel: Stop);

        report.Rows.Select(row => row.Name).ShouldBe(["logged", "uniform", "popularity", "thompson", "linucb", "recommender", "oracle"]);
        foreach (var (row, policy) in report.Rows.Skip(1).Zip(policies))
        {
            double[] Choose(LoggedRounds rounds, int round)
            {
                var probabilities = new double[rounds.Candidates(round).Length];
                policy.Choose(rounds, round, probabilities);
                probabilities.Sum().ShouldBe(1, 1e-9);
                return probabilities;
            }
            var truth = Enumerable.Range(0, from.Count).Average(round =>
                from.Candidates(round).ToArray().Zip(Choose(from, round)).Sum(each => each.Second * log.Rate(from, round, each.First)));
            foreach (var estimate in new[] { row.Estimates.Ips, row.Estimates.Snips!.Value, row.Estimates.DoublyRobust!.Value })
                Math.Abs(estimate.Value - truth).ShouldBeLessThan(4 * estimate.StandardError, row.Name);
        }
        var best = report.Rows.ToDictionary(row => row.Name, row => row.Estimates.Best.Value);
        best["logged"].ShouldBe(from.Clicks.ToArray().Average(), 1e-12);
        best["oracle"].ShouldBeGreaterThan(best["linucb"]);
        best["linucb"].ShouldBeGreaterThan(best["logged"]);
        best["thompson"].ShouldBeGreaterThan(best["uniform"]);
        report.Rows.Single(row => row.Name == "oracle").OverLogged.Interval.Low.ShouldBeGreaterThan(0);
        report.Rows[0].OverLogged.Value.ShouldBe(0);
        var lines = report.Lines().ToArray();
        lines.Length.ShouldBe(2 + policies.Length + 1);
        lines.ShouldContain(line => line.StartsWith("| thompson | 0."));
    }

    [Fact]
    public void A_policy_of_equal_scores_shares_and_one_that_explores_leaves_something_to_all()
    {
        var log = new MadeUpLog(5, 1);
        var probabilities = new double[MadeUpLog.Candidates];
        var (first, last) = (log.Rounds.Candidates(0)[0], log.Rounds.Candidates(0)[^1]);
        var scores = new float[MadeUpLog.Products];
        scores[first] = scores[last] = 1;

        GreedyPolicy.OfItems("two", scores).Choose(log.Rounds, 0, probabilities);
        probabilities.ShouldBe([0.5, 0, 0, 0, 0, 0.5]);

        new GreedyPolicy("some", (rounds, round, into) => into[1] = 1, exploration: 0.3).Choose(log.Rounds, 0, probabilities);
        probabilities.Select(probability => Math.Round(probability, 9)).ShouldBe([0.05, 0.75, 0.05, 0.05, 0.05, 0.05]);

        var none = new GreedyPolicy("none", (_, _, into) => into.Fill(float.NaN));
        Should.Throw<OffPolicyException>(() => none.Choose(log.Rounds, 0, probabilities)).Message.ShouldContain("round 0");
        Should.Throw<OffPolicyException>(() => new GreedyPolicy("odd", (_, _, _) => { }, exploration: 2)).Message.ShouldContain("probability 2");
        Should.Throw<OffPolicyException>(() => GreedyPolicy.OfRecommender("small", new PopularityModel(new float[3]), log.Rounds, _ => [])).Message.ShouldContain("3 items");
    }

    [Fact]
    public void Means_find_what_places_and_items_are_worth_and_a_regression_on_them_too()
    {
        // Places 0 and 1 are looked at 1 and 0.5 of the time; products are clicked 0.3 and 0.1 of the time, and the better one stands low more often.
        var random = new Random(1);
        var rounds = new List<LoggedRound>();
        for (var at = 0; at < 60_000; at++)
        {
            var (good, place) = (at % 2 == 0, at % 2 == 0 == (at % 5 > 0) ? 1 : 0);
            rounds.Add(new LoggedRound(at, "user", $"{at}", place, good ? "good" : "poor", 0.5, random.NextDouble() < (good ? 0.3 : 0.1) * (place == 0 ? 1 : 0.5)));
        }
        var log = LoggedRounds.Of(rounds);

        var means = ItemMeans.Fit(log);
        var regression = RidgeRewards.Fit(log, new Crossed());

        foreach (var (place, item, rate) in new[] { (0, 0, 0.3), (1, 0, 0.15), (0, 1, 0.1), (1, 1, 0.05) })
        {
            var round = log.Positions.IndexOf(place);
            regression.Expected(log, round, item).ShouldBe(rate, 0.01);
        }
        (means.Lift(0) / means.Lift(1)).ShouldBeGreaterThan(1.5);
        Should.Throw<OffPolicyException>(() => ItemMeans.Fit(log, priorClicks: 0)).Message.ShouldContain("prior");
    }

    [Fact]
    public void A_log_that_cannot_have_been_is_told_with_its_remedy()
    {
        var fine = new LoggedRound(1, "ann", "l1", 0, "tea", 0.5, true) { Candidates = ["tea", "cup"] };
        static string Told(params LoggedRound[] rounds) => Should.Throw<OffPolicyException>(() => LoggedRounds.Of(rounds)).Message;

        Told().ShouldContain("no logged rounds");
        Told(fine, fine with { Propensity = 0, Position = 3 }).ShouldContain("tea at place 3 of the list l1 has the propensity 0");
        Told(fine with { Propensity = 1.01 }).ShouldContain("1.01");
        Told(fine with { Position = -1 }).ShouldContain("Count places from 0");
        Told(fine with { Product = "pot" }).ShouldContain("isn't among its 2 candidates");
        Told(fine with { Candidates = ["tea", "tea"] }).ShouldContain("twice");

        var without = LoggedRounds.Of([fine, fine with { Candidates = null, At = 2 }]);
        Should.Throw<OffPolicyException>(() => PolicyReport.Of(without, [], cancel: Stop)).Message.ShouldContain("CandidatesOf");
        Should.Throw<OffPolicyException>(() => without.SplitByTime(1)).Message.ShouldContain("below 1");
        Should.Throw<OffPolicyException>(() => LoggedRounds.Of([fine]).SplitByTime(0.5)).Message.ShouldContain("longer history");
    }

    [Fact]
    public void A_split_by_time_keeps_every_round_as_it_was()
    {
        var log = new MadeUpLog(200, 2).Rounds;

        var (before, from) = log.SplitByTime(0.3);

        (before.Count + from.Count).ShouldBe(log.Count);
        before.At[^1].ShouldBeLessThan(from.At[0]);
        for (var round = 0; round < from.Count; round++)
        {
            var whole = before.Count + round;
            (from.Items[round], from.Propensities[round], from.UserOf[round], from.Lists[round])
                .ShouldBe((log.Items[whole], log.Propensities[whole], log.UserOf[whole], log.Lists[whole]));
            from.Candidates(round).ToArray().ShouldBe(log.Candidates(whole).ToArray());
        }
    }

    private sealed class Crossed : IRoundFeatures
    {
        public int Count => 4;

        public void Fill(LoggedRounds rounds, int round, int item, Span<double> features)
        {
            features.Clear();
            features[2 * item + rounds.Positions[round]] = 1;
        }
    }
}
