namespace SmartKart.Streams.Tests.Operators.Aggregation;

/// <summary>
/// Expected from Kafka Streams' developer guide, "Windowing", "Session Windows" (six records, of which two are out of order, with an
/// inactivity gap of 5 minutes), and from the documentation of <c>SessionWindows</c> (records at 10, 12, 20, then 16, with a gap of 5).
/// </summary>
public sealed class SessionWindowTests
{
    private const long MinuteMs = 60_000;

    [Fact]
    public void The_guides_six_records_merge_green_into_one_session_and_extend_blue()
    {
        // The guide's diagram leaves grace out; its two out-of-order records are taken, so there is some.
        using var driver = Driver(5 * MinuteMs, graceMs: 60 * MinuteMs);
        driver.Pipe("green", "1", 0);
        driver.Pipe("green", "2", 6 * MinuteMs);
        driver.Pipe("blue", "3", 2 * MinuteMs);
        var first = driver.Updates();
        Sessions(first).ShouldBe(["blue 2-2: 3", "green 0-0: 1", "green 6-6: 2"]);
        driver.Pipe("blue", "4", 11 * MinuteMs);
        driver.Pipe("green", "5", 4 * MinuteMs);
        driver.Pipe("blue", "6", 5 * MinuteMs);
        Sessions(first.Concat(driver.Updates())).ShouldBe(["blue 11-11: 4", "blue 2-5: 36", "green 0-6: 125"]);
    }

    [Fact]
    public void The_sessions_of_10_12_and_20_are_two_and_a_record_at_16_makes_them_one()
    {
        using var driver = Driver(5, graceMs: 100);
        driver.Pipe("A", "1", 10);
        driver.Pipe("A", "2", 12);
        driver.Pipe("A", "3", 20);
        var updates = driver.Updates();
        WindowedDriver.Table(updates)
            .ShouldBe(new Dictionary<(string, long, long), string> { [("A", 10, 12)] = "12", [("A", 20, 20)] = "3" }, ignoreOrder: true);
        driver.Pipe("A", "4", 16);
        driver.Updates().ShouldBe([
            new("A", 10, 12, null, 12), // those that were merged are deleted, at the time of their ends
            new("A", 20, 20, null, 20),
            new("A", 10, 20, "1234", 20),
        ]);
    }

    [Fact]
    public void A_record_a_gap_after_a_session_joins_it_and_one_a_millisecond_later_begins_another()
    {
        using var driver = Driver(5, graceMs: 0);
        driver.Pipe("a", "1", 10);
        driver.Pipe("a", "2", 15);
        driver.Pipe("a", "3", 21);
        WindowedDriver.Table(driver.Updates())
            .ShouldBe(new Dictionary<(string, long, long), string> { [("a", 10, 15)] = "12", [("a", 21, 21)] = "3" }, ignoreOrder: true);
    }

    [Theory]
    [InlineData(115, "1late")] // at its end, gap and grace it is open still
    [InlineData(116, null)]
    public void A_session_closes_when_stream_time_is_past_its_end_its_gap_and_grace(long streamTimeMs, string? expected)
    {
        using var driver = Driver(5, graceMs: 10);
        driver.Pipe("a", "1", 100);
        driver.Pipe("other", "x", streamTimeMs);
        driver.Updates();
        driver.Pipe("a", "late", 98);
        var updates = driver.Updates();
        if (expected is null) updates.ShouldBeEmpty();
        else updates.ShouldBe([new("a", 100, 100, null, 100), new("a", 98, 100, expected, 100)]);
    }

    [Fact]
    public void A_record_of_the_instant_of_a_session_of_one_instant_updates_it()
    {
        using var driver = Driver(5, graceMs: 0);
        driver.Pipe("a", "1", 10);
        driver.Pipe("a", "2", 10);
        driver.Updates().ShouldBe([new("a", 10, 10, "1", 10), new("a", 10, 10, "12", 10)]);
    }

    [Fact]
    public void Keys_have_sessions_of_their_own_even_where_one_begins_with_the_other()
    {
        using var driver = Driver(5, graceMs: 0);
        driver.Pipe("a", "1", 10);
        driver.Pipe("ab", "2", 12);
        WindowedDriver.Table(driver.Updates())
            .ShouldBe(new Dictionary<(string, long, long), string> { [("a", 10, 10)] = "1", [("ab", 12, 12)] = "2" }, ignoreOrder: true);
    }

    [Fact]
    public void A_session_that_a_record_joins_is_merged_into_an_empty_one_first()
    {
        using var driver = new WindowedDriver(
            grouped => grouped.WindowedBy(SessionWindows.OfInactivityGapWithNoGrace(TimeSpan.FromMilliseconds(5)))
                .Aggregate(() => "", WindowedDriver.Append, (_, earlier, later) => $"({earlier}+{later})", KeptWindows.InMemory()),
            Serdes.SessionWindowed(Serdes.String()));
        driver.Pipe("a", "1", 10);
        driver.Pipe("a", "2", 12);
        driver.Updates()[^1].ShouldBe(new("a", 10, 12, "(+1)2", 12));
    }

    private static IEnumerable<string> Sessions(IEnumerable<Update> updates) => WindowedDriver.Table(updates)
        .Select(row => $"{row.Key.Key} {row.Key.StartMs / MinuteMs}-{row.Key.EndMs / MinuteMs}: {row.Value}").Order(StringComparer.Ordinal);

    private static WindowedDriver Driver(long gapMs, long graceMs) => new(
        grouped => grouped.WindowedBy(SessionWindows.OfInactivityGapAndGrace(TimeSpan.FromMilliseconds(gapMs), TimeSpan.FromMilliseconds(graceMs)))
            .Aggregate(() => "", WindowedDriver.Append, (_, earlier, later) => earlier + later, KeptWindows.InMemory()),
        Serdes.SessionWindowed(Serdes.String()));
}
