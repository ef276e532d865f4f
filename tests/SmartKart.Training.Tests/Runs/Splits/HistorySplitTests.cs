using SmartKart.Training.Interactions;
using SmartKart.Training.Ranking;
using SmartKart.Training.Runs.Splits;

namespace SmartKart.Training.Tests.Runs.Splits;

public sealed class HistorySplitTests
{
    private static readonly IHistorySplit[] All = [new TimeSplit(0.2, 0.2), new RatioSplit(0.2, 0.2, seed: 3), new LeaveOneOutSplit()];

    [Theory]
    [InlineData(0), InlineData(1), InlineData(2)]
    public void Nothing_that_is_held_out_is_known_and_the_validation_is_known_to_the_test(int which)
    {
        var (validation, test, _, _) = All[which].Of(Log());

        foreach (var cut in new[] { validation, test })
        {
            cut.Next.Count.ShouldBeGreaterThan(0);
            Pairs(cut.Next).Intersect(Pairs(cut.Seen)).ShouldBeEmpty();
            Pairs(cut.Next).Where(pair => cut.Seen[pair.User].IsEmpty).ShouldBeEmpty();
            cut.Known.LastAt.Length.ShouldBe(cut.Seen.Count);
        }
        Pairs(validation.Next).Except(Pairs(test.Seen)).ShouldBeEmpty();
        Pairs(validation.Seen).Except(Pairs(test.Seen)).ShouldBeEmpty();
        Pairs(validation.Next).Intersect(Pairs(test.Next)).ShouldBeEmpty();
    }

    [Fact]
    public void By_time_all_that_is_known_was_before_all_that_is_held_out()
    {
        var log = Log();
        var parts = All[0].Of(log);

        parts.HasMoments.ShouldBeTrue();
        parts.Test.At.ShouldBe(log.Last + 1 - (long)((log.Last + 1 - log.First) * 0.2));
        parts.Test.Known.LastAt.ToArray().ShouldAllBe(at => at < parts.Test.At);
        Pairs(parts.Test.Next).Where(pair => log.Rows.First(row => (row.User, row.Item) == pair).At < parts.Test.At).ShouldBeEmpty();
    }

    [Fact]
    public void By_ratio_a_share_of_each_users_products_is_held_out_which_the_seed_draws()
    {
        var log = Log();
        var (validation, test, hasMoments, _) = All[1].Of(log);
        var all = log.Between(log.First, log.Last + 1);

        hasMoments.ShouldBeFalse();
        for (var user = 0; user < log.Users; user++)
        {
            test.Next[user].Length.ShouldBe((int)Math.Round(0.2 * all[user].Length));
            (test.Seen[user].Length + test.Next[user].Length).ShouldBe(all[user].Length);
            validation.Next[user].Length.ShouldBe((int)Math.Round(0.25 * test.Seen[user].Length));      // 0.2 of what was there before the test's 0.2 went
        }
        Pairs(new RatioSplit(0.2, 0.2, seed: 3).Of(log).Test.Next).ShouldBe(Pairs(test.Next));
        Pairs(new RatioSplit(0.2, 0.2, seed: 4).Of(log).Test.Next).ShouldNotBe(Pairs(test.Next));
    }

    [Fact]
    public void By_leave_one_out_each_users_last_product_is_the_test_and_the_one_before_the_validation()
    {
        // ann comes back to tea last, which isn't new, and after the test; bob has two products, cid one.
        var log = InteractionLog.Of(
            [("ann", "tea", 1), ("ann", "cup", 2), ("ann", "tea", 3), ("ann", "pot", 4), ("ann", "tea", 9), ("bob", "tea", 5), ("bob", "cup", 6), ("cid", "pot", 7)], 1, 1);
        var (validation, test, hasMoments, _) = new LeaveOneOutSplit().Of(log);

        hasMoments.ShouldBeFalse();
        Named(test, log, cut => cut.Next).ShouldBe(["ann pot", "bob cup"]);
        Named(validation, log, cut => cut.Next).ShouldBe(["ann cup"]);
        Named(test, log, cut => cut.Seen).ShouldBe(["ann cup", "ann tea", "bob tea", "cid pot"]);
        Named(validation, log, cut => cut.Seen).ShouldBe(["ann tea", "bob tea", "cid pot"]);
        test.Known.LastAt.ToArray().ShouldBe([2, 3, 5, 7]);
        validation.Known.LastAt.ToArray().ShouldBe([1, 5, 7]);
    }

    [Fact]
    public void By_leave_one_out_each_user_of_three_products_has_one_in_either_part()
    {
        var log = Log();
        var (validation, test, _, _) = All[2].Of(log);
        var all = log.Between(log.First, log.Last + 1);

        for (var user = 0; user < log.Users; user++)
        {
            (int, int) expected = all[user].Length switch { 1 => (0, 0), 2 => (0, 1), _ => (1, 1) };
            (validation.Next[user].Length, test.Next[user].Length).ShouldBe(expected);
        }
    }

    [Fact]
    public void Too_little_to_hold_out_is_told_with_its_remedy()
    {
        var log = InteractionLog.Of([("ann", "tea", 1), ("bob", "tea", 2), ("bob", "cup", 3)], 1, 1);

        Should.Throw<InteractionException>(() => new LeaveOneOutSplit().Of(log)).Message.ShouldContain("three products");
        Should.Throw<InteractionException>(() => new RatioSplit(0.1, 0.1, seed: 1).Of(log)).Message.ShouldContain("share larger");
        Should.Throw<InteractionException>(() => new TimeSplit(0.01, 0.01).Of(log)).Message.ShouldContain("longer history");
    }

    private static List<(int User, int Item)> Pairs(InteractionMatrix matrix) =>
        [.. Enumerable.Range(0, matrix.Users).SelectMany(user => matrix[user].ToArray().Select(item => (user, item)))];

    private static IEnumerable<string> Named(RankingCut cut, InteractionLog log, Func<RankingCut, InteractionMatrix> of) =>
        Pairs(of(cut)).Select(pair => $"{NameOf(pair.User)} {log.Products[pair.Item]}");

    private static string NameOf(int user) => new[] { "ann", "bob", "cid" }[user];

    private static InteractionLog Log()
    {
        var seen = Marketplace.Of(200, 60);
        var random = new Random(9);
        var rows = new List<(string, string, long)>();
        for (var user = 0; user < seen.Users; user++)
        {
            // Some users have few products, and some come back to what they had.
            foreach (var item in seen[user][..Math.Min(seen[user].Length, 1 + user % 12)])
            {
                for (var times = random.Next(1, 3); times > 0; times--) rows.Add(($"user{user}", $"product{item}", random.Next(1_000)));
            }
        }
        return InteractionLog.Of(rows, 1, 1);
    }
}
