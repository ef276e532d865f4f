using SmartKart.Scoring.Sessions;

namespace SmartKart.Scoring.Tests.Sessions;

public sealed class RecentClicksTests
{
    [Fact]
    public void An_item_stands_where_it_was_clicked_last_and_unknown_ones_take_their_place()
    {
        var clicks = new RecentClicks(10);
        clicks.Read([3, 7, -1, 3, 99, 5]);
        clicks.Items.ToArray().ShouldBe([5, 3, 7]);
        clicks.Distances.ToArray().ShouldBe([0, 2, 4]);
        clicks.Counts.ToArray().ShouldBe([1, 2, 1]);
        clicks.Length.ShouldBe(6);
        Enumerable.Range(0, 3).Select(clicks.PositionOf).ShouldBe([5, 3, 1]);
    }

    [Fact]
    public void Of_a_session_without_end_the_newest_clicks_count()
    {
        var clicks = new RecentClicks(10_000);
        clicks.Read([.. Enumerable.Range(0, 5_000)]);
        clicks.Items.Length.ShouldBe(RecentClicks.ItemsMax);
        clicks.Items[0].ShouldBe(4_999);
        clicks.Length.ShouldBe(RecentClicks.ClicksMax);
        clicks.PositionOf(0).ShouldBe(4_999);
    }
}
