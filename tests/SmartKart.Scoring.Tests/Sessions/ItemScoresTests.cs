using SmartKart.Scoring.Sessions;

namespace SmartKart.Scoring.Tests.Sessions;

public sealed class ItemScoresTests
{
    [Fact]
    public void Scores_add_up_and_each_item_is_a_candidate_once_even_if_its_score_returns_to_zero()
    {
        var scores = new ItemScores(4);
        scores.Add(2, 1.5f);
        scores.Add(2, -1.5f);
        scores.Add(2, 2f);
        scores.Add(0, 1f);
        scores.Candidates.ToArray().ShouldBe([2, 0]);
        scores[2].ShouldBe(2f);
        scores[1].ShouldBe(0f);
    }

    [Fact]
    public void What_was_forgotten_is_not_there()
    {
        var scores = new ItemScores(2);
        scores.Add(1, 1f);
        scores.Clear();
        scores.Candidates.Length.ShouldBe(0);
        scores[1].ShouldBe(0f);
    }
}
