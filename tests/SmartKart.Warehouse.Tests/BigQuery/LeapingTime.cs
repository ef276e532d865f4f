using System.Collections.Concurrent;

namespace SmartKart.Warehouse.Tests.BigQuery;

/// <summary>
/// A clock under which waits of under a minute (between retries and polls) end at once and are written down, and longer ones (timeouts of
/// requests) never do.
/// </summary>
internal sealed class LeapingTime : TimeProvider
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>The waits that were asked for and have ended.</summary>
    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(LeapingTime time, Action callback) : ITimer
    {
        private volatile bool _disposed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == Timeout.InfiniteTimeSpan || dueTime >= Longest) return true;
            time.Waits.Enqueue(dueTime);
            ThreadPool.QueueUserWorkItem(_ =>       // never inside the call that made it
            {
                if (!_disposed) callback();
            });
            return true;
        }

        public void Dispose() => _disposed = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
