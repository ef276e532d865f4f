namespace SmartKart.Streams.Tests.Operators.Aggregation;

/// <summary>
/// Expected from Kafka Streams' developer guide, "Windowing", "Hopping time windows": windows of 5 minutes that advance by 1 minute; the
/// lower bound included, the upper excluded, aligned to the epoch: of 5,000 ms by 3,000 ms they are [0;5000), [3000;8000), ….
/// </summary>
public sealed class HoppingWindowTests
{
    private const long MinuteMs = 60_000;

    [Fact]
    public void Windows_of_5000_ms_by_3000_ms_are_from_0_from_3000_and_so_on()
    {
        using var driver = Driver(TimeWindows.OfSizeWithNoGrace(TimeSpan.FromMilliseconds(5000)).AdvanceBy(TimeSpan.FromMilliseconds(3000)));
        driver.Pipe("a", "1", 2999);
        driver.Pipe("a", "2", 3000);
        driver.Pipe("a", "3", 5000);
        driver.Updates().ShouldBe([
            new("a", 0, 5000, "1", 2999),
            new("a", 0, 5000, "12", 3000),
            new("a", 3000, 8000, "2", 3000),
            new("a", 3000, 8000, "23", 5000),
        ]);
    }

    [Fact]
    public void A_record_is_in_each_of_the_5_windows_of_5_minutes_by_1_minute_that_overlap_it()
    {
        using var driver = Driver(TimeWindows.OfSizeAndGrace(TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(10)).AdvanceBy(TimeSpan.FromMinutes(1)));
        driver.Pipe("a", "1", 7 * MinuteMs);
        driver.Updates().Select(update => (update.StartMs / MinuteMs, update.EndMs / MinuteMs)).ShouldBe([(3, 8), (4, 9), (5, 10), (6, 11), (7, 12)]);
    }

    [Fact]
    public void A_record_near_the_epoch_is_in_no_window_that_starts_before_it()
    {
        using var driver = Driver(TimeWindows.OfSizeWithNoGrace(TimeSpan.FromMinutes(5)).AdvanceBy(TimeSpan.FromMinutes(1)));
        driver.Pipe("a", "1", MinuteMs + 1);
        driver.Updates().Select(update => (update.StartMs / MinuteMs, update.EndMs / MinuteMs)).ShouldBe([(0, 5), (1, 6)]);
    }

    [Fact]
    public void A_late_record_is_left_out_of_the_windows_that_have_closed_and_taken_into_the_others()
    {
        using var driver = Driver(TimeWindows.OfSizeWithNoGrace(TimeSpan.FromMinutes(3)).AdvanceBy(TimeSpan.FromMinutes(1)));
        driver.Pipe("other", "x", 10 * MinuteMs);
        driver.Updates();
        driver.Pipe("a", "late", 8 * MinuteMs); // of [6;9), [7;10) and [8;11) the last is open
        driver.Updates().ShouldBe([new("a", 8 * MinuteMs, 11 * MinuteMs, "late", 8 * MinuteMs)]);
    }

    private static WindowedDriver Driver(TimeWindows windows) => new(
        grouped => grouped.WindowedBy(windows).Aggregate(() => "", WindowedDriver.Append, KeptWindows.InMemory()),
        Serdes.TimeWindowed(Serdes.String(), windows.Size));
}
