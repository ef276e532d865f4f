namespace SmartKart.Streams.Tests.Operators.Aggregation;

/// <summary>
/// Expected from KIP-825: with <c>EmitStrategy.onWindowClose</c> an aggregate of a window is forwarded once, when stream time closes the
/// window.
/// </summary>
public sealed class EmitOnWindowCloseTests
{
    private static readonly TimeSpan _size = TimeSpan.FromMilliseconds(10);

    [Fact]
    public void A_tumbling_window_is_forwarded_once_when_stream_time_reaches_its_end_and_grace()
    {
        using var driver = Tumbling(graceMs: 5);
        driver.Pipe("a", "1", 3);
        driver.Pipe("a", "2", 4);
        driver.Pipe("b", "3", 14);
        driver.Updates().ShouldBeEmpty();
        driver.Pipe("b", "4", 15);
        driver.Updates().ShouldBe([new("a", 0, 10, "12", 4)]);
        driver.Pipe("b", "5", 16);
        driver.Updates().ShouldBeEmpty();
    }

    [Fact]
    public void However_far_stream_time_jumps_no_window_is_lost()
    {
        using var driver = Tumbling(graceMs: 0);
        driver.Pipe("a", "1", 3);
        driver.Pipe("b", "2", 7);
        driver.Pipe("a", "3", 10_000_000);
        driver.Updates().ShouldBe([new("a", 0, 10, "1", 3), new("b", 0, 10, "2", 7)]);
    }

    [Fact]
    public void Windows_come_in_the_order_of_their_ends()
    {
        using var driver = Tumbling(graceMs: 30);
        driver.Pipe("b", "1", 25);
        driver.Pipe("a", "2", 5);
        driver.Pipe("c", "3", 15);
        driver.Pipe("x", "4", 1000);
        driver.Updates().Select(update => update.Key).ShouldBe(["a", "c", "b"]);
    }

    [Fact]
    public void A_sliding_window_closes_a_millisecond_later_for_its_end_is_in_it()
    {
        using var driver = new WindowedDriver(
            grouped => grouped.WindowedBy(SlidingWindows.OfTimeDifferenceWithNoGrace(_size)).EmitStrategy(EmitStrategy.OnWindowClose)
                .Aggregate(() => "", WindowedDriver.Append, KeptWindows.InMemory()),
            Serdes.TimeWindowed(Serdes.String(), _size));
        driver.Pipe("a", "1", 20);
        driver.Pipe("a", "2", 20);
        driver.Updates().ShouldBeEmpty();
        driver.Pipe("b", "3", 21);
        driver.Updates().ShouldBe([new("a", 10, 20, "12", 20)]);
    }

    [Fact]
    public void Of_sessions_that_merged_the_one_they_became_comes()
    {
        using var driver = new WindowedDriver(
            grouped => grouped.WindowedBy(SessionWindows.OfInactivityGapAndGrace(TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(10)))
                .EmitStrategy(EmitStrategy.OnWindowClose)
                .Aggregate(() => "", WindowedDriver.Append, (_, earlier, later) => earlier + later, KeptWindows.InMemory()),
            Serdes.SessionWindowed(Serdes.String()));
        driver.Pipe("a", "1", 10);
        driver.Pipe("a", "2", 20);
        driver.Pipe("a", "3", 15);
        driver.Pipe("b", "4", 35);
        driver.Updates().ShouldBeEmpty();
        driver.Pipe("b", "5", 36);
        driver.Updates().ShouldBe([new("a", 10, 20, "123", 20)]);
    }

    private static WindowedDriver Tumbling(long graceMs) => new(
        grouped => grouped.WindowedBy(TimeWindows.OfSizeAndGrace(_size, TimeSpan.FromMilliseconds(graceMs))).EmitStrategy(EmitStrategy.OnWindowClose)
            .Aggregate(() => "", WindowedDriver.Append, KeptWindows.InMemory()),
        Serdes.TimeWindowed(Serdes.String(), _size));
}
