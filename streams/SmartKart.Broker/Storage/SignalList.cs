namespace SmartKart.Broker.Storage;

/// <summary>Those who wait for appends to one log. The lock guards the list; an append without waiters takes none.</summary>
internal sealed class SignalList
{
    private readonly Lock _lock = new();
    private DataSignal[] _signals = [];

    public void Add(DataSignal signal)
    {
        lock (_lock) Volatile.Write(ref _signals, [.. _signals, signal]);
    }

    public void Remove(DataSignal signal)
    {
        lock (_lock) Volatile.Write(ref _signals, [.. _signals.Where(other => other != signal)]);
    }

    public void Set()
    {
        foreach (var signal in Volatile.Read(ref _signals)) signal.Set();
    }
}
