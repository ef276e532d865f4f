using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>
/// Wakes a consumer when its queue, having been empty, holds something again. librdkafka's own batch call would wait until the batch is
/// full or the time is up: a full wait of latency whenever records trickle, and deaf to cancellation meanwhile.
/// </summary>
internal sealed unsafe class ArrivalSignal : IDisposable
{
    private readonly QueueHandle _queue;
    private readonly SemaphoreSlim _arrived = new(0);        // unlike an event's, its waiters need no thread
    private GCHandle<SemaphoreSlim> _target;

    internal ArrivalSignal(QueueHandle queue)
    {
        _queue = queue;
        _target = new GCHandle<SemaphoreSlim>(_arrived);
        ConsumerApi.OnQueued(queue, &OnQueued, GCHandle<SemaphoreSlim>.ToIntPtr(_target));
    }

    /// <summary>To be called before the queue is looked into, so that nothing that comes after is missed.</summary>
    internal void Reset()
    {
        while (_arrived.CurrentCount > 0) _arrived.Wait(0);
    }

    internal void Wait(TimeSpan timeout, CancellationToken cancellation) => _arrived.Wait(timeout, cancellation);

    internal Task WaitAsync(TimeSpan timeout, CancellationToken cancellation) => _arrived.WaitAsync(timeout, cancellation);

    /// <summary>After this librdkafka calls no more: it holds the queue's lock while it calls.</summary>
    public void Dispose()
    {
        ConsumerApi.OnQueued(_queue, null, 0);
        _target.Dispose();
        _arrived.Dispose();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnQueued(nint client, nint target)
    {
        var arrived = GCHandle<SemaphoreSlim>.FromIntPtr(target).Target;
        if (arrived.CurrentCount == 0) arrived.Release();
    }
}
