using SmartKart.Backfill.Replay.Pacing;

namespace SmartKart.Backfill.Tests.Replay.Pacing;

public sealed class PacerTests
{
    private static readonly DateTimeOffset Noon = new(2024, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly ManualTime _time = new();

    [Fact]
    public void Flat_out_every_event_is_due() => new Pacer(ReplayPace.FlatOut, _time).UntilDue(Noon).ShouldBe(TimeSpan.Zero);

    [Fact]
    public void At_a_rate_the_nth_event_is_due_n_intervals_after_the_first_whenever_it_happened()
    {
        var pacer = new Pacer(ReplayPace.AtRate(10), _time);

        pacer.UntilDue(Noon).ShouldBe(TimeSpan.Zero);
        pacer.UntilDue(Noon.AddYears(1)).ShouldBe(TimeSpan.FromMilliseconds(100));
        _time.Advance(TimeSpan.FromMilliseconds(150));
        pacer.UntilDue(Noon.AddYears(1)).ShouldBe(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void At_a_speed_an_hour_takes_its_part_of_an_hour()
    {
        var pacer = new Pacer(ReplayPace.AtSpeed(60), _time);

        pacer.UntilDue(Noon);
        pacer.UntilDue(Noon.AddHours(1)).ShouldBe(TimeSpan.FromMinutes(1));
        _time.Advance(TimeSpan.FromSeconds(90));
        pacer.UntilDue(Noon.AddHours(1)).ShouldBeLessThanOrEqualTo(TimeSpan.Zero, "what is late is made up for");
    }

    private sealed class ManualTime : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;
    }
}
