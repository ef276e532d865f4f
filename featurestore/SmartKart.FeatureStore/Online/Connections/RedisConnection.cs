using System.Buffers;
using System.Collections.Concurrent;
using System.Net.Sockets;
using SmartKart.FeatureStore.Online.Protocol;

namespace SmartKart.FeatureStore.Online.Connections;

/// <summary>
/// One connection, on which callers' commands follow each other without waiting for replies (pipelining), and replies come in their order.
/// Whoever finds nobody sending sends, for all who come meanwhile. Blocks no thread. Once it has a fault it never answers again. Thread safe.
/// </summary>
internal sealed class RedisConnection : IAsyncDisposable
{
    private const int WaitingMax = 16_384;
    private const int OutputBytesMax = 64 << 20;
    private const int InputBytesMax = 512 << 20;

    // A server that says nothing for so long while replies are owed is taken for dead: TCP itself would take a quarter of an hour to tell.
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(2);

    private readonly string _server;
    private readonly Stream _stream;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly ConcurrentQueue<RedisOperation> _idle = new();
    private readonly Task _receiving;
    private readonly Lock _gate = new();            // guards what follows
    private readonly Queue<RedisOperation> _waiting = new();
    private ArrayBufferWriter<byte> _output = new(4096);
    private ArrayBufferWriter<byte> _sending = new(4096);
    private OnlineStoreException? _fault;
    private Task _flushing = Task.CompletedTask;
    private bool _isFlushing;
    private bool _isTimerSet;
    private long _heardAt;

    /// <summary>Takes the connection over.</summary>
    public RedisConnection(string server, Stream stream, TimeProvider time)
    {
        (_server, _stream, _time) = (server, stream, time);
        _timer = time.CreateTimer(static connection => ((RedisConnection)connection!).Expire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _receiving = ReceiveAsync();
    }

    /// <summary>Whether it may still answer.</summary>
    public bool IsOpen => Volatile.Read(ref _fault) is null;

    /// <summary>Calls that wait for replies.</summary>
    public int Waiting => _waiting.Count;       // not under the gate: what was true a moment ago will do

    /// <summary>Sends commands and awaits their replies. The commands are copied before this returns.</summary>
    /// <returns>One reply each, to be disposed.</returns>
    /// <exception cref="OnlineStoreException">There is no answer in time, or never will be.</exception>
    public ValueTask<RespReplies> SendAsync(RespCommands commands, in Deadline deadline, CancellationToken cancel)
    {
        if (!_idle.TryDequeue(out var operation)) operation = new RedisOperation(_idle.Enqueue);
        var answer = operation.Begin(commands.Count, deadline);
        operation.CancelWith(cancel);
        if (Enqueue(operation, commands.Written) is { } refusal)
        {
            operation.Fail(refusal);
            operation.Release();
        }
        return answer;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Fail(RedisFaults.Lost(_server, "this program closed it", cause: null));
        await _receiving;
        await _flushing;
        await _timer.DisposeAsync();
    }

    private OnlineStoreException? Enqueue(RedisOperation operation, ReadOnlySpan<byte> commands)
    {
        lock (_gate)
        {
            if (_fault is not null) return _fault;
            if (_waiting.Count == WaitingMax || _output.WrittenCount + commands.Length > OutputBytesMax)
                return new OnlineStoreUnavailableException(_server,
                    $"{_waiting.Count} calls already wait for Redis at {_server}. It is too slow for what is asked of it: ask less, or " +
                    "spread the keys over a cluster.");
            if (_waiting.Count == 0) _heardAt = _time.GetTimestamp();
            _waiting.Enqueue(operation);
            _output.Write(commands);
            if (!_isTimerSet) SetTimer(operation.DeadlineAt);
            if (_isFlushing) return null;
            _isFlushing = true;
        }
        // Most often a send ends at once, within this call. Flushes follow one another, and each sees to its own fault.
        _flushing = FlushAsync();
        return null;
    }

    private async Task FlushAsync()
    {
        try
        {
            while (true)
            {
                lock (_gate)
                {
                    if (_output.WrittenCount == 0 || _fault is not null)
                    {
                        _isFlushing = false;
                        return;
                    }
                    (_output, _sending) = (_sending, _output);
                }
                await _stream.WriteAsync(_sending.WrittenMemory);
                _sending.ResetWrittenCount();
            }
        }
        catch (Exception fault) when (IsLoss(fault))
        {
            Fail(RedisFaults.Lost(_server, fault.Message, fault));
        }
    }

    private async Task ReceiveAsync()
    {
        var input = new byte[64 << 10];
        var (start, end) = (0, 0);
        var frames = new RespFrames();
        RedisOperation? owed = null;
        try
        {
            while (true)
            {
                var received = await _stream.ReadAsync(input.AsMemory(end));
                if (received == 0) throw new IOException("the server closed it");
                end += received;
                var needed = Take(input, ref start, end, ref frames, ref owed);
                if (start == end) (start, end) = (0, 0);
                else if (start + needed > input.Length)
                {
                    var larger = needed <= input.Length ? input : new byte[NewSize(needed)];
                    input.AsSpan(start, end - start).CopyTo(larger);
                    (input, start, end) = (larger, 0, end - start);
                }
            }
        }
        catch (FormatException fault)
        {
            Fail(RedisFaults.Garbled(_server, fault));
        }
        catch (Exception fault) when (IsLoss(fault))
        {
            Fail(RedisFaults.Lost(_server, fault.Message, fault));
        }
    }

    // Gives whole replies to whom they are owed. Returns how many bytes the next will have at least.
    private int Take(byte[] input, ref int start, int end, ref RespFrames frames, ref RedisOperation? owed)
    {
        Volatile.Write(ref _heardAt, _time.GetTimestamp());
        while (start < end)
        {
            if (owed is null)
            {
                lock (_gate)
                {
                    if (!_waiting.TryPeek(out owed)) throw new FormatException("a reply to nothing that was asked");
                }
                frames.Begin(owed.Replies);
            }
            if (!frames.TryFind(input.AsSpan(start, end - start), out var length)) return length;
            owed.Complete(input.AsSpan(start, length));
            start += length;
            lock (_gate)
            {
                // After a fault on the sending side it isn't there any more.
                if (_waiting.TryPeek(out var first) && first == owed) _waiting.Dequeue().Release();
            }
            owed = null;
        }
        return 1;
    }

    private static int NewSize(int needed) => needed <= InputBytesMax
        ? Math.Min(InputBytesMax, Math.Max(needed, 2 * needed))
        : throw new FormatException($"replies of more than {InputBytesMax >> 20} MiB");

    private void Expire()
    {
        lock (_gate)
        {
            _isTimerSet = false;
            if (_fault is not null || _waiting.Count == 0) return;
            var now = _time.GetTimestamp();
            var silent = _time.GetElapsedTime(Volatile.Read(ref _heardAt), now);
            var next = now + (long)((SilenceMax - silent).TotalSeconds * _time.TimestampFrequency);
            foreach (var operation in _waiting)
            {
                if (!operation.IsPending) continue;
                if (operation.DeadlineAt <= now) operation.Expire(_server);
                else next = Math.Min(next, operation.DeadlineAt);
            }
            if (silent < SilenceMax)
            {
                SetTimer(next);
                return;
            }
        }
        Fail(RedisFaults.Lost(_server, $"the server was silent for {SilenceMax.TotalSeconds:0} s", cause: null));
    }

    // Under the gate. Timers count in milliseconds: rounded up, so that none fires before its time.
    private void SetTimer(long at)
    {
        _isTimerSet = true;
        var left = Math.Max(0, _time.GetElapsedTime(_time.GetTimestamp(), at).TotalMilliseconds);
        _timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(left)), Timeout.InfiniteTimeSpan);
    }

    private void Fail(OnlineStoreException fault)
    {
        lock (_gate)
        {
            if (_fault is not null) return;
            _fault = fault;
            // They aren't let go of, and so never used again: the receiving side may just be completing one.
            foreach (var operation in _waiting) operation.Fail(fault);
            _waiting.Clear();
            _isTimerSet = false;
        }
        _stream.Dispose();
    }

    private static bool IsLoss(Exception fault) => fault is IOException or SocketException or ObjectDisposedException;
}
