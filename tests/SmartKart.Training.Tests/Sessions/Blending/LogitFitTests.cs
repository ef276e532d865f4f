using SmartKart.Training.Sessions;

namespace SmartKart.Training.Tests.Sessions.Blending;

public sealed class LogitFitTests
{
    [Fact]
    public void Of_two_that_differ_in_one_number_the_weight_is_the_log_odds_of_choosing()
    {
        // The first of two was chosen 3 times of 4: weight log 3.
        var cases = Enumerable.Range(0, 400).Select(at => new BlendCase(0, [1, 0], at % 4 == 0 ? 1 : 0)).ToList();
        new LogitFit(width: 1, ridge: 1e-9).Fit(cases, [0], TestContext.Current.CancellationToken)[0].ShouldBe(Math.Log(3), 1e-4);
    }

    [Fact]
    public void Weights_that_made_the_choices_are_found_again()
    {
        double[] truth = [1.5, -0.7, 0.4];
        var random = new Random(3);
        var cases = Enumerable.Range(0, 20_000).Select(_ => Case(random, truth)).ToList();
        var fitted = new LogitFit(width: 3, ridge: 1).Fit(cases, new double[3], TestContext.Current.CancellationToken);
        for (var at = 0; at < 3; at++) fitted[at].ShouldBe(truth[at], 0.1);
    }

    [Fact]
    public void Few_cases_leave_the_weights_near_where_they_start_and_none_leave_them_there()
    {
        var fit = new LogitFit(width: 1, ridge: 1_000);
        fit.Fit([new BlendCase(0, [1, 0], 0)], [2], TestContext.Current.CancellationToken)[0].ShouldBe(2, 0.01);
        fit.Fit([], [2], TestContext.Current.CancellationToken).ShouldBe([2.0]);
    }

    [Fact]
    public void A_number_that_never_varies_gets_no_weight()
    {
        var cases = Enumerable.Range(0, 50).Select(at => new BlendCase(0, [1, 5, 0, 5], at % 3 == 0 ? 1 : 0)).ToList();
        new LogitFit(width: 2, ridge: 0.1).Fit(cases, [0, 0], TestContext.Current.CancellationToken)[1].ShouldBe(0, 1e-6);
    }

    private static BlendCase Case(Random random, double[] truth)
    {
        var rows = Enumerable.Range(0, 4 * truth.Length).Select(_ => (float)random.NextDouble() * 2).ToArray();
        var odds = Enumerable.Range(0, 4).Select(row => Math.Exp(truth.Select((weight, at) => weight * rows[row * truth.Length + at]).Sum())).ToArray();
        var draw = random.NextDouble() * odds.Sum();
        var chosen = 0;
        while (chosen < 3 && (draw -= odds[chosen]) > 0) chosen++;
        return new BlendCase(0, rows, chosen);
    }
}
