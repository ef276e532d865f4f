using System.Threading.Channels;

namespace SmartKart.Broker.Network;

/// <summary>
/// The answers to one connection's produce requests: they wait for their fsync side by side, and are sent in the order of the
/// requests. So a producer that sends the next batch before the last one is acknowledged shares fsyncs with itself.
/// </summary>
internal sealed class PendingResponses(int capacity, Func<PendingResponse, ValueTask> send) : IAsyncDisposable
{
    private readonly Channel<PendingResponse> _pending = Channel.CreateBounded<PendingResponse>(new BoundedChannelOptions(capacity) { SingleReader = true, SingleWriter = true });
    private readonly Lock _lock = new();               // guards the two below
    private TaskCompletionSource? _drained;
    private int _count;
    private Task? _sending;

    /// <summary>Adds an answer; waits while too many are on their way.</summary>
    /// <exception cref="ChannelClosedException">An answer could not be sent; its exception is the inner one.</exception>
    public ValueTask AddAsync(PendingResponse response, CancellationToken cancellation)
    {
        _sending ??= SendAllAsync();
        lock (_lock) _count++;
        return _pending.Writer.WriteAsync(response, cancellation);
    }

    /// <summary>Completes when every answer added so far is sent, or can't be.</summary>
    public Task DrainAsync()
    {
        lock (_lock)
        {
            if (_count == 0 || _sending is { IsCompleted: true }) return Task.CompletedTask;
            return (_drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Waits for what is on its way; takes no more.</summary>
    public async ValueTask DisposeAsync()
    {
        _pending.Writer.TryComplete();
        if (_sending is not null) await _sending;
    }

    private async Task SendAllAsync()
    {
        Exception? failure = null;
        await foreach (var response in _pending.Reader.ReadAllAsync())
        {
            try
            {
                // Once one can't be sent none may be: the client would take it for the answer to another request.
                if (failure is null) await send(response);
                else await response.Answer;
            }
            catch (Exception fault)              // whatever it is, it ends the connection: whoever adds next is told
            {
                failure ??= fault;
                _pending.Writer.TryComplete(failure);
            }
            Sent();
        }
    }

    private void Sent()
    {
        TaskCompletionSource? drained = null;
        lock (_lock)
            if (--_count == 0) (drained, _drained) = (_drained, null);
        drained?.TrySetResult();
    }
}
