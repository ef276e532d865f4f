using SmartKart.Streams.Operators.Joins;
using SmartKart.Streams.Testing;

namespace SmartKart.Streams.Tests.Operators.Joins;

/// <summary>
/// What the documented table of stream–stream joins does not show: asymmetric windows, late records, nulls, a stream joined with itself, a
/// restart.
/// </summary>
public sealed class StreamStreamJoinTests
{
    private static readonly StreamJoined<string, string, string> InMemory = new() { InMemory = true };

    private static readonly JoinWindows TenMs = JoinWindows.OfTimeDifferenceAndGrace(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(5));

    [Fact]
    public void Both_ends_of_an_asymmetric_window_belong_to_it()
    {
        var windows = JoinWindows.OfTimeDifferenceWithNoGrace(TimeSpan.Zero).WithAfter(TimeSpan.FromMilliseconds(10));
        using var bench = new JoinBench(
            builder => builder.Stream<string, string>("left").Join(builder.Stream<string, string>("right"), JoinBench.Pair, windows, InMemory).To("out"));
        bench.Left(100, "A").ShouldBeEmpty();
        bench.Right(100, "a").ShouldBe(["[A, a]"]);
        bench.Left(110, "other key", key: "o").ShouldBeEmpty(); // moves the left side's time to the very end of A's window
        bench.Right(110, "b").ShouldBe(["[A, b]"]);
        bench.Right(111, "c").ShouldBeEmpty();
    }

    [Fact]
    public void A_window_that_lies_wholly_after_the_record_joins_only_what_is_later()
    {
        var windows = JoinWindows.OfTimeDifferenceWithNoGrace(TimeSpan.Zero).WithAfter(TimeSpan.FromMilliseconds(10)).WithBefore(TimeSpan.FromMilliseconds(-5));
        using var bench = new JoinBench(
            builder => builder.Stream<string, string>("left").LeftJoin(builder.Stream<string, string>("right"), JoinBench.Pair, windows, InMemory).To("out"));
        bench.Left(100, "A").ShouldBeEmpty();
        bench.Right(104, "early").ShouldBeEmpty();
        bench.Right(105, "a").ShouldBe(["[A, a]"]);
        bench.Left(106, "B").ShouldBeEmpty();
        bench.Right(117, "late").ShouldBe(["[B, null]"]);
    }

    [Fact]
    public void What_came_alone_is_joined_no_more()
    {
        using var bench = new JoinBench(
            builder => builder.Stream<string, string>("left").LeftJoin(builder.Stream<string, string>("right"), JoinBench.Pair, TenMs, InMemory).To("out"));
        bench.Left(100, "A").ShouldBeEmpty();
        bench.Right(116, "x", key: "other").ShouldBe(["[A, null]"]);
        bench.Right(110, "a").ShouldBeEmpty();
    }

    [Fact]
    public void What_waits_is_joined_by_a_late_record_within_the_grace()
    {
        using var bench = new JoinBench(
            builder => builder.Stream<string, string>("left").LeftJoin(builder.Stream<string, string>("right"), JoinBench.Pair, TenMs, InMemory).To("out"));
        bench.Left(100, "A").ShouldBeEmpty();
        bench.Right(115, "x", key: "other").ShouldBeEmpty(); // the window is over, its grace is not
        bench.Right(110, "a").ShouldBe(["[A, a]"]);
        bench.Right(200, "x", key: "other").ShouldBeEmpty();
    }

    [Fact]
    public void Records_that_come_alone_come_in_the_order_of_their_times_each_with_its_own()
    {
        using var bench = new JoinBench(
            builder => builder.Stream<string, string>("left").OuterJoin(builder.Stream<string, string>("right"), JoinBench.Pair, TenMs, InMemory).To("out"));
        bench.Left(102, "C");
        bench.Right(101, "b", key: "l");
        bench.Left(100, "A", key: "m");
        bench.Left(100, "A2", key: "m");
        bench.Driver.CreateInputTopic<string, string>("left").PipeInput("z", "Z", 1000);
        bench.Records().Select(record => record.ToString())
            .ShouldBe(["m = [A, null] @ 100", "m = [A2, null] @ 100", "l = [null, b] @ 101", "k = [C, null] @ 102"]);
    }

    [Fact]
    public void Records_that_come_after_all_that_is_kept_are_dropped()
    {
        using var bench = new JoinBench(
            builder => builder.Stream<string, string>("left").OuterJoin(builder.Stream<string, string>("right"), JoinBench.Pair, TenMs, InMemory).To("out"));
        bench.Left(1000, "now");
        bench.Left(974, "late").ShouldBeEmpty(); // 10 before, 10 after, 5 of grace
        bench.Right(975, "in time").ShouldBe(["[null, in time]"]);
    }

    [Fact]
    public void A_record_without_a_key_comes_alone_at_once_on_an_outer_side()
    {
        using var bench = new JoinBench(
            builder => builder.Stream<string, string>("left").LeftJoin(builder.Stream<string, string>("right"), JoinBench.Pair, TenMs, InMemory).To("out"));
        bench.Left(100, "A", key: null).ShouldBe(["[A, null]"]);
        bench.Right(100, "a", key: null).ShouldBeEmpty();
    }

    [Fact]
    public void A_stream_joined_with_itself_pairs_each_record_with_itself_and_both_ways_with_the_others()
    {
        using var bench = new JoinBench(builder =>
        {
            var left = builder.Stream<string, string>("left");
            builder.Stream<string, string>("right");
            left.Join(left, JoinBench.Pair, TenMs, InMemory).To("out");
        });
        bench.Left(100, "A").ShouldBe(["[A, A]"]);
        bench.Left(105, "B").ShouldBe(["[B, A]", "[A, B]", "[B, B]"]);
    }

    [Fact]
    public void Streams_whose_keys_changed_are_partitioned_anew()
    {
        using var bench = new JoinBench(builder => builder.Stream<string, string>("left").SelectKey((_, value) => value[..1])
            .Join(builder.Stream<string, string>("right").SelectKey((_, value) => value[..1]), JoinBench.Pair, TenMs, InMemory).To("out"));
        bench.Left(100, "x1", key: "any").ShouldBeEmpty();
        bench.Right(101, "x2", key: "other").ShouldBe(["[x1, x2]"]);
    }

    [Fact]
    public void When_writes_are_taken_back_so_is_stream_time_and_what_is_known_of_those_that_wait()
    {
        using var clock = new JoinClock("clock");
        clock.Advance(100);
        clock.Commit(changelogOffset: null);
        clock.Advance(200);
        clock.EarliestWaitingMs = 150; // all earlier ones came alone
        clock.Rollback();
        clock.StreamTimeMs.ShouldBe(100);
        clock.EarliestWaitingMs.ShouldBe(long.MinValue); // and now wait again
    }

    [Fact]
    public void What_waited_when_the_task_stopped_comes_alone_after_it_started_again()
    {
        var directory = Directory.CreateTempSubdirectory("join-restart-");
        try
        {
            static void Build(StreamBuilder builder) =>
                builder.Stream<string, string>("left").LeftJoin(builder.Stream<string, string>("right"), JoinBench.Pair, TenMs).To("out");
            var options = new TopologyTestDriverOptions { StateDirectory = directory.FullName };
            using (var before = new JoinBench(Build, options))
            {
                before.Left(100, "A").ShouldBeEmpty();
                before.Left(101, "B", key: "b").ShouldBeEmpty();
                before.Driver.Commit();
            }
            using var after = new JoinBench(Build, options);
            after.Right(105, "a").ShouldBe(["[A, a]"]);
            after.Right(200, "x", key: "other").ShouldBe(["[B, null]"]);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
