namespace SmartKart.Streams.Tests.Operators.Aggregation;

/// <summary>
/// Expected from Kafka Streams' developer guide, "Windowing", "Tumbling time windows": aligned to the epoch, the lower bound included
/// and the upper excluded; windows of 5,000 ms are [0;5000), [5000;10000), ….
/// </summary>
public sealed class TumblingWindowTests
{
    private static readonly TimeSpan _size = TimeSpan.FromMilliseconds(5000);

    [Fact]
    public void Windows_of_5000_ms_start_at_multiples_of_5000_and_do_not_hold_their_end()
    {
        using var driver = Driver(TimeWindows.OfSizeWithNoGrace(_size));
        driver.Pipe("a", "1", 0);
        driver.Pipe("a", "2", 4999);
        driver.Pipe("a", "3", 5000);
        driver.Pipe("a", "4", 9999);
        driver.Pipe("a", "5", 10_000);
        driver.Updates().ShouldBe([
            new("a", 0, 5000, "1", 0),
            new("a", 0, 5000, "12", 4999),
            new("a", 5000, 10_000, "3", 5000),
            new("a", 5000, 10_000, "34", 9999),
            new("a", 10_000, 15_000, "5", 10_000),
        ]);
    }

    [Fact]
    public void Keys_have_windows_of_their_own()
    {
        using var driver = Driver(TimeWindows.OfSizeWithNoGrace(_size));
        driver.Pipe("a", "1", 100);
        driver.Pipe("b", "2", 200);
        driver.Updates().ShouldBe([new("a", 0, 5000, "1", 100), new("b", 0, 5000, "2", 200)]);
    }

    [Fact]
    public void The_time_of_a_result_is_the_latest_of_its_records()
    {
        using var driver = Driver(TimeWindows.OfSizeWithNoGrace(_size));
        driver.Pipe("a", "1", 3000);
        driver.Pipe("a", "2", 1000);
        driver.Updates().ShouldBe([new("a", 0, 5000, "1", 3000), new("a", 0, 5000, "12", 3000)]);
    }

    [Fact]
    public void A_record_without_a_key_or_a_value_is_dropped_and_moves_no_time()
    {
        using var driver = Driver(TimeWindows.OfSizeWithNoGrace(_size));
        driver.Pipe(null, "1", 100_000);
        driver.Pipe("a", null, 100_000);
        driver.Pipe("a", "2", 100);
        driver.Updates().ShouldBe([new("a", 0, 5000, "2", 100)]);
    }

    [Theory]
    [InlineData(5_999, true)]
    [InlineData(6_000, false)]
    public void A_window_takes_records_until_stream_time_has_passed_its_end_by_the_grace(long streamTimeMs, bool isTaken)
    {
        using var driver = Driver(TimeWindows.OfSizeAndGrace(_size, TimeSpan.FromMilliseconds(1000)));
        driver.Pipe("other", "x", streamTimeMs);
        driver.Updates();
        driver.Pipe("a", "late", 4000);
        driver.Updates().ShouldBe(isTaken ? [new("a", 0, 5000, "late", 4000)] : []);
    }

    [Fact]
    public void A_reducer_or_aggregator_that_returns_null_deletes_the_window()
    {
        using var driver = new WindowedDriver(
            grouped => grouped.WindowedBy(TimeWindows.OfSizeWithNoGrace(_size))
                .Reduce((all, value) => value == "-" ? null! : all + value, KeptWindows.InMemory()),
            Serdes.TimeWindowed(Serdes.String(), _size));
        driver.Pipe("a", "1", 10);
        driver.Pipe("a", "-", 20);
        driver.Pipe("a", "2", 15);
        driver.Updates().ShouldBe([new("a", 0, 5000, "1", 10), new("a", 0, 5000, null, 20), new("a", 0, 5000, "2", 15)]);
    }

    private static WindowedDriver Driver(TimeWindows windows) => new(
        grouped => grouped.WindowedBy(windows).Aggregate(() => "", WindowedDriver.Append, KeptWindows.InMemory()),
        Serdes.TimeWindowed(Serdes.String(), windows.Size));
}
