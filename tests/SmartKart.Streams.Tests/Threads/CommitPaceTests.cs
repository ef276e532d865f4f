using SmartKart.Streams.Threads;

namespace SmartKart.Streams.Tests.Threads;

public sealed class CommitPaceTests
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(100), Seldom = TimeSpan.FromSeconds(1);

    private readonly Clock _time = new();
    private readonly CommitPace _pace;

    public CommitPaceTests() => _pace = new CommitPace(Often, Seldom, _time);

    [Fact]
    public void It_is_due_when_the_interval_is_over()
    {
        _time.Pass(Often - TimeSpan.FromMilliseconds(1));
        _pace.UntilDue.ShouldBe(TimeSpan.FromMilliseconds(1));

        _time.Pass(TimeSpan.FromMilliseconds(1));
        _pace.UntilDue.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData(20_000, false)]     // 2,000 in 100 ms: a second's work
    [InlineData(20_001, true)]
    public void A_backlog_of_more_than_the_longer_interval_at_the_pace_of_late_is_far_behind(long backlog, bool isFar)
    {
        Commit(processed: 2_000, Often, backlog);

        _pace.UntilDue.ShouldBe(isFar ? Seldom : Often);
    }

    [Fact]
    public void What_mostly_waits_for_records_is_as_fast_as_when_it_has_some()
    {
        Commit(processed: 500, busy: Often / 4, backlog: 20_000);

        _pace.UntilDue.ShouldBe(Often);
    }

    [Fact]
    public void What_has_caught_up_commits_often_again()
    {
        Commit(processed: 2_000, Often, backlog: 25_000);
        _time.Pass(Seldom);
        _pace.Processed(20_000, Seldom);
        _pace.Committed(backlog: 5_000);

        _pace.UntilDue.ShouldBe(Often);
    }

    [Fact]
    public void The_pace_is_that_since_the_last_commit()
    {
        Commit(processed: 50_000, Often, backlog: 100_000);
        _pace.UntilDue.ShouldBe(Often);

        Commit(processed: 1_000, Often, backlog: 100_000);
        _pace.UntilDue.ShouldBe(Seldom);
    }

    [Theory]
    [InlineData(1, 1_000)]      // as slow as who just started
    [InlineData(0, 100_000)]    // who processed nothing doesn't know
    public void What_is_slow_is_not_behind_for_that(int processed, long backlog)
    {
        Commit(processed, processed * Often, backlog);

        _pace.UntilDue.ShouldBe(Often);
    }

    private void Commit(int processed, TimeSpan busy, long backlog)
    {
        _time.Pass(Often);
        _pace.Processed(processed, busy);
        _pace.Committed(backlog);
    }

    /// <summary>Stands still until it is told that time passed.</summary>
    private sealed class Clock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Pass(TimeSpan span) => _ticks += span.Ticks;
    }
}
