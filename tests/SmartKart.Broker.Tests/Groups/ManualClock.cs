namespace SmartKart.Broker.Tests.Groups;

/// <summary>A clock that stands still until it is moved; timers ring while it is moved, each at its time, in order.</summary>
internal sealed class ManualClock(long startMs = 1_000_000) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Alarm> _alarms = [];
    private DateTimeOffset _now = DateTimeOffset.FromUnixTimeMilliseconds(startMs);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _now;
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    public void Advance(double ms)
    {
        var end = GetUtcNow() + TimeSpan.FromMilliseconds(ms);
        while (NextBefore(end) is { } alarm) alarm.Ring();
        lock (_lock) _now = end;
    }

    private Alarm? NextBefore(DateTimeOffset end)
    {
        lock (_lock)
        {
            var next = _alarms.Where(alarm => alarm.Due <= end).MinBy(alarm => alarm.Due);
            if (next is null) return null;
            if (next.Due > _now) _now = next.Due;
            next.Rang();
            return next;
        }
    }

    private sealed class Alarm(ManualClock clock, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._alarms.Remove(this);
                _period = period;
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = clock._now + dueTime;
                clock._alarms.Add(this);
                return true;
            }
        }

        public void Rang()
        {
            clock._alarms.Remove(this);
            if (_period <= TimeSpan.Zero) return;
            Due += _period;
            clock._alarms.Add(this);
        }

        public void Ring() => callback(state);

        public void Dispose() => Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
