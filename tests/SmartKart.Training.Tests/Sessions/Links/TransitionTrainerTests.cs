using SmartKart.Training.Sessions;

namespace SmartKart.Training.Tests.Sessions.Links;

public sealed class TransitionTrainerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void What_follows_is_counted_the_nearer_the_more_and_told_as_shares()
    {
        var trainer = new TransitionTrainer { Reach = 2, ReachDecay = 1, Shrinkage = 0 };
        var model = trainer.Train(SessionSet.Of([[0, 1, 2, 3], [0, 0]], itemCount: 4), Stop);
        var scores = model.NewScorer().Score([0]);
        var sum = 2 + MathF.Exp(-1);
        scores[1].ShouldBe(1 / sum, 1e-6f);
        scores[0].ShouldBe(1 / sum, 1e-6f, "an item may follow itself");
        scores[2].ShouldBe(MathF.Exp(-1) / sum, 1e-6f);
        scores[3].ShouldBe(0f, "out of reach");
    }

    [Fact]
    public void Shrinkage_makes_what_was_seen_once_unsure()
    {
        var model = new TransitionTrainer { Shrinkage = 1 }.Train(SessionSet.Of([[0, 1]], itemCount: 2), Stop);
        model.NewScorer().Score([0])[1].ShouldBe(0.5f);
    }

    [Fact]
    public void Older_sessions_count_less()
    {
        var model = new TransitionTrainer { AgeDecay = 0.5f, Shrinkage = 0 }.Train(SessionSet.Of([[0, 1], [0, 2]], itemCount: 3), Stop);
        var scores = model.NewScorer().Score([0]);
        (scores[1] / scores[2]).ShouldBe(MathF.Exp(-1), 1e-5f, "it is half of all sessions old");
    }

    [Fact]
    public void Unknown_items_take_their_place_and_are_not_followed()
    {
        var model = new TransitionTrainer { Reach = 1 }.Train(SessionSet.Of([[0, -1, 1]], itemCount: 2), Stop);
        model.NewScorer().Score([0]).Candidates.Length.ShouldBe(0);
    }
}
