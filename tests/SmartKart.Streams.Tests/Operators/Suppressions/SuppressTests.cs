using SmartKart.Streams.Testing;
using SmartKart.Streams.Tests.Operators.Aggregation;

namespace SmartKart.Streams.Tests.Operators.Suppressions;

/// <summary>
/// Expected from Kafka Streams' developer guide, "Windowing", "Window Final Results" (an hourly count with 10 minutes of grace: nothing
/// comes of a window until 10 minutes after its end, and then exactly one result), and from KIP-328.
/// </summary>
public sealed class SuppressTests
{
    private const long MinuteMs = 60_000;
    private const long HourMs = 60 * MinuteMs;

    [Fact]
    public void The_guides_hourly_count_of_9_to_10_comes_at_10_past_10_and_once()
    {
        using var driver = Windowed(
            grouped => grouped.WindowedBy(TimeWindows.OfSizeAndGrace(TimeSpan.FromHours(1), TimeSpan.FromMinutes(10)))
                .Aggregate(() => "", WindowedDriver.Append, KeptWindows.InMemory()).Suppress(Suppressed.UntilWindowCloses()),
            Serdes.TimeWindowed(Serdes.String(), TimeSpan.FromHours(1)));
        for (var minute = 0; minute < 9; minute++) driver.Pipe("U", "x", 9 * HourMs + minute * MinuteMs);
        driver.Pipe("V", "y", 10 * HourMs + 9 * MinuteMs);
        driver.Pipe("U", "x", 9 * HourMs + 30 * MinuteMs); // out of order, before 10:10
        driver.Updates().ShouldBeEmpty();
        driver.Pipe("V", "y", 10 * HourMs + 10 * MinuteMs);
        driver.Updates().ShouldBe([new("U", 9 * HourMs, 10 * HourMs, "xxxxxxxxxx", 9 * HourMs + 30 * MinuteMs)]);
        driver.Pipe("U", "late", 9 * HourMs + 59 * MinuteMs);
        driver.Pipe("V", "y", 10 * HourMs + 11 * MinuteMs);
        driver.Updates().ShouldBeEmpty();
    }

    [Fact]
    public void Of_a_session_that_merged_nothing_is_told_but_the_one_it_became()
    {
        using var driver = Windowed(
            grouped => grouped.WindowedBy(SessionWindows.OfInactivityGapWithNoGrace(TimeSpan.FromMilliseconds(5)))
                .Aggregate(() => "", WindowedDriver.Append, (_, earlier, later) => earlier + later, KeptWindows.InMemory())
                .Suppress(Suppressed.UntilWindowCloses()),
            Serdes.SessionWindowed(Serdes.String()));
        driver.Pipe("a", "1", 10);
        driver.Pipe("a", "2", 15);
        driver.Pipe("b", "3", 20);
        driver.Updates().ShouldBeEmpty();
        driver.Pipe("b", "4", 21);
        driver.Updates().ShouldBe([new("a", 10, 15, "12", 15)]);
    }

    [Fact]
    public void Until_a_time_limit_the_last_of_a_keys_changes_comes_that_long_after_its_first()
    {
        using var driver = Counts(table => table.Suppress(Suppressed.UntilTimeLimit(TimeSpan.FromMilliseconds(10))), out var input, out var output);
        input.PipeInput("a", "x", 0);
        input.PipeInput("a", "x", 5);
        input.PipeInput("b", "x", 9);
        output.IsEmpty.ShouldBeTrue();
        input.PipeInput("b", "x", 10);
        output.ReadRecords().Select(record => (record.Key, record.Value, record.TimestampMs)).ShouldBe([("a", 2, 5)]);
        input.PipeInput("c", "x", 19);
        output.ReadRecords().Select(record => (record.Key, record.Value, record.TimestampMs)).ShouldBe([("b", 2, 10)]);
    }

    [Fact]
    public void Where_more_keys_would_wait_than_may_the_first_go_out_early()
    {
        using var driver = Counts(table =>
            table.Suppress(Suppressed.UntilTimeLimit(TimeSpan.FromHours(1)) with { MaxRecords = 2 }), out var input, out var output);
        foreach (var (key, timeMs) in new[] { ("a", 3L), ("b", 2), ("a", 4) }) input.PipeInput(key, "x", timeMs);
        output.IsEmpty.ShouldBeTrue();
        input.PipeInput("c", "x", 5);
        output.ReadKeyValues().ShouldBe([KeyValuePair.Create("b", 1L)]);
    }

    [Fact]
    public void Where_more_bytes_would_wait_than_may_the_first_go_out_early()
    {
        using var driver = Counts(table =>
            table.Suppress(Suppressed.UntilTimeLimit(TimeSpan.FromHours(1)) with { MaxBytes = 100 }), out var input, out var output);
        for (var key = 0; key < 10; key++) input.PipeInput($"{key}", "x", key);
        output.ReadKeyValues().Select(entry => entry.Key).ShouldBe(["0", "1", "2", "3", "4", "5", "6"]); // three of 29 bytes stay
    }

    [Fact]
    public void Final_results_never_go_out_early_and_the_task_fails_instead()
    {
        using var driver = Windowed(
            grouped => grouped.WindowedBy(TimeWindows.OfSizeWithNoGrace(TimeSpan.FromHours(1)))
                .Aggregate(() => "", WindowedDriver.Append, KeptWindows.InMemory())
                .Suppress(Suppressed.UntilWindowCloses() with { MaxRecords = 1, Name = "last" }),
            Serdes.TimeWindowed(Serdes.String(), TimeSpan.FromHours(1)));
        driver.Pipe("a", "1", 1);
        var message = Should.Throw<BufferFullException>(() => driver.Pipe("b", "2", 2)).Message;
        message.ShouldContain("'last'");
        message.ShouldContain("MaxRecords");
    }

    [Fact]
    public void A_table_without_windows_has_no_final_results()
    {
        var table = new StreamBuilder().Stream<string, string>("in").GroupByKey().Count();
        Should.Throw<TopologyException>(() => table.Suppress(Suppressed.UntilWindowCloses())).Message.ShouldContain("UntilTimeLimit");
    }

    [Fact]
    public void Final_results_can_be_asked_of_what_a_windowed_table_was_filtered_or_mapped_to()
    {
        using var driver = Windowed(
            grouped => grouped.WindowedBy(TimeWindows.OfSizeWithNoGrace(TimeSpan.FromMilliseconds(10)))
                .Aggregate(() => "", WindowedDriver.Append, KeptWindows.InMemory())
                .MapValues(all => all + "!").Suppress(Suppressed.UntilWindowCloses()),
            Serdes.TimeWindowed(Serdes.String(), TimeSpan.FromMilliseconds(10)));
        driver.Pipe("a", "1", 1);
        driver.Pipe("a", "2", 2);
        driver.Pipe("a", "3", 10);
        driver.Updates().ShouldBe([new("a", 0, 10, "12!", 2)]);
    }

    [Fact]
    public void Final_results_that_may_go_out_early_are_refused()
    {
        var table = new StreamBuilder().Stream<string, string>("in").GroupByKey().WindowedBy(TimeWindows.OfSizeWithNoGrace(TimeSpan.FromHours(1))).Count();
        Should.Throw<TopologyException>(() =>
            table.Suppress(Suppressed.UntilWindowCloses() with { EmitEarlyWhenFull = true })).Message.ShouldContain("EmitEarlyWhenFull");
    }

    [Fact]
    public void What_is_grouped_again_is_told_what_was_let_out_before_not_what_was_held_back()
    {
        var builder = new StreamBuilder();
        builder.Stream<string, string>("in").GroupByKey().Count(new Materialized<string, long> { InMemory = true })
            .Suppress(Suppressed.UntilTimeLimit(TimeSpan.FromMilliseconds(10)))
            .GroupBy((_, count) => KeyValuePair.Create("all", count), Grouped.With(Serdes.String(), Serdes.Int64()))
            .Reduce((sum, count) => sum + count, (sum, count) => sum - count, new Materialized<string, long> { InMemory = true }).ToStream().To("out");
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic<string, string>("in");
        var output = driver.CreateOutputTopic<string, long>("out");
        foreach (var timeMs in new[] { 0L, 1, 2, 10, 11, 12, 30 }) input.PipeInput("a", "x", timeMs);
        output.ReadKeyValues()[^1].ShouldBe(KeyValuePair.Create("all", 7L));
    }

    [Fact]
    public void A_lookup_finds_what_was_let_out_while_a_change_waits()
    {
        var builder = new StreamBuilder();
        var stream = builder.Stream<string, string>("in");
        var held = stream.GroupByKey().Count(new Materialized<string, long> { InMemory = true })
            .Suppress(Suppressed.UntilTimeLimit(TimeSpan.FromMilliseconds(10)));
        builder.Stream<string, string>("asked").Join(held, (_, count) => count).To("out");
        using var driver = new TopologyTestDriver(builder.Build());
        var input = driver.CreateInputTopic<string, string>("in");
        var asked = driver.CreateInputTopic<string, string>("asked");
        var output = driver.CreateOutputTopic<string, long>("out");
        input.PipeInput("a", "x", 0);
        asked.PipeInput("a", "?", 1); // nothing was let out
        input.PipeInput("b", "x", 10); // lets a's 1 out
        asked.PipeInput("a", "?", 10);
        input.PipeInput("a", "x", 11);
        asked.PipeInput("a", "?", 12); // its 2 waits
        output.ReadKeyValues().Select(entry => entry.Value).ShouldBe([1, 1]);
    }

    [Fact]
    public void Headers_come_with_the_change_they_came_with()
    {
        using var driver = Counts(table => table.Suppress(Suppressed.UntilTimeLimit(TimeSpan.FromMilliseconds(10))), out var input, out var output);
        input.PipeInput("a", "x", 0, Headers.Of(new Header("trace", new byte[] { 1, 2 }), new Header("none", null)));
        input.PipeInput("b", "x", 10);
        var headers = output.ReadRecord().Headers;
        headers.Select(header => (header.Name, header.Value?.ToArray())).ShouldBe([("trace", [1, 2]), ("none", null)], new HeaderEquality());
    }

    private sealed class HeaderEquality : IEqualityComparer<(string Name, byte[]? Value)>
    {
        public bool Equals((string Name, byte[]? Value) x, (string Name, byte[]? Value) y) =>
            x.Name == y.Name && (x.Value is null ? y.Value is null : y.Value is not null && x.Value.AsSpan().SequenceEqual(y.Value));

        public int GetHashCode((string Name, byte[]? Value) obj) => obj.Name.GetHashCode(StringComparison.Ordinal);
    }

    private static WindowedDriver Windowed(
        Func<IKGroupedStream<string, string>, IKTable<Windowed<string>, string>> aggregate, ISerde<Windowed<string>> keys) => new(aggregate, keys);

    private static TopologyTestDriver Counts(
        Func<IKTable<string, long>, IKTable<string, long>> suppress, out TestInputTopic<string, string> input, out TestOutputTopic<string, long> output)
    {
        var builder = new StreamBuilder();
        suppress(builder.Stream<string, string>("in").GroupByKey().Count(new Materialized<string, long> { InMemory = true })).ToStream().To("out");
        var driver = new TopologyTestDriver(builder.Build());
        input = driver.CreateInputTopic<string, string>("in");
        output = driver.CreateOutputTopic<string, long>("out");
        return driver;
    }
}
