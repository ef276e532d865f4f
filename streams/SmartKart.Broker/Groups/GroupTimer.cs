namespace SmartKart.Broker.Groups;

/// <summary>
/// One deadline of a group. Set again, it forgets the earlier one. What is due runs under the group's lock, and only if it is still
/// due by then: a heartbeat that came while the timer was firing wins.
/// </summary>
internal sealed class GroupTimer : IDisposable
{
    private readonly Lock _gate;
    private readonly TimeProvider _time;
    private readonly Action _expired;
    private readonly ITimer _timer;
    private TimeSpan _delay;
    private long _setAt;
    private bool _isSet;

    /// <param name="gate">The group's lock, held whenever this is used.</param>
    /// <param name="time">The clock.</param>
    /// <param name="expired">What is due then.</param>
    public GroupTimer(Lock gate, TimeProvider time, Action expired)
    {
        _gate = gate;
        _time = time;
        _expired = expired;
        _timer = time.CreateTimer(static timer => ((GroupTimer)timer!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Set(TimeSpan delay)
    {
        _isSet = true;
        _delay = delay;
        _setAt = _time.GetTimestamp();
        _timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    public void Clear()
    {
        _isSet = false;
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _isSet = false;
        _timer.Dispose();
    }

    private void Fire()
    {
        lock (_gate)
        {
            if (!_isSet) return;
            var rest = _delay - _time.GetElapsedTime(_setAt);
            // A system timer may ring a little early, by a clock of its own.
            if (rest > TimeSpan.Zero) _timer.Change(Ceiling(rest), Timeout.InfiniteTimeSpan);
            else
            {
                _isSet = false;
                _expired();
            }
        }
    }

    private static TimeSpan Ceiling(TimeSpan rest) => TimeSpan.FromMilliseconds(Math.Ceiling(rest.TotalMilliseconds));
}
