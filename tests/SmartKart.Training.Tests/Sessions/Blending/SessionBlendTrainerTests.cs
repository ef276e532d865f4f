using SmartKart.Training.Sessions;

namespace SmartKart.Training.Tests.Sessions.Blending;

public sealed class SessionBlendTrainerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static readonly SessionRecipe Recipe = new() { Blend = new SessionBlendTrainer { HeldOut = 0.2 } };

    [Fact]
    public void The_blend_is_no_worse_than_what_it_is_made_of()
    {
        var (train, test) = (MadeUpSessions.Of(1, 2_000, 60), MadeUpSessions.Of(2, 1_000, 60));
        var judge = new SessionEvaluation { Places = 5, Resamples = 0 };
        var blend = judge.Judge(Recipe.TrainBlend(train, Stop), test, Stop);
        foreach (var (name, model) in Recipe.Train(train, Stop).Named)
        {
            var alone = judge.Judge(model, test, Stop);
            blend.Recall.Value.ShouldBeGreaterThan(alone.Recall.Value - 0.01, name);
            blend.Mrr.Value.ShouldBeGreaterThan(alone.Mrr.Value - 0.01, name);
        }
    }

    [Fact]
    public void The_same_sessions_give_the_same_weights()
    {
        var sessions = MadeUpSessions.Of(3, 500, 30);
        Recipe.TrainBlend(sessions, Stop).ToArray().ShouldBe(Recipe.TrainBlend(sessions, Stop).ToArray());
    }

    [Fact]
    public void Models_are_weighed_by_sessions_that_they_have_not_seen()
    {
        var sessions = MadeUpSessions.Of(4, 100, 20);
        var seen = new List<int>();
        Recipe.Blend.Train(sessions, part =>
        {
            seen.Add(part.Count);
            return Recipe.Train(part, Stop).Blended;
        }, Stop);
        seen.ShouldBe([80, 100]);
    }

    [Fact]
    public void One_session_is_too_few()
    {
        Should.Throw<SessionDataException>(() => Recipe.TrainBlend(SessionSet.Of([[0, 1]], 2))).Message.ShouldContain("Of 1 sessions");
        Should.Throw<SessionDataException>(() => Recipe.TrainBlend(SessionSet.Of([], 2)));
    }

    [Fact]
    public void Sessions_held_out_that_say_nothing_are_refused()
    {
        var sessions = SessionSet.Of([[0, 1], [0, 1], [0, 1], [0, 1], [-1, -1]], itemCount: 2);
        Should.Throw<SessionDataException>(() => Recipe.TrainBlend(sessions)).Message.ShouldContain("nothing to fit");
    }
}
