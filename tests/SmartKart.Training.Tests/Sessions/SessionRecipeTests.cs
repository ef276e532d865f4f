using SmartKart.Training.Sessions;

namespace SmartKart.Training.Tests.Sessions;

public sealed class SessionRecipeTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_model_is_trained_on_one_session_and_refuses_none()
    {
        foreach (var (name, model) in new SessionRecipe().Train(SessionSet.Of([[0, 1]], 2), Stop).Named)
        {
            var items = new int[2];
            model.NewScorer().Recommend([0], items, new float[2]).ShouldBeGreaterThan(0, name);
        }
        Should.Throw<SessionDataException>(() => new SessionRecipe().Train(SessionSet.Of([], 2))).Message.ShouldContain("popularity");
        Should.Throw<SessionDataException>(() => SessionKnnTrainer.Index(SessionSet.Of([], 2), 10)).Message.ShouldContain("session-kNN");
    }

    /// <summary>A part of the real sessions, so that it takes seconds: figures are a benchmark's business, the order of models is not.</summary>
    [Fact]
    public void On_real_clicks_models_of_the_session_are_above_popularity()
    {
        var split = SessionSplit.Read(SessionFile.Of("sessions_yoochoose_1_64.parquet"), Stop);
        (split.Train.Count, split.Train.Clicks, split.Train.ItemCount).ShouldBe((116_167, 486_026, 17_376));
        (split.Test.Count, split.Test.Clicks).ShouldBe((15_324, 71_222));
        var test = split.Test[..1_000];
        var judge = new SessionEvaluation { Resamples = 100 };
        var models = new SessionRecipe().Train(split.Train[^10_000..], Stop);
        var popular = judge.Judge(models.Popular, test, Stop);
        foreach (var (name, model) in models.Named.Where(named => named.Name != "pop"))
        {
            var accuracy = judge.Judge(model, test, Stop);
            accuracy.Recall.Low.ShouldBeGreaterThan(popular.Recall.High, name);
            accuracy.Mrr.Low.ShouldBeGreaterThan(popular.Mrr.High, name);
        }
    }
}
