using SmartKart.Backfill.Simulation;
using SmartKart.Backfill.Simulation.Folders;
using SmartKart.Backfill.Simulation.Visits;
using SmartKart.FeatureStore.Offline;
using SmartKart.Scoring.Exploration;
using SmartKart.Training.OffPolicy;
using SmartKart.Training.OffPolicy.Policies;
using SmartKart.Training.OffPolicy.Rewards;

namespace SmartKart.Backfill.Tests.Simulation;

/// <summary>Other policies, judged by the simulator's log and by what the simulator knows.</summary>
public sealed class PolicyTruthTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void What_the_log_says_of_other_policies_is_what_they_are_truly_worth()
    {
        var lists = new SimulatedLists(6_000);
        var (before, from) = lists.Rounds.SplitByTime(0.4);
        var means = ItemMeans.Fit(before);
        IPolicy[] policies =
        [
            new UniformPolicy(), GreedyPolicy.OfPopularity(before), LinUcbPolicy.Learn(before, new MeanFeatures(means)),
            ThompsonPolicy.Learn(before, new ThompsonOptions { HalfLife = TimeSpan.Zero }, seed: 1, place => Attention.Examination[place]),
            GreedyPolicy.OfRewards("tastes", new GivenRewards(lists.Rate)),
        ];

        var report = PolicyReport.Of(from, policies, means, cancel: Stop);

        var logged = report.Rows[0].Estimates.Ips;
        var truths = new Dictionary<string, double> { ["logged"] = Enumerable.Range(0, from.Count).Average(round => lists.Rate(from, round, from.Items[round])) };
        Math.Abs(logged.Value - truths["logged"]).ShouldBeLessThan(4 * logged.StandardError);
        foreach (var (row, policy) in report.Rows.Skip(1).Zip(policies))
        {
            truths[row.Name] = Truth(lists, from, policy);
            row.Estimates.Warnings.ShouldBeEmpty();
            foreach (var estimate in new[] { row.Estimates.Ips, row.Estimates.Snips!.Value, row.Estimates.DoublyRobust!.Value })
                Math.Abs(estimate.Value - truths[row.Name]).ShouldBeLessThan(4 * estimate.StandardError, $"{row.Name}: {estimate}, and in truth {truths[row.Name]}");
            Math.Abs(row.OverLogged.Value - (truths[row.Name] - truths["logged"])).ShouldBeLessThan(4 * row.OverLogged.StandardError, row.Name);
            TestContext.Current.SendDiagnosticMessage($"{row.Name}: {row.Estimates.Best.Value:F5} ± {row.Estimates.Best.StandardError:F5}, in truth {truths[row.Name]:F5}");
        }
        // They differ by more than what could be told apart by chance, so that agreeing is no accident.
        (truths["tastes"] / truths["uniform"]).ShouldBeGreaterThan(1.3);
        report.Rows.Single(row => row.Name == "tastes").OverLogged.Interval.Low.ShouldBeGreaterThan(0);
        report.Rows.Single(row => row.Name == "uniform").OverLogged.Interval.High.ShouldBeLessThan(0);
    }

    [Fact]
    public void Rounds_of_a_simulated_history_are_the_impressions_and_clicks_that_its_truth_counts()
    {
        var options = new SimulationOptions { Users = 120, Products = 200, Merchants = 10, Days = 4 };
        var folder = Path.Combine(Path.GetTempPath(), $"smartkart-policies-{Guid.NewGuid():N}");
        try
        {
            SimulatedFolder.Write(options, folder, progress: null, TimeProvider.System, Stop);
            var truth = new RecordedTruth();
            Recorder.Of(new SimulatedHistory(options, default, truth));

            foreach (var variant in new[] { "control", "personal" })
            {
                var rounds = new ImpressionSource { ListId = "home", Variant = variant }.Read(new HistorySource(folder));
                foreach (var place in truth.Places.Where(place => place.ListId == "home" && place.Variant == variant))
                {
                    int[] own = [.. Enumerable.Range(0, rounds.Count).Where(round => rounds.Positions[round] == place.Place)];
                    (own.Length, own.Count(round => rounds.Clicks[round] > 0)).ShouldBe(((int)place.Impressions, (int)place.Clicks), $"{variant} {place.Place}");
                }

                // Each place had three candidates. Which ones no event tells, but one of them by chance is a policy that can be judged; one of all products isn't.
                var (clicks, logged, lists) = (rounds.Clicks.ToArray(), rounds.Propensities.ToArray(), rounds.Lists.ToArray());
                OffPolicySample Sample(double probability) => new(clicks, logged, [.. Enumerable.Repeat(probability, rounds.Count)]) { Groups = lists };
                OffPolicyEvaluation.Judge(Sample(1.0 / 3)).Warnings.ShouldBeEmpty();
                OffPolicyEvaluation.Judge(Sample(1.0 / options.Products)).Warnings.ShouldContain(warning => warning.Fault == OffPolicyFault.MeanWeight);
            }
        }
        finally
        {
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }
    }

    private static double Truth(SimulatedLists lists, LoggedRounds rounds, IPolicy policy)
    {
        var (sum, probabilities) = (0.0, new double[3]);
        for (var round = 0; round < rounds.Count; round++)
        {
            policy.Choose(rounds, round, probabilities);
            for (var at = 0; at < 3; at++) sum += probabilities[at] * lists.Rate(rounds, round, rounds.Candidates(round)[at]);
        }
        return sum / rounds.Count;
    }
}
