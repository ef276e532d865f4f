using System.Diagnostics;
using SmartKart.Streams.Testing;

namespace SmartKart.Streams.Tests.Operators;

/// <summary>
/// Operators that look around in their store at each record allocate nothing for it. Measured again and again, for until its code is
/// optimised a generic method boxes numbers that it compares with null.
/// </summary>
public sealed class AllocationTests
{
    private const int Records = 4_000;
    private const int MostBytesPerRecord = 8; // what grows now and then; an iterator alone is 56
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);      // the compiler that optimises waits for a processor, too
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(150);

    [Fact]
    public void A_join_of_streams_allocates_nothing_per_record() => AllocatesNothing((left, right) =>
        left.Join(
                right, (one, other) => one + other, JoinWindows.OfTimeDifferenceAndGrace(Gap, TimeSpan.Zero),
                new StreamJoined<long, long, long> { InMemory = true })
            .Foreach((_, _) => { }));

    [Fact]
    public void A_left_join_of_streams_allocates_nothing_per_record() => AllocatesNothing((left, right) =>
        left.LeftJoin(
                right, (one, other) => one + other, JoinWindows.OfTimeDifferenceAndGrace(Gap, TimeSpan.Zero),
                new StreamJoined<long, long, long> { InMemory = true })
            .Foreach((_, _) => { }));

    [Fact]
    public void A_count_over_sliding_windows_allocates_nothing_per_record() => AllocatesNothing((left, right) =>
        left.Merge(right).GroupByKey().WindowedBy(SlidingWindows.OfTimeDifferenceAndGrace(Gap, TimeSpan.Zero))
            .Count(new Materialized<long, long> { InMemory = true }).ToStream().Foreach((_, _) => { }));

    [Fact]
    public void A_count_over_sessions_allocates_nothing_per_record() => AllocatesNothing((left, right) =>
        left.Merge(right).GroupByKey().WindowedBy(SessionWindows.OfInactivityGapWithNoGrace(Gap)).Count(new Materialized<long, long> { InMemory = true })
            .ToStream().Foreach((_, _) => { }));

    private static void AllocatesNothing(Action<IKStream<long, long>, IKStream<long, long>> build)
    {
        var builder = new StreamBuilder();
        build(builder.Stream<long, long>("left"), builder.Stream<long, long>("right"));
        using var driver = new TopologyTestDriver(builder.Build());
        var (left, right) = (driver.CreateInputTopic<long, long>("left"), driver.CreateInputTopic<long, long>("right"));
        var timeMs = 1_000_000L;
        var began = Stopwatch.GetTimestamp();
        double bytesPerRecord;
        do
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var end = timeMs + Records; timeMs < end; timeMs++) (timeMs % 2 == 0 ? left : right).PipeInput(timeMs / 2 % 50, timeMs, timeMs);
            bytesPerRecord = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Records;
        }
        while (bytesPerRecord > MostBytesPerRecord && Stopwatch.GetElapsedTime(began) < Deadline);
        bytesPerRecord.ShouldBeLessThanOrEqualTo(MostBytesPerRecord);
    }
}
