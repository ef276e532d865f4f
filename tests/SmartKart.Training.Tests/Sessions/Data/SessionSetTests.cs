using SmartKart.Training.Sessions;

namespace SmartKart.Training.Tests.Sessions.Data;

public sealed class SessionSetTests
{
    private static readonly SessionSet Five = SessionSet.Of([[0, 1], [1], [], [2, 0, 1], [-1, 2]], itemCount: 3);

    [Fact]
    public void A_part_of_the_sessions_is_a_set_of_its_own()
    {
        var part = Five[1..4];
        (part.Count, part.Clicks, part.ItemCount).ShouldBe((3, 4, 3));
        part[0].ToArray().ShouldBe([1]);
        part[1].ToArray().ShouldBeEmpty();
        part[2].ToArray().ShouldBe([2, 0, 1]);
    }

    [Fact]
    public void The_newest_sessions_are_cut_off_at_the_end()
    {
        var (older, newer) = Five.CutNewest(0.4);
        (older.Count, newer.Count).ShouldBe((3, 2));
        newer[1].ToArray().ShouldBe([-1, 2]);
    }

    [Theory, InlineData(0.0), InlineData(0.01), InlineData(1.0)]
    public void A_cut_that_leaves_a_part_empty_is_refused(double share) =>
        Should.Throw<SessionDataException>(() => Five.CutNewest(share)).Message.ShouldContain("Of 5 sessions");

    [Fact]
    public void Arrays_that_do_not_fit_each_other_are_refused()
    {
        Should.Throw<SessionDataException>(() => new SessionSet([], [], 1));
        Should.Throw<SessionDataException>(() => new SessionSet([0, 1], [], 1)).Message.ShouldContain("end at 0");
        Should.Throw<SessionDataException>(() => new SessionSet([0, 2, 1, 2], [0, 0], 1)).Message.ShouldContain("Session 2 starts at 1");
        Should.Throw<SessionDataException>(() => new SessionSet([0, 2], [0, 1], 1)).Message.ShouldContain("Click 1 is on item 1");
    }
}
