using SmartKart.Scoring.Sessions;

namespace SmartKart.Scoring.Tests.Sessions.Links;

public sealed class LinkedItemsTests
{
    // 0 speaks of 1 and 2, 1 of 2 and against 0.
    private static readonly ItemLinks Links = new([0, 2, 4, 4], [1, 2, 2, 0], [0.5f, 0.25f, 1, -1]);

    [Fact]
    public void By_the_last_click_its_row_is_the_answer()
    {
        var scores = new LinkedItems(Links, ClickDecay.LastClick).NewScorer().Score([0, 1]);
        scores.Candidates.ToArray().ShouldBe([2, 0]);
        scores[2].ShouldBe(1f);
        scores[0].ShouldBe(-1f);
    }

    [Fact]
    public void By_all_clicks_rows_add_up_the_newer_louder()
    {
        var model = new LinkedItems(Links, ClickDecay.Linear);
        var scores = model.NewScorer().Score([0, 1]);
        scores[2].ShouldBe(1f + 0.5f * 0.25f);
        scores[1].ShouldBe(0.25f);
        var contributions = new float[2];
        model.NewScorer().Explain([0, 1], 2, contributions);
        contributions.ShouldBe([0.125f, 1f]);
    }

    [Fact]
    public void An_item_that_speaks_of_none_says_nothing()
    {
        new LinkedItems(Links, ClickDecay.None).NewScorer().Recommend([2], new int[3], new float[3]).ShouldBe(0);
    }

    [Fact]
    public void Arrays_that_do_not_fit_each_other_are_refused()
    {
        Should.Throw<SessionModelException>(() => new ItemLinks([0, 1], [0], [])).Message.ShouldContain("1 targets and 0 weights");
        Should.Throw<SessionModelException>(() => new ItemLinks([0, 1], [1], [1])).Message.ShouldContain("numbers go from 0 to 0");
        Should.Throw<SessionModelException>(() => new ItemLinks([], [], []));
    }
}
