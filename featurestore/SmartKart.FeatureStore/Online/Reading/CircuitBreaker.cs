using Microsoft.Extensions.Logging;

namespace SmartKart.FeatureStore.Online.Reading;

/// <summary>
/// Keeps calls from a server that doesn't answer. Closed: calls pass. After some failures in a row, open: calls fail at once. After a while,
/// half-open: one call passes to see, and closes it, or opens it again. Thread safe.
/// </summary>
internal sealed class CircuitBreaker(string server, int breakAfter, TimeSpan breakFor, TimeProvider time, ILogger log)
{
    private readonly Lock _gate = new();            // guards what follows but _failures, which may be looked at without
    private int _failures;
    private long _openedAt;
    private bool _isProbing;
    private OnlineStoreException? _lastFault;

    /// <summary>Lets a call pass; it must then be told of by <see cref="Succeed"/>, <see cref="Fail"/> or <see cref="Abandon"/>.</summary>
    /// <exception cref="OnlineStoreUnavailableException">It is open.</exception>
    public void Enter()
    {
        if (Volatile.Read(ref _failures) < breakAfter) return;
        lock (_gate)
        {
            if (_failures < breakAfter) return;
            var left = breakFor - time.GetElapsedTime(_openedAt);
            if (left > TimeSpan.Zero || _isProbing)
                throw new OnlineStoreUnavailableException(server,
                    $"Reads from Redis at {server} are held back after {_failures} failures in a row, the last: {_lastFault!.Message} " +
                    $"One is let through every {breakFor.TotalMilliseconds:0} ms to see; meanwhile serve without these features.",
                    left > TimeSpan.Zero ? left : TimeSpan.Zero, _lastFault);
            _isProbing = true;
        }
    }

    /// <summary>A call was answered.</summary>
    public void Succeed()
    {
        if (Volatile.Read(ref _failures) == 0) return;
        bool wasOpen;
        lock (_gate)
        {
            wasOpen = _failures >= breakAfter;
            (_failures, _isProbing) = (0, false);
        }
        if (!wasOpen) return;
        OnlineMetrics.CircuitOpen.Record(0);
        Log.CircuitClosed(log, server);
    }

    /// <summary>A call wasn't answered.</summary>
    public void Fail(OnlineStoreException fault)
    {
        lock (_gate)
        {
            (_lastFault, _isProbing) = (fault, false);
            if (_failures < int.MaxValue) _failures++;
            if (_failures < breakAfter) return;
            _openedAt = time.GetTimestamp();
            if (_failures > breakAfter) return;
        }
        OnlineMetrics.CircuitOpen.Record(1);
        Log.CircuitOpened(log, server, breakFor.TotalMilliseconds, fault.Message);
    }

    /// <summary>A call was cancelled, which says nothing about the server.</summary>
    public void Abandon()
    {
        if (Volatile.Read(ref _failures) < breakAfter) return;
        lock (_gate) _isProbing = false;
    }
}
