namespace SmartKart.Warehouse.DuckDb;

/// <summary>
/// What may stop a command that runs: its timeout, its Cancel, and the token of whoever waits for it. Each of DuckDB's calls, the first rows and
/// every chunk after them, has the whole timeout.
/// </summary>
internal sealed class Interruption(TimeSpan timeout, string sql) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _ending = new(); // guards the two fields below, and keeps Stop off a source that is disposed
    private bool _asked;
    private bool _ended;

    /// <summary>Cancelled when the command is to stop.</summary>
    internal CancellationToken Token => _stop.Token;

    /// <summary>Stops the command: any thread.</summary>
    internal void Stop()
    {
        lock (_ending)
        {
            if (_ended) return;
            _asked = true;
            _stop.Cancel();
        }
    }

    /// <summary>Waits for one of DuckDB's calls.</summary>
    /// <param name="call">It watches <see cref="Token"/>.</param>
    /// <param name="state">What the call is about.</param>
    /// <param name="caller">Stops it, too.</param>
    /// <exception cref="OperationCanceledException">It was stopped by the caller or by <see cref="Stop"/>.</exception>
    /// <exception cref="WarehouseTimeoutException">It took longer than the timeout.</exception>
    internal TResult Await<TState, TResult>(Func<TState, CancellationToken, TResult> call, TState state, CancellationToken caller)
    {
        using var stopping = caller.UnsafeRegister(static stop => ((CancellationTokenSource)stop!).Cancel(), _stop);
        if (timeout > TimeSpan.Zero) _stop.CancelAfter(timeout);
        try
        {
            return call(state, _stop.Token);
        }
        catch (OperationCanceledException fault) when (_stop.IsCancellationRequested)
        {
            caller.ThrowIfCancellationRequested();
            throw IsAsked()
                ? new OperationCanceledException("The command was cancelled.", fault)
                : new WarehouseTimeoutException(timeout, sql, fault);
        }
        finally
        {
            if (timeout > TimeSpan.Zero) _stop.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    private bool IsAsked()
    {
        lock (_ending) return _asked;
    }

    public void Dispose()
    {
        lock (_ending)
        {
            _ended = true;
            _stop.Dispose();
        }
    }
}
