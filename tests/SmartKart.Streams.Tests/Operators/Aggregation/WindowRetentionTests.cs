namespace SmartKart.Streams.Tests.Operators.Aggregation;

/// <summary>
/// Expected from Kafka Streams' stores: a window store keeps windows at least for size and grace, of sliding windows twice the time
/// difference and grace, a session store for gap and grace.
/// </summary>
public sealed class WindowRetentionTests
{
    private static readonly TimeSpan _grace = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _length = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(6, true)]
    [InlineData(5, false)]
    public void Of_time_windows_it_is_at_least_size_and_grace(int minutes, bool isEnough) =>
        Check("size, 00:05:00", isEnough, minutes, (grouped, kept) => grouped.WindowedBy(TimeWindows.OfSizeAndGrace(_length, _grace)).Count(kept));

    [Theory]
    [InlineData(11, true)]
    [InlineData(10, false)]
    public void Of_sliding_windows_it_is_at_least_twice_the_difference_and_grace(int minutes, bool isEnough) =>
        Check("time difference, 00:05:00", isEnough, minutes, (grouped, kept) =>
            grouped.WindowedBy(SlidingWindows.OfTimeDifferenceAndGrace(_length, _grace)).Count(kept));

    [Theory]
    [InlineData(6, true)]
    [InlineData(5, false)]
    public void Of_sessions_it_is_at_least_gap_and_grace(int minutes, bool isEnough) =>
        Check("inactivity gap, 00:05:00", isEnough, minutes, (grouped, kept) =>
            grouped.WindowedBy(SessionWindows.OfInactivityGapAndGrace(_length, _grace)).Count(kept));

    private static void Check(string part, bool isEnough, int minutes, Action<IKGroupedStream<string, string>, Materialized<string, long>> count)
    {
        var grouped = new StreamBuilder().Stream<string, string>("in").GroupByKey();
        void Build() => count(grouped, new Materialized<string, long> { StoreName = "windows", Retention = TimeSpan.FromMinutes(minutes) });
        if (isEnough)
        {
            Should.NotThrow(Build);
            return;
        }
        var message = Should.Throw<TopologyException>(Build).Message;
        message.ShouldContain("'windows'");
        message.ShouldContain(part);
        message.ShouldContain("grace, 00:01:00");
        message.ShouldContain("Materialized.Retention");
    }
}
