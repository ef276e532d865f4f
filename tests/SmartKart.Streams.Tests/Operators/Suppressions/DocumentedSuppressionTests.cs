using SmartKart.Streams.Testing;
using SmartKart.Streams.Tests.Operators.Aggregation;
using SmartKart.Streams.Tests.Operators.Joins;

namespace SmartKart.Streams.Tests.Operators.Suppressions;

/// <summary>
/// Row by row what Kafka Streams gives where results are held back (KIP-328, and the scenarios that its own tests play): each row is a record
/// and what it lets out.
/// </summary>
public sealed class DocumentedSuppressionTests
{
    private static readonly Produced<string, long> Counts = Produced.With(Serdes.String(), Serdes.Int64());

    public sealed record Row(string Key, string? Value, long TimeMs, params string[] Out)
    {
        public override string ToString() => $"{Key} = {Value ?? "null"} @ {TimeMs}";
    }

    [Fact]
    public void Held_back_for_no_time_each_change_comes_at_once() => CountsOfValues(
        TimeSpan.Zero,
        new("k1", "v1", 0, "v1 = 1 @ 0"),
        new("k1", "v2", 1, "v1 = 0 @ 1", "v2 = 1 @ 1"),
        new("k2", "v1", 2, "v1 = 1 @ 2"),
        new("x", "x", 3, "x = 1 @ 3"),
        new("x", "y", 4, "x = 0 @ 4", "y = 1 @ 4"));

    [Fact]
    public void Held_back_for_2_ms_the_last_change_comes_2_ms_after_the_first() => CountsOfValues(
        TimeSpan.FromMilliseconds(2),
        new("k1", "v1", 0),
        new("k1", "v2", 1),
        new("k2", "v1", 2, "v1 = 1 @ 2"),
        new("tick", "tick", 3, "v2 = 1 @ 1"),
        new("tick", "tock", 4));

    [Fact]
    public void A_change_that_is_older_than_the_limit_when_it_comes_does_not_wait() => CountsOfValues(
        TimeSpan.FromMilliseconds(10),
        new("k1", "v1", 100),
        new("k2", "v2", 90, "v2 = 1 @ 90"),
        new("k3", "v3", 91),
        new("k4", "v3", 95),
        new("k5", "v1", 101, "v3 = 2 @ 95"));

    [Fact]
    public void A_deletion_waits_as_any_change_and_comes_even_where_nothing_came_before()
    {
        using var bench = new JoinBench(builder =>
        {
            builder.Table<string, string>("left").Suppress(Suppressed.UntilTimeLimit(TimeSpan.FromMilliseconds(10))).ToStream()
                .To("out", Produced.With(Serdes.String(), Serdes.String()));
            builder.Stream<string, string>("right").To("unused");
        });
        bench.Left(0, "a").ShouldBeEmpty();
        bench.Left(5, null).ShouldBeEmpty();
        bench.Left(10, "x", key: "tick").ShouldBe(["null"]);
    }

    [Fact]
    public void A_tumbling_window_comes_when_stream_time_passed_its_end_by_the_grace_and_takes_what_is_out_of_order_until_then() => Windows(
        grouped => Closed(grouped.WindowedBy(TimeWindows.OfSizeAndGrace(TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(1)))),
        Serdes.TimeWindowed(Serdes.String(), TimeSpan.FromMilliseconds(2)),
        new("k1", "a", 0),
        new("k1", "b", 1),
        new("k1", "c", 2),
        new("k1", "d", 1),
        new("k1", "e", 0),
        new("k1", "f", 5, "k1 0-2 abde @ 1", "k1 2-4 c @ 2"),
        new("k1", "late", 0));

    [Fact]
    public void After_a_long_leap_of_time_all_windows_that_closed_come_by_their_ends() => Windows(
        grouped => Closed(grouped.WindowedBy(TimeWindows.OfSizeAndGrace(TimeSpan.FromMilliseconds(2), TimeSpan.FromMilliseconds(2)))),
        Serdes.TimeWindowed(Serdes.String(), TimeSpan.FromMilliseconds(2)),
        new("k1", "a", 0),
        new("k1", "b", 1),
        new("k1", "c", 2),
        new("k1", "d", 0),
        new("k1", "e", 3),
        new("k1", "f", 0),
        new("k1", "g", 4, "k1 0-2 abdf @ 1"),
        new("k1", "late", 0),
        new("k1", "h", 30, "k1 2-4 ce @ 3", "k1 4-6 g @ 4"));

    [Fact]
    public void Without_grace_a_window_comes_with_the_first_record_at_its_end() => Windows(
        grouped => Closed(grouped.WindowedBy(TimeWindows.OfSizeWithNoGrace(TimeSpan.FromMilliseconds(10)))),
        Serdes.TimeWindowed(Serdes.String(), TimeSpan.FromMilliseconds(10)),
        new("k1", "a", 9),
        new("k1", "b", 3),
        new("k2", "c", 10, "k1 0-10 ab @ 9"),
        new("k1", "late", 9),
        new("k1", "d", 19),
        new("k1", "e", 20, "k1 10-20 d @ 19", "k2 10-20 c @ 10"));

    [Fact]
    public void A_sliding_window_comes_when_stream_time_is_past_its_end_by_the_grace() => Windows(
        grouped => Closed(grouped.WindowedBy(SlidingWindows.OfTimeDifferenceAndGrace(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(15)))),
        Serdes.TimeWindowed(Serdes.String(), TimeSpan.FromMilliseconds(5)),
        new("k1", "a", 10),
        new("k1", "b", 11),
        new("k1", "c", 10),
        new("k1", "d", 13),
        new("k1", "e", 10),
        new("k1", "f", 24),
        new("k1", "g", 5),
        new("k1", "h", 7),
        new("k1", "i", 90, "k1 5-10 acegh @ 10", "k1 6-11 abceh @ 11", "k1 8-13 abcde @ 13", "k1 11-16 bd @ 13", "k1 12-17 d @ 13", "k1 19-24 f @ 24"));

    [Fact]
    public void A_session_comes_once_stream_time_is_past_its_end_by_gap_and_grace_though_another_key_moved_it() => Sessions(
        new("k1", "a", 0),
        new("k1", "b", 5),
        new("k1", "c", 1),
        new("k2", "d", 10),
        new("k2", "e", 11, "k1 0-5 abc @ 5"),
        new("k1", "late", 5),
        new("k1", "f", 30, "k2 10-11 de @ 11"));

    [Fact]
    public void A_record_at_the_very_end_of_the_gap_still_comes_into_the_session_before_anything_is_let_out() => Sessions(
        new("k1", "a", 0),
        new("k2", "b", 5),
        new("k1", "c", 5),
        new("k1", "d", 30, "k1 0-5 ac @ 5", "k2 5-5 b @ 5"));

    [Theory, InlineData(true), InlineData(false)]
    public void A_join_sees_of_a_side_that_waits_what_came_of_it_before(bool leftWaits)
    {
        using var bench = new JoinBench(builder =>
        {
            IKTable<string, string> Side(string topic, bool waits) => waits
                ? builder.Table<string, string>(topic).Suppress(Suppressed.UntilTimeLimit(TimeSpan.FromMilliseconds(10)))
                : builder.Table<string, string>(topic);
            Side("left", leftWaits).OuterJoin(Side("right", !leftWaits), JoinBench.Pair).ToStream().To("out", Produced.With(Serdes.String(), Serdes.String()));
        });
        IReadOnlyList<string> Held(long timeMs, string value, string key) => leftWaits ? bench.Left(timeMs, value, key) : bench.Right(timeMs, value, key);
        IReadOnlyList<string> Other(long timeMs, string value, string key) => leftWaits ? bench.Right(timeMs, value, key) : bench.Left(timeMs, value, key);
        string Pair(string held, string other) => leftWaits ? $"[{held}, {other}]" : $"[{other}, {held}]";

        Held(0, "1", "B").ShouldBeEmpty();
        Held(0, "1", "A").ShouldBeEmpty();
        Held(10, "tick", "tick").ShouldBe([Pair("1", "null"), Pair("1", "null")]);
        Held(11, "2", "A").ShouldBeEmpty();
        Other(12, "a", "A").ShouldBe([Pair("1", "a")]);
        Other(12, "b", "B").ShouldBe([Pair("1", "b")]);
        Other(13, "b", "A").ShouldBe([Pair("1", "b")]);
        Held(21, "tick1", "tick").ShouldBe([Pair("tick1", "null"), Pair("2", "b")]);
    }

    private static IKTable<Windowed<string>, string> Closed(IWindowedKStream<string, string> windowed) =>
        windowed.Aggregate(() => "", WindowedDriver.Append, KeptWindows.InMemory()).Suppress(Suppressed.UntilWindowCloses());

    // Of a gap of 5 ms, without grace.
    private static void Sessions(params Row[] rows) => Windows(
        grouped => grouped.WindowedBy(SessionWindows.OfInactivityGapWithNoGrace(TimeSpan.FromMilliseconds(5)))
            .Aggregate(() => "", WindowedDriver.Append, (_, earlier, later) => earlier + later, KeptWindows.InMemory())
            .Suppress(Suppressed.UntilWindowCloses()),
        Serdes.SessionWindowed(Serdes.String()), rows);

    // How many rows of a table have each value: a change of a row is two of counts.
    private static void CountsOfValues(TimeSpan wait, params Row[] rows)
    {
        var builder = new StreamBuilder();
        builder.Table<string, string>("in").GroupBy((key, value) => KeyValuePair.Create(value, key), Grouped.With(Serdes.String(), Serdes.String()))
            .Count(new Materialized<string, long> { InMemory = true }).Suppress(Suppressed.UntilTimeLimit(wait)).ToStream().To("out", Counts);
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic<string, string>("in");
        var output = driver.CreateOutputTopic<string, long>("out");
        foreach (var row in rows)
        {
            input.PipeInput(row.Key, row.Value!, row.TimeMs); // the topic takes tombstones
            output.ReadRecords().Select(record => $"{record.Key} = {record.Value} @ {record.TimestampMs}").ShouldBe(row.Out, row.ToString());
        }
    }

    private static void Windows(
        Func<IKGroupedStream<string, string>, IKTable<Windowed<string>, string>> aggregate, ISerde<Windowed<string>> keys, params Row[] rows)
    {
        using var driver = new WindowedDriver(aggregate, keys);
        foreach (var row in rows)
        {
            driver.Pipe(row.Key, row.Value, row.TimeMs);
            driver.Updates().Select(update => $"{update.Key} {update.StartMs}-{update.EndMs} {Sorted(update.Value!)} @ {update.TimeMs}")
                .ShouldBe(row.Out, row.ToString());
        }
    }

    // What is in a window counts, not the order in which an algorithm came to put it there.
    private static string Sorted(string value) => string.Concat(value.Order());
}
