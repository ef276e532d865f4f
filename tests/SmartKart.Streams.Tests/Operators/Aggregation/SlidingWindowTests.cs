namespace SmartKart.Streams.Tests.Operators.Aggregation;

/// <summary>
/// Expected from Kafka Streams' documentation of <c>SlidingWindows</c> (records at 8000, 9200 and 12400 with a time difference of 5000:
/// five windows), from KIP-450's account of out-of-order records, and from the developer guide, "Windowing", "Sliding time windows":
/// both bounds are included, and each unique combination of records appears in one window.
/// </summary>
public sealed class SlidingWindowTests
{
    [Fact]
    public void The_documented_example_has_its_five_windows()
    {
        using var driver = Driver(5000, graceMs: 0);
        driver.Pipe("A", "1", 8000);
        driver.Pipe("A", "2", 9200);
        driver.Pipe("A", "3", 12_400);
        WindowedDriver.Table(driver.Updates()).ShouldBe(new Dictionary<(string, long, long), string>
        {
            [("A", 3000, 8000)] = "1",
            [("A", 4200, 9200)] = "12",
            [("A", 7400, 12_400)] = "123",
            [("A", 8001, 13_001)] = "23",
            [("A", 9201, 14_201)] = "3",
        }, ignoreOrder: true);
    }

    [Theory]
    [InlineData("321")]
    [InlineData("213")]
    [InlineData("231")]
    [InlineData("132")]
    [InlineData("312")]
    public void The_example_out_of_order_has_the_same_five_windows(string order)
    {
        using var driver = Driver(5000, graceMs: 50_000);
        foreach (var value in order) driver.Pipe("A", $"{value}", value switch { '1' => 8000, '2' => 9200, _ => 12_400 });
        var windows = WindowedDriver.Table(driver.Updates()).ToDictionary(row => (row.Key.StartMs, row.Key.EndMs), row => string.Concat(row.Value.Order()));
        windows.ShouldBe(new Dictionary<(long, long), string>
        {
            [(3000, 8000)] = "1",
            [(4200, 9200)] = "12",
            [(7400, 12_400)] = "123",
            [(8001, 13_001)] = "23",
            [(9201, 14_201)] = "3",
        }, ignoreOrder: true);
    }

    [Fact]
    public void Both_bounds_are_included()
    {
        using var driver = Driver(5, graceMs: 0);
        driver.Pipe("a", "1", 100);
        driver.Pipe("a", "2", 105);
        driver.Pipe("a", "3", 111);
        WindowedDriver.Table(driver.Updates()).ShouldBe(new Dictionary<(string, long, long), string>
        {
            [("a", 95, 100)] = "1",
            [("a", 100, 105)] = "12",
            [("a", 101, 106)] = "2",
            [("a", 106, 111)] = "3",
        }, ignoreOrder: true);
    }

    [Fact]
    public void Records_of_one_time_share_their_windows()
    {
        using var driver = Driver(5, graceMs: 0);
        driver.Pipe("a", "1", 100);
        driver.Pipe("a", "2", 100);
        driver.Updates().ShouldBe([new("a", 95, 100, "1", 100), new("a", 95, 100, "12", 100)]);
    }

    [Fact]
    public void Records_earlier_than_the_difference_share_the_window_from_the_epoch()
    {
        using var driver = Driver(10, graceMs: 0);
        driver.Pipe("a", "1", 2);
        driver.Pipe("a", "2", 5);
        WindowedDriver.Table(driver.Updates()).ShouldBe(new Dictionary<(string, long, long), string>
        {
            [("a", 0, 10)] = "12",
            [("a", 3, 13)] = "2",
        }, ignoreOrder: true);
    }

    [Theory]
    [InlineData(110, true)]
    [InlineData(111, false)]
    public void A_window_closes_when_stream_time_is_past_its_end_and_grace(long streamTimeMs, bool isTaken)
    {
        using var driver = Driver(5, graceMs: 10);
        driver.Pipe("other", "x", streamTimeMs);
        driver.Updates();
        driver.Pipe("a", "late", 100); // its own window is [95;100]
        driver.Updates().ShouldBe(isTaken ? [new("a", 95, 100, "late", 100)] : []);
    }

    [Fact]
    public void Of_a_difference_of_zero_the_windows_are_single_instants()
    {
        using var driver = Driver(0, graceMs: 0);
        driver.Pipe("a", "1", 7);
        driver.Pipe("a", "2", 7);
        driver.Pipe("a", "3", 8);
        driver.Updates().ShouldBe([new("a", 7, 7, "1", 7), new("a", 7, 7, "12", 7), new("a", 8, 8, "3", 8)]);
    }

    private static WindowedDriver Driver(long differenceMs, long graceMs) => new(
        grouped => grouped.WindowedBy(SlidingWindows.OfTimeDifferenceAndGrace(TimeSpan.FromMilliseconds(differenceMs), TimeSpan.FromMilliseconds(graceMs)))
            .Aggregate(() => "", WindowedDriver.Append, KeptWindows.InMemory()),
        Serdes.TimeWindowed(Serdes.String(), TimeSpan.FromMilliseconds(differenceMs)));
}
