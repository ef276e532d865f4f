using SmartKart.Training.Sessions;

namespace SmartKart.Training.Tests.Sessions.Links;

public sealed class ItemKnnTrainerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void Neighbours_stand_in_the_same_sessions_whatever_the_order_and_however_often()
    {
        var model = new ItemKnnTrainer { Shrinkage = 1 }.Train(SessionSet.Of([[0, 1, 1, 0], [1, 0], [2, 0], [-1, 2]], itemCount: 3), Stop);
        var scores = model.NewScorer().Score([0]);
        // 0 is in three sessions, 1 in two, both in two; 2 is in two, one of them with 0.
        scores[1].ShouldBe(2 / MathF.Sqrt(4 * 3), 1e-6f);
        scores[2].ShouldBe(1 / MathF.Sqrt(4 * 3), 1e-6f);
        scores.Candidates.Length.ShouldBe(2, "an item is no neighbour of itself");
    }

    [Fact]
    public void Only_the_last_click_is_asked()
    {
        var model = new ItemKnnTrainer().Train(SessionSet.Of([[0, 1], [2, 3]], itemCount: 4), Stop);
        model.NewScorer().Score([0, 2]).Candidates.ToArray().ShouldBe([3]);
    }

    [Fact]
    public void Without_clicks_there_is_nothing_to_train_on() =>
        Should.Throw<SessionDataException>(() => new ItemKnnTrainer().Train(SessionSet.Of([[]], itemCount: 3))).Message.ShouldContain("item-kNN");
}
