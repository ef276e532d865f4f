using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>Completes a task when the queue of one call holds its answer, so that no thread waits for it.</summary>
internal sealed unsafe class AnswerSignal : IDisposable
{
    private readonly QueueHandle _queue;
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously); // never on librdkafka's thread
    private GCHandle<TaskCompletionSource> _target;

    internal AnswerSignal(QueueHandle queue)
    {
        _queue = queue;
        _target = new GCHandle<TaskCompletionSource>(_answered);
        ConsumerApi.OnQueued(queue, &OnQueued, GCHandle<TaskCompletionSource>.ToIntPtr(_target));
    }

    internal Task Task => _answered.Task;

    /// <summary>After this librdkafka calls no more: it holds the queue's lock while it calls.</summary>
    public void Dispose()
    {
        ConsumerApi.OnQueued(_queue, null, 0);
        _target.Dispose();
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnQueued(nint client, nint target) => GCHandle<TaskCompletionSource>.FromIntPtr(target).Target.TrySetResult();
}
