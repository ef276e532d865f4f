using System.Collections.Concurrent;

namespace SmartKart.Schemas.Tests.Registry;

/// <summary>A clock under which every wait ends at once and is written down, except waits of one length, which end when told to: the requests' timeout.</summary>
internal sealed class LeapingTime : TimeProvider
{
    /// <summary>The length of wait that does not end by itself.</summary>
    public static readonly TimeSpan Held = TimeSpan.FromSeconds(77);

    private readonly ConcurrentQueue<Timer> _held = new();
    private long _ticks = new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero).Ticks;

    /// <summary>The waits that were asked for and have ended.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Ends the held waits that nobody has given up.</summary>
    public void EndHeld()
    {
        while (_held.TryDequeue(out var timer)) timer.Fire();
    }

    private void Start(Timer timer, TimeSpan wait)
    {
        if (wait == Timeout.InfiniteTimeSpan) return;
        if (wait == Held)
        {
            _held.Enqueue(timer);
            return;
        }
        Waits.Enqueue(wait);
        Interlocked.Add(ref _ticks, wait.Ticks);
        ThreadPool.QueueUserWorkItem(_ => timer.Fire());        // never inside the call that made it
    }

    private sealed class Timer(LeapingTime time, Action callback) : ITimer
    {
        private volatile bool _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            time.Start(this, dueTime);
            return true;
        }

        public void Fire()
        {
            if (!_disposed) callback();
        }

        public void Dispose() => _disposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
