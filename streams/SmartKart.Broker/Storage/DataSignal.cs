namespace SmartKart.Broker.Storage;

/// <summary>
/// Wakes one reader that waits for data in any of several logs: a long poll without polling. A set that nobody waited for is
/// kept for the next wait; several are one. One waiter at a time.
/// </summary>
internal sealed class DataSignal
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _waiter;
    private bool _isSet;

    public void Set()
    {
        TaskCompletionSource? waiter;
        lock (_lock)
        {
            waiter = _waiter;
            _waiter = null;
            _isSet = waiter is null;
        }
        waiter?.TrySetResult();
    }

    /// <returns>False where the time is up.</returns>
    public async Task<bool> WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellation)
    {
        TaskCompletionSource waiter;
        lock (_lock)
        {
            if (_isSet)
            {
                _isSet = false;
                return true;
            }
            _waiter = waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        try
        {
            await waiter.Task.WaitAsync(timeout, time, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return waiter.Task.IsCompleted;
        }
        finally
        {
            lock (_lock)
                if (_waiter == waiter) _waiter = null;
        }
    }
}
