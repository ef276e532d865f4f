using SmartKart.Scoring.Sessions;

namespace SmartKart.Scoring.Tests.Sessions.Knn;

public sealed class SessionIndexTests
{
    [Fact]
    public void Sessions_are_found_by_their_items_the_newest_first()
    {
        var index = Indexes.Of([[0, 1], [1, 2, 1], [-1, 9], [1]], itemCount: 3, sessionsPerItem: 2);
        index.SessionCount.ShouldBe(4);
        index.ItemsOf(1).ToArray().ShouldBe([2, 1], "an item stands where it was clicked last");
        index.ItemsOf(2).ToArray().ShouldBeEmpty("nobody knows its items");
        index.SessionsOf(1).ToArray().ShouldBe([3, 1], "of three sessions the two newest");
        index.SupportOf(1).ShouldBe(3);
    }

    [Fact]
    public void An_index_is_made_again_from_its_arrays()
    {
        var index = Indexes.Of([[0, 1], [1, 2]], itemCount: 3);
        var (sessionStarts, sessionItems, itemStarts, itemSessions, support) = index.ToArrays();
        var again = new SessionIndex(sessionStarts, sessionItems, itemStarts, itemSessions, support);
        again.ItemsOf(1).ToArray().ShouldBe([1, 2]);
        again.SessionsOf(1).ToArray().ShouldBe([1, 0]);
    }

    [Fact]
    public void Arrays_that_do_not_fit_each_other_are_refused()
    {
        Should.Throw<SessionModelException>(() => new SessionIndex([0, 2], [0, 5], [0, 1, 1], [0], [1, 0])).Message.ShouldContain("holds 5 at place 1");
        Should.Throw<SessionModelException>(() => new SessionIndex([0, 2], [0], [0, 1, 1], [0], [1, 0])).Message.ShouldContain("end at 1");
        Should.Throw<SessionModelException>(() => new SessionIndex([0, 2, 1], [0], [0, 1, 1], [0], [1, 0])).Message.ShouldContain("before row 1");
        Should.Throw<SessionModelException>(() => new SessionIndex([0, 1], [0], [0, 1], [0], [1, 0])).Message.ShouldContain("counts of 2");
    }
}
