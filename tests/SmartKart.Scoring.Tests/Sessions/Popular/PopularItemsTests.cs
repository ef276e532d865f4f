using SmartKart.Scoring.Sessions;

namespace SmartKart.Scoring.Tests.Sessions.Popular;

public sealed class PopularItemsTests
{
    private static readonly PopularItems Popular = new([0.2f, 0, 0.5f, 0.2f, 0.1f]);

    [Fact]
    public void Whatever_the_session_the_largest_shares_come_first()
    {
        var (items, scores) = (new int[5], new float[5]);
        Popular.NewScorer().Recommend([4], items, scores).ShouldBe(4, "nobody clicked item 1");
        items[..4].ShouldBe([2, 0, 3, 4]);
    }

    [Fact]
    public void By_session_popularity_its_own_clicks_come_first_and_the_more_popular_of_equals()
    {
        var (items, scores) = (new int[5], new float[5]);
        new SessionPopularity(Popular).NewScorer().Recommend([4, 1, 3, 4, 0], items, scores).ShouldBe(5);
        items.ShouldBe([4, 0, 3, 1, 2]);
        scores[0].ShouldBe(2.1f);
    }

    [Theory, InlineData(-0.1f), InlineData(1.1f), InlineData(float.NaN)]
    public void A_share_that_is_none_is_refused(float share) =>
        Should.Throw<SessionModelException>(() => new PopularItems([0.5f, share])).Message.ShouldContain("Item 1");
}
