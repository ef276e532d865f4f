using SmartKart.Streams.Testing;
using SmartKart.Streams.Tests.Operators.Aggregation;

namespace SmartKart.Streams.Tests.Operators.Joins;

/// <summary>
/// Joins with tables that hold changes back until the commit: the result follows from what was forwarded, not from what waits, which may go as
/// it came.
/// </summary>
public sealed class HeldBackRowsTests
{
    private static readonly TopologyTestDriverOptions Caching = new() { CachingEnabled = true };
    private static readonly Produced<string, string> Strings = Produced.With(Serdes.String(), Serdes.String());

    [Fact]
    public void Sessions_that_grew_together_on_both_sides_in_one_commit_are_gone_from_their_join()
    {
        using var bench = new JoinBench(
            builder => Sessions(builder, "left").Join(Sessions(builder, "right"), (left, right) => $"[{left}, {right}]")
                .ToStream((session, _) => $"{session.Key} {session.Window.StartMs}-{session.Window.EndMs}").To("out", Strings),
            Caching);
        var joined = new TableReplica<string>(bench.Driver.CreateOutputTopic<string, string>("out"));
        bench.Left(0, "a");
        bench.Left(20, "b");
        bench.Right(0, "x");
        bench.Right(20, "y");
        bench.Driver.Commit();
        joined.Read().ShouldBe(new Dictionary<string, string> { ["k 0-0"] = "[a, x]", ["k 20-20"] = "[b, y]" }, ignoreOrder: true);
        bench.Left(10, "c");
        bench.Right(10, "z");
        bench.Driver.Commit();
        joined.Read().ShouldBe(new Dictionary<string, string> { ["k 0-20"] = "[abc, xyz]" });
    }

    [Fact]
    public void What_a_suppressed_table_has_not_even_heard_of_was_not_let_out()
    {
        using var bench = new JoinBench(
            builder =>
            {
                var held = builder.Stream<string, string>("right").GroupByKey().Reduce((_, last) => last, new Materialized<string, string> { InMemory = true })
                    .Suppress(Suppressed.UntilTimeLimit(TimeSpan.FromMilliseconds(10)));
                builder.Stream<string, string>("left").LeftJoin(held, JoinBench.Pair).To("out", Strings);
            },
            Caching);
        bench.Right(0, "x");
        bench.Left(1, "a").ShouldBe(["[a, null]"]); // it is in the cache
        bench.Driver.Commit();
        bench.Left(2, "b").ShouldBe(["[b, null]"]); // it waits
        bench.Right(10, "y", key: "other");
        bench.Driver.Commit();
        bench.Left(11, "c").ShouldBe(["[c, x]"]);
        bench.Right(12, "z");
        bench.Left(13, "d").ShouldBe(["[d, x]"]);
    }

    [Fact]
    public void A_row_that_came_and_went_between_two_commits_leaves_nothing_in_a_join_by_foreign_key()
    {
        using var bench = ForeignKeys();
        bench.Right(1, "foo", key: "1");
        bench.Left(2, "1").ShouldBeEmpty();
        bench.Right(3, null, key: "1");
        bench.Driver.Commit();
        bench.Read().ShouldBeEmpty();
    }

    [Fact]
    public void A_row_that_stays_comes_to_a_join_by_foreign_key_at_the_commit()
    {
        using var bench = ForeignKeys();
        bench.Right(1, "foo", key: "1");
        bench.Left(2, "1").ShouldBeEmpty();
        bench.Driver.Commit();
        bench.Read().ShouldBe(["[1, foo]"]);
    }

    private static IKTable<Windowed<string>, string> Sessions(StreamBuilder builder, string topic) => builder.Stream<string, string>(topic).GroupByKey()
        .WindowedBy(SessionWindows.OfInactivityGapAndGrace(TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1)))
        .Aggregate(() => "", (_, value, all) => Sorted(all + value), (_, earlier, later) => Sorted(earlier + later), KeptWindows.InMemory());

    private static string Sorted(string letters) => string.Concat(letters.Order());

    // The left table tells of each change at once, the right one at the commit.
    private static JoinBench ForeignKeys() => new(
        builder => builder.Table("left", materialized: new Materialized<string, string> { StoreName = "left", InMemory = true, CachingEnabled = false })
            .Join(
                builder.Table("right", materialized: new Materialized<string, string> { StoreName = "right", InMemory = true }),
                value => value, (left, right) => JoinBench.Pair(left, right)).ToStream().To("out", Strings),
        Caching);
}
