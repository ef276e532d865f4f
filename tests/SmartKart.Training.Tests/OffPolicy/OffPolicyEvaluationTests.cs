using SmartKart.Training.OffPolicy;

namespace SmartKart.Training.Tests.OffPolicy;

public sealed class OffPolicyEvaluationTests
{
    private const int Logs = 80, Lists = 800;

    [Fact]
    public void Each_estimate_is_right_on_average_and_its_interval_holds_the_truth_as_often_as_it_says()
    {
        var errors = new List<(double Ips, double Snips, double Robust)>();
        var (held, direct) = (new int[3], new List<double>());
        for (var seed = 0; seed < Logs; seed++)
        {
            var log = new MadeUpLog(Lists, seed);
            var truth = log.Truth(MadeUpLog.Late);
            // A model that is wrong: it knows neither kinds nor products.
            var judged = OffPolicyEvaluation.Judge(log.Sample(MadeUpLog.Late, (rounds, round, _) => rounds.Positions[round] == 0 ? 0.12 : 0.05));

            Estimate[] estimates = [judged.Ips, judged.Snips!.Value, judged.DoublyRobust!.Value];
            errors.Add((estimates[0].Value - truth, estimates[1].Value - truth, estimates[2].Value - truth));
            direct.Add(judged.Direct!.Value.Value - truth);
            for (var at = 0; at < 3; at++) if (Math.Abs(estimates[at].Value - truth) <= 1.96 * estimates[at].StandardError) held[at]++;
            judged.Warnings.ShouldBeEmpty();
        }

        OnAverage(errors.Select(each => each.Ips)).ShouldBeLessThan(4);
        OnAverage(errors.Select(each => each.Snips)).ShouldBeLessThan(4);
        OnAverage(errors.Select(each => each.Robust)).ShouldBeLessThan(4);
        OnAverage(direct).ShouldBeGreaterThan(8);
        foreach (var count in held) ((double)count / Logs).ShouldBeInRange(0.88, 1);
    }

    [Fact]
    public void A_doubly_robust_estimate_is_right_where_either_the_model_or_the_propensities_are()
    {
        var (rightModel, rightPropensities, neither, plain, saved) = (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var seed = 0; seed < Logs; seed++)
        {
            var log = new MadeUpLog(Lists, 1_000 + seed);
            var truth = log.Truth(MadeUpLog.Late);
            PolicyEstimates Judge(Func<LoggedRounds, int, int, double> model, Func<double, double>? propensities) =>
                OffPolicyEvaluation.Judge(log.Sample(MadeUpLog.Late, model, propensities));
            static double Wrong(LoggedRounds rounds, int round, int item) => 0.02 * item;
            static double Shrunk(double propensity) => 0.5 * propensity + 0.02;

            var judged = Judge(log.Rate, null);
            saved.Add(judged.Ips.StandardError - judged.DoublyRobust!.Value.StandardError);
            rightModel.Add(Judge(log.Rate, Shrunk).DoublyRobust!.Value.Value - truth);
            rightPropensities.Add(Judge(Wrong, null).DoublyRobust!.Value.Value - truth);
            neither.Add(Judge(Wrong, Shrunk).DoublyRobust!.Value.Value - truth);
            plain.Add(Judge(Wrong, Shrunk).Ips.Value - truth);
        }

        saved.Average().ShouldBeGreaterThan(0);
        OnAverage(saved).ShouldBeGreaterThan(4);
        OnAverage(rightModel).ShouldBeLessThan(4);
        OnAverage(rightPropensities).ShouldBeLessThan(4);
        OnAverage(neither).ShouldBeGreaterThan(8);
        OnAverage(plain).ShouldBeGreaterThan(8);
    }

    [Fact]
    public void How_much_a_policy_is_above_what_was_done_is_surer_than_either()
    {
        var log = new MadeUpLog(20_000, 5);
        static double[] Nearly(LoggedRounds rounds, int round) =>
            [.. MadeUpLog.Late(rounds, round).Select(late => 0.05 * late + 0.95 / MadeUpLog.Candidates)];
        var sample = log.Sample(Nearly, log.Rate);

        var over = OffPolicyEvaluation.OverLogged(sample);
        var own = OffPolicyEvaluation.Judge(sample);

        over.Value.ShouldBe(own.Best.Value - log.Rounds.Clicks.ToArray().Average(), 1e-12);
        OffPolicyEvaluation.OverLogged(sample with { ExpectedOfShown = null, ExpectedOfPolicy = null }).Value
            .ShouldBe(own.Snips!.Value.Value - log.Rounds.Clicks.ToArray().Average(), 1e-12);
        OffPolicyEvaluation.OverLogged(sample with { ExpectedOfShown = null, ExpectedOfPolicy = null }).StandardError.ShouldBeLessThan(own.Snips.Value.StandardError);
    }

    [Fact]
    public void The_policy_that_logged_is_worth_what_came_of_it()
    {
        var log = new MadeUpLog(300, 1);
        var (clicks, logged) = (log.Rounds.Clicks.ToArray(), log.Rounds.Propensities.ToArray());

        var judged = OffPolicyEvaluation.Judge(new OffPolicySample(clicks, logged, logged));

        judged.Ips.Value.ShouldBe(clicks.Average(), 1e-12);
        judged.Snips!.Value.Value.ShouldBe(clicks.Average(), 1e-12);
        judged.Ips.StandardError.ShouldBe(Spread(clicks) / Math.Sqrt(clicks.Length), 1e-12);
        (judged.DoublyRobust, judged.Direct).ShouldBe((null, null));
        judged.Weights.EffectiveRounds.ShouldBe(clicks.Length, 1e-9);
    }

    [Fact]
    public void A_small_sample_is_what_it_is_by_hand()
    {
        // Weights 2, 0.5, 4 and 0; clipped at 3 they are 2, 0.5, 3 and 0.
        var sample = new OffPolicySample([1, 0, 1, 1], [0.25, 0.8, 0.1, 0.5], [0.5, 0.4, 0.4, 0])
        {
            ExpectedOfShown = [0.5, 0.5, 0.25, 0.25], ExpectedOfPolicy = [0.3, 0.3, 0.4, 0.4],
        };

        var judged = OffPolicyEvaluation.Judge(sample, new OffPolicyOptions { ClipAt = 3 });

        judged.Ips.Value.ShouldBe((2 + 3) / 4.0, 1e-12);
        judged.Snips!.Value.Value.ShouldBe(5 / 5.5, 1e-12);
        judged.DoublyRobust!.Value.Value.ShouldBe((0.3 + 1 + (0.3 - 0.25) + 0.4 + 2.25 + 0.4) / 4, 1e-12);
        judged.Direct!.Value.Value.ShouldBe(0.35, 1e-12);
        (judged.Weights.Mean, judged.Weights.Max, judged.Weights.Clipped, judged.Weights.Rounds).ShouldBe((6.5 / 4, 4, 1, 4));
        judged.Weights.EffectiveRounds.ShouldBe(5.5 * 5.5 / (4 + 0.25 + 9), 1e-12);
        judged.Warnings.ShouldContain(warning => warning.Fault == OffPolicyFault.Clipping);
    }

    [Fact]
    public void Rounds_of_a_group_that_are_the_same_say_no_more_than_one()
    {
        var random = new Random(1);
        double[] rewards = [.. Enumerable.Range(0, 200).Select(_ => (double)random.Next(2))];
        double[] Of(double value) => [.. Enumerable.Repeat(value, 200)];
        static double[] Thrice(double[] values) => [.. values.SelectMany(value => Enumerable.Repeat(value, 3))];
        var once = new OffPolicySample(rewards, Of(0.5), Of(0.4));
        var thrice = new OffPolicySample(Thrice(rewards), Thrice(once.Logged), Thrice(once.Target)) { Groups = [.. Enumerable.Range(0, 600).Select(round => round / 3)] };

        var (one, three) = (OffPolicyEvaluation.Judge(once), OffPolicyEvaluation.Judge(thrice));

        three.Ips.StandardError.ShouldBe(one.Ips.StandardError, 1e-12);
        three.Snips!.Value.StandardError.ShouldBe(one.Snips!.Value.StandardError, 1e-12);
        OffPolicyEvaluation.Judge(thrice with { Groups = null }).Ips.StandardError.ShouldBeLessThan(0.6 * one.Ips.StandardError);
    }

    [Fact]
    public void Propensities_of_another_choice_and_a_policy_that_was_hardly_ever_followed_are_told()
    {
        var log = new MadeUpLog(2_000, 3);
        static double[] Uniform(LoggedRounds rounds, int round) => [.. Enumerable.Repeat(1.0 / MadeUpLog.Candidates, MadeUpLog.Candidates)];
        OffPolicySample Sample(Func<double, double>? logged) => log.Sample(Uniform, log.Rate, logged);

        OffPolicyEvaluation.Judge(Sample(null)).Warnings.ShouldBeEmpty();
        var twice = OffPolicyEvaluation.Judge(Sample(propensity => propensity / 2)).Warnings.ShouldHaveSingleItem();
        (twice.Fault, twice.Message).ShouldSatisfyAllConditions(each => each.Fault.ShouldBe(OffPolicyFault.MeanWeight), each => each.Message.ShouldContain("1 is expected"));

        double[] target = [.. Enumerable.Range(0, log.Rounds.Count).Select(round => round < 4 ? 1.0 : 0)];
        var judged = OffPolicyEvaluation.Judge(new OffPolicySample(log.Rounds.Clicks.ToArray(), log.Rounds.Propensities.ToArray(), target));
        judged.Warnings.Select(warning => warning.Fault).ShouldBe([OffPolicyFault.MeanWeight, OffPolicyFault.Overlap]);
        judged.Weights.EffectiveRounds.ShouldBeLessThan(4.001);

        var never = OffPolicyEvaluation.Judge(new OffPolicySample([1, 0], [0.5, 0.5], [0, 0]));
        (never.Snips, never.Ips.Value).ShouldBe((null, 0));
        never.Best.ShouldBe(never.Ips);
        never.Warnings.ShouldContain(warning => warning.Fault == OffPolicyFault.MeanWeight);
    }

    [Fact]
    public void What_cannot_be_is_told_with_its_remedy()
    {
        static string Told(OffPolicySample sample, OffPolicyOptions? options = null) => Should.Throw<OffPolicyException>(() => OffPolicyEvaluation.Judge(sample, options)).Message;
        var fine = new OffPolicySample([1, 0], [0.5, 0.5], [1, 0]);

        Told(fine with { Logged = [0.5, 0] }).ShouldContain("Round 1 was logged with the propensity 0");
        Told(fine with { Logged = [1.5, 0.5] }).ShouldContain("1.5");
        Told(fine with { Logged = [0.5, double.NaN] }).ShouldContain("NaN");
        Told(fine with { Target = [0.5, -0.1] }).ShouldContain("-0.1");
        Told(fine with { Target = [0.5] }).ShouldContain("Target has 1 values for 2 rounds");
        Told(fine with { Rewards = [double.NaN, 0] }).ShouldContain("reward NaN");
        Told(fine with { Groups = [1] }).ShouldContain("Groups");
        Told(fine with { ExpectedOfShown = [1, 1] }).ShouldContain("both");
        Told(fine with { ExpectedOfShown = [1, 1], ExpectedOfPolicy = [double.NaN, 1] }).ShouldContain("round 0");
        Told(new OffPolicySample([], [], [])).ShouldContain("no rounds");
        Told(fine, new OffPolicyOptions { ClipAt = 0.5 }).ShouldContain("ClipAt");
        Told(fine, new OffPolicyOptions { EffectiveShareMin = 2 }).ShouldContain("EffectiveShareMin is 2");
        Told(fine, new OffPolicyOptions { MeanWeightTolerance = 0 }).ShouldContain("MeanWeightTolerance is 0");
    }

    // How many standard errors the mean error is from 0.
    private static double OnAverage(IEnumerable<double> errors)
    {
        double[] all = [.. errors];
        return Math.Abs(all.Average()) / (Spread(all) / Math.Sqrt(all.Length));
    }

    private static double Spread(IEnumerable<double> values)
    {
        double[] all = [.. values];
        var mean = all.Average();
        return Math.Sqrt(all.Sum(value => (value - mean) * (value - mean)) / (all.Length - 1));
    }
}
