namespace SmartKart.Broker.Tests.Crash.Loads;

/// <summary>
/// One client's loop on a thread of its own, which it needs since its calls block. A fault ends it, and is thrown at its stop and at each check.
/// </summary>
internal sealed class LoadThread : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public LoadThread(Action<CancellationToken> loop) =>
        _loop = Task.Factory.StartNew(() => Run(loop), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public async Task ThrowIfFaultedAsync()
    {
        if (_loop.IsCompleted) await _loop;
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _loop;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);     // StopAsync is who tells; a test that failed already has its reason
        _stop.Dispose();
    }

    private void Run(Action<CancellationToken> loop)
    {
        try
        {
            loop(_stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The wanted end.
        }
    }
}
