using System.Threading.Tasks.Sources;
using SmartKart.FeatureStore.Online.Protocol;

namespace SmartKart.FeatureStore.Online.Connections;

/// <summary>
/// Some commands whose replies are awaited. It has two holders: who awaits it, and the connection, in whose order of replies it keeps its place
/// even when nobody waits any more. Whoever lets go last gives it back to be used again. Hot path: one per call.
/// </summary>
internal sealed class RedisOperation(Action<RedisOperation> giveBack) : IValueTaskSource<RespReplies>
{
    private const int Pending = 0, Done = 1;

    private ManualResetValueTaskSourceCore<RespReplies> _source = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private Deadline _deadline;
    private int _state;
    private int _holders;

    /// <summary>How many replies it is owed.</summary>
    public int Replies { get; private set; }

    /// <summary>When it is to be given up.</summary>
    public long DeadlineAt { get; private set; }

    /// <summary>Whether somebody still waits.</summary>
    public bool IsPending => Volatile.Read(ref _state) == Pending;

    /// <summary>Makes it ready; it then has both holders.</summary>
    public ValueTask<RespReplies> Begin(int replies, in Deadline deadline)
    {
        _source.Reset();
        (Replies, _deadline, DeadlineAt) = (replies, deadline, deadline.At);
        (_state, _holders) = (Pending, 2);
        return new ValueTask<RespReplies>(this, _source.Version);
    }

    /// <summary>Gives up when the caller cancels. To be called before the operation is sent.</summary>
    public void CancelWith(CancellationToken cancel)
    {
        if (cancel.CanBeCanceled)
            _cancellation = cancel.UnsafeRegister(static (operation, token) => ((RedisOperation)operation!).Fail(new OperationCanceledException(token)), this);
    }

    /// <summary>Hands the replies over, if somebody still waits for them.</summary>
    public void Complete(ReadOnlySpan<byte> replies)
    {
        if (Interlocked.CompareExchange(ref _state, Done, Pending) == Pending) _source.SetResult(RespReplies.Copy(replies));
    }

    /// <summary>Tells who waits, if somebody does, that there will be no replies.</summary>
    public void Fail(Exception fault)
    {
        if (Interlocked.CompareExchange(ref _state, Done, Pending) == Pending) _source.SetException(fault);
    }

    /// <summary>Tells who waits that the time is over.</summary>
    public void Expire(string server) => Fail(_deadline.Passed(server));

    /// <summary>The connection or the caller lets go.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0) giveBack(this);
    }

    RespReplies IValueTaskSource<RespReplies>.GetResult(short token)
    {
        // Disposing waits for a cancellation that is under way, so that it can't reach the operation's next use.
        _cancellation.Dispose();
        _cancellation = default;
        try
        {
            return _source.GetResult(token);
        }
        finally
        {
            Release();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<RespReplies>.GetStatus(short token) => _source.GetStatus(token);

    void IValueTaskSource<RespReplies>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);
}
