namespace SmartKart.Broker.Network;

/// <summary>
/// The bytes that requests may occupy at a time, handed out in the order of asking: one large request is not overtaken for ever by
/// small ones.
/// </summary>
internal sealed class RequestMemory(long totalBytes)
{
    private readonly Lock _lock = new();                // guards all below; never held while a waiter runs
    private readonly LinkedList<Waiter> _waiting = [];
    private readonly long _total = totalBytes;
    private long _free = totalBytes;

    /// <summary>Bytes handed out.</summary>
    public long UsedBytes
    {
        get { lock (_lock) return _total - _free; }
    }

    /// <summary>Takes bytes, at most all there are; waits until they are free.</summary>
    public ValueTask TakeAsync(long wanted, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wanted, _total);
        LinkedListNode<Waiter> node;
        lock (_lock)
        {
            if (_waiting.Count == 0 && _free >= wanted)
            {
                _free -= wanted;
                return ValueTask.CompletedTask;
            }
            node = _waiting.AddLast(new Waiter(wanted));
        }
        return WaitAsync(node, cancellation);
    }

    public void Give(long given)
    {
        lock (_lock) _free += given;
        Serve();
    }

    private async ValueTask WaitAsync(LinkedListNode<Waiter> node, CancellationToken cancellation)
    {
        await using var gone = cancellation.Register(() =>
        {
            bool waited;
            lock (_lock)
            {
                waited = node.List is not null;
                if (waited) _waiting.Remove(node);
            }
            if (!waited) return;
            node.Value.Served.TrySetCanceled(cancellation);
            Serve();                                    // who stood behind it may fit
        });
        await node.Value.Served.Task;
    }

    private void Serve()
    {
        while (true)
        {
            Waiter next;
            lock (_lock)
            {
                if (_waiting.First is not { } first || first.Value.Bytes > _free) return;
                next = first.Value;
                _free -= next.Bytes;
                _waiting.RemoveFirst();
            }
            next.Served.TrySetResult();
        }
    }

    private sealed class Waiter(long bytes)
    {
        public long Bytes => bytes;
        public TaskCompletionSource Served { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
