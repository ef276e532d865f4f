using SmartKart.Broker.Storage;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Broker.Tests.Storage;

public sealed class RetentionTests : IDisposable
{
    private static readonly int BatchBytes = TestBatches.Of(1).Length;

    private readonly TestFolder _folder = new();
    private readonly ManualTime _time = new(0);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_segment_goes_when_its_newest_record_is_older_than_the_retention()
    {
        using var log = Open(new LogSettings { RetentionAge = TimeSpan.FromSeconds(10), SegmentBytes = 2 * BatchBytes });
        for (var second = 0; second < 6; second++) log.Append(TestBatches.Of(1, timestampMs: second * 1_000));
        _time.Advance(TimeSpan.FromSeconds(11));
        Retention.Apply(log, _time).ShouldBe(0, "its newest record is 10 seconds old, not older");
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Retention.Apply(log, _time).ShouldBe(1);
        log.LogStartOffset.ShouldBe(2);
    }

    [Fact]
    public void An_active_segment_of_old_records_goes_too_and_offsets_go_on()
    {
        using var log = Open(new LogSettings { RetentionAge = TimeSpan.FromSeconds(10) });
        log.Append(TestBatches.Of(5));
        _time.Advance(TimeSpan.FromDays(1));
        Retention.Apply(log, _time).ShouldBe(1);
        (log.LogStartOffset, log.LogEndOffset, log.SizeBytes).ShouldBe((5, 5, 0));
        log.Append(TestBatches.Of(1)).BaseOffset.ShouldBe(5);
    }

    [Fact]
    public void The_oldest_segments_go_while_the_rest_is_at_least_the_retained_size()
    {
        using var log = Open(new LogSettings { RetentionAge = null, RetentionBytes = 5 * BatchBytes, SegmentBytes = 2 * BatchBytes });
        for (var count = 0; count < 9; count++) log.Append(TestBatches.Of(1));
        Retention.Apply(log, _time).ShouldBe(2);
        (log.LogStartOffset, log.SizeBytes).ShouldBe((4, 5L * BatchBytes));
    }

    [Fact]
    public void A_log_that_is_only_compacted_keeps_everything()
    {
        using var log = Open(new LogSettings { Cleanup = CleanupPolicy.Compact, RetentionBytes = 0 });
        log.Append(TestBatches.Of(5));
        _time.Advance(TimeSpan.FromDays(1_000));
        Retention.Apply(log, _time).ShouldBe(0);
    }

    private PartitionLog Open(LogSettings settings) => PartitionLog.Open(_folder["t-0"], settings, new LogEnvironment { Time = _time });
}
