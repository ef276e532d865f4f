using SmartKart.Scoring.Sessions;
using SmartKart.Training.Sessions;

namespace SmartKart.Training.Tests.Sessions.Evaluation;

public sealed class SessionEvaluationTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // Whatever the session: 0, then 1, then 2, then 3.
    private static readonly PopularItems Always = new([0.4f, 0.3f, 0.2f, 0.1f, 0]);

    [Fact]
    public void Every_click_but_the_first_is_a_case_and_means_are_over_cases()
    {
        var sessions = SessionSet.Of([[3, 0, 1], [0, 3], [2]], itemCount: 5);
        var accuracy = new SessionEvaluation { Places = 2 }.Judge(Always, sessions, Stop);
        (accuracy.Sessions, accuracy.Cases).ShouldBe((3, 3));
        accuracy.Recall.Value.ShouldBe(2.0 / 3, 1e-12);
        accuracy.Mrr.Value.ShouldBe((1 + 0.5 + 0) / 3, 1e-12);
    }

    [Fact]
    public void Items_of_the_session_are_not_masked_and_unknown_targets_are_misses()
    {
        var accuracy = new SessionEvaluation { Places = 4 }.Judge(Always, SessionSet.Of([[0, 0, SessionSet.Unknown, 4]], itemCount: 5), Stop);
        accuracy.Cases.ShouldBe(3);
        accuracy.Recall.Value.ShouldBe(1.0 / 3, 1e-12);
        accuracy.Mrr.Value.ShouldBe(1.0 / 3, 1e-12);
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval_which_holds_the_mean()
    {
        var model = new TransitionTrainer().Train(MadeUpSessions.Of(1, 400, 30), Stop);
        var sessions = MadeUpSessions.Of(2, 500, 30);
        var first = new SessionEvaluation { Places = 2, Resamples = 200 }.Judge(model, sessions, Stop);
        first.ShouldBe(new SessionEvaluation { Places = 2, Resamples = 200 }.Judge(model, sessions, Stop));
        first.ShouldNotBe(new SessionEvaluation { Places = 2, Resamples = 200, Seed = 9 }.Judge(model, sessions, Stop));
        foreach (var (value, low, high) in new[] { first.Recall, first.Mrr })
        {
            value.ShouldBeInRange(low, high);
            (high - low).ShouldBeInRange(0.005, 0.1);
        }
    }

    [Fact]
    public void An_interval_is_as_wide_as_the_spread_of_the_mean()
    {
        // 400 sessions of one case each, half of them hits: the mean's standard error is 0.5 / √400.
        var sessions = SessionSet.Of([.. Enumerable.Range(0, 400).Select(at => new[] { 1, at % 2 == 0 ? 0 : 4 })], itemCount: 5);
        var recall = new SessionEvaluation { Places = 1, Resamples = 4_000 }.Judge(Always, sessions, Stop).Recall;
        (recall.High - recall.Low).ShouldBe(2 * 1.96 * 0.025, 0.01);
    }

    [Fact]
    public void Sessions_without_a_second_click_and_sessions_of_another_shop_are_refused()
    {
        Should.Throw<SessionDataException>(() => new SessionEvaluation().Judge(Always, SessionSet.Of([[1], []], 5))).Message.ShouldContain("None of 2 sessions");
        Should.Throw<SessionDataException>(() => new SessionEvaluation().Judge(Always, SessionSet.Of([], 5))).Message.ShouldContain("None of 0 sessions");
        Should.Throw<SessionDataException>(() => new SessionEvaluation().Judge(Always, SessionSet.Of([[1, 2]], 6))).Message.ShouldContain("knows 5 items");
    }
}
