using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Transactions;

/// <summary>
/// One transactional id. Who holds its gate may take the next step; steps of different ids never wait for one another. What
/// the gate does not guard is written by its holder only, and may be read by anyone.
/// </summary>
#pragma warning disable CA1001 // The gate is never asked for its wait handle, so it has nothing to dispose.
internal sealed class TransactionalProducer(string transactionalId)
#pragma warning restore CA1001
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private Transaction? _current;
    private Task _completion = Task.CompletedTask;

    public string TransactionalId => transactionalId;

    /// <summary>What is stored; null before the first InitProducerId.</summary>
    public Transaction? Current
    {
        get => Volatile.Read(ref _current);
        set => Volatile.Write(ref _current, value);
    }

    /// <summary>The writing of the last transaction's markers; complete where none goes on, which does not say that they are all written.</summary>
    public Task Completion
    {
        get => Volatile.Read(ref _completion);
        set => Volatile.Write(ref _completion, value);
    }

    /// <summary>Forgotten: whoever waited for the gate has to look for the id again. Guarded by the gate.</summary>
    public bool IsRetired { get; set; }

    /// <summary>Partitions that have the marker of the transaction that is being completed. Used by its completion only.</summary>
    public HashSet<TopicPartition> Marked { get; } = [];

    /// <summary>Waits for the gate.</summary>
    public async Task<Step> EnterAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        return new Step(_gate);
    }

    /// <summary>Gives the gate back.</summary>
    internal readonly struct Step(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
