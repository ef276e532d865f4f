using System.Runtime.CompilerServices;

namespace SmartKart.FeatureStore.Online.Connections;

/// <summary>
/// Calls whose replies came with the last piece that was read. The last of them goes on on the thread that read it, once the wait for the next
/// piece has begun: no thread has to be woken for it, and whatever it does there, another one will read on. It is the awaiter of that wait,
/// since nobody else knows when it has begun. Of one connection; not thread safe.
/// </summary>
internal sealed class AnsweredCalls : ICriticalNotifyCompletion
{
    private ValueTaskAwaiter<int> _read;
    private RedisOperation? _last;

    /// <summary>Whether the next piece is there already. Then nobody waits, and all go on elsewhere.</summary>
    public bool IsCompleted
    {
        get
        {
            if (!_read.IsCompleted) return false;
            Tell();
            return true;
        }
    }

    /// <summary>Adds one; others that were added before it go on elsewhere.</summary>
    public void Add(RedisOperation call)
    {
        Tell();
        _last = call;
    }

    /// <summary>Awaits the next piece.</summary>
    public AnsweredCalls Before(ValueTask<int> read)
    {
        _read = read.GetAwaiter();
        return this;
    }

    /// <summary>Lets those that are left go on elsewhere: there is no next piece.</summary>
    public void Tell()
    {
        if (_last is null) return;
        _last.Tell(isHere: false);
        _last.Release();
        _last = null;
    }

    /// <summary>For <c>await</c>.</summary>
    public AnsweredCalls GetAwaiter() => this;

    /// <summary>The bytes of the piece.</summary>
    public int GetResult() => _read.GetResult();

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation)
    {
        // Once the wait has begun, this is another thread's.
        var (read, last) = (_read, _last);
        _last = null;
        read.UnsafeOnCompleted(continuation);
        last?.Tell(isHere: true);
        last?.Release();
    }
}
