using System.Threading.Channels;

namespace SmartKart.Broker.Storage;

/// <summary>Something whose writes can be made durable all at once.</summary>
internal interface IFlushable
{
    /// <summary>Makes durable what was appended before the call. May block on the disk; throws where the disk fails.</summary>
    void Flush();
}

/// <summary>
/// Many appends, one fsync: while one runs, those that append gather behind the next. An append is acknowledged as durable
/// when an fsync that began after it has ended well. An fsync that failed fails all who waited for it, and all who come later:
/// the system may have dropped the pages, so that a second fsync would report a success that never was (fsyncgate, 2018).
/// The flushing threads are its own, because fsync blocks and would starve the pool.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    private readonly Channel<Member> _dirty = Channel.CreateUnbounded<Member>();     // bounded by the number of logs: each is in it once
    private readonly Task[] _flushers;

    /// <param name="flushers">
    /// Logs that are flushed at the same time. The file system joins their commits: a topic's six partitions are as soon durable as one,
    /// where each would wait for those before it.
    /// </param>
    public GroupCommit(int flushers = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(flushers, 1);
        _flushers = [.. Enumerable.Range(0, flushers).Select(_ => Task.Factory.StartNew(FlushUntilDone, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
    }

    public Member Join(IFlushable log) => new(this, log);

    /// <summary>Flushes what is asked for so far, then stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _dirty.Writer.TryComplete();
        await Task.WhenAll(_flushers);
    }

    private void FlushUntilDone()
    {
        while (Next() is { } member) member.FlushOnce();
    }

    /// <summary>Blocks on purpose: this thread exists to block on the disk. Each log wakes one thread, not all.</summary>
    /// <returns>Null when there is nothing more to come.</returns>
    private Member? Next()
    {
        try
        {
            return _dirty.Reader.TryRead(out var member) ? member : _dirty.Reader.ReadAsync().AsTask().GetAwaiter().GetResult();
        }
        catch (ChannelClosedException)
        {
            return null;
        }
    }

    /// <summary>One log's part in it.</summary>
    internal sealed class Member(GroupCommit group, IFlushable log)
    {
        private readonly Lock _lock = new();
        private TaskCompletionSource? _next;
        private bool _isQueued;
        private Exception? _failure;

        /// <summary>Completes when all that was appended before the call is durable.</summary>
        public Task FlushedAsync()
        {
            lock (_lock)
            {
                if (_failure is not null) return Task.FromException(_failure);
                _next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                var flushed = _next.Task;
                if (!_isQueued) Enqueue();
                return flushed;
            }
        }

        internal void FlushOnce()
        {
            TaskCompletionSource? waiting;
            lock (_lock)
            {
                waiting = _next;
                _next = null;
            }
            Exception? failure = null;
            try
            {
                log.Flush();
            }
            catch (Exception fault)      // whatever it is, it belongs to those who wait
            {
                failure = fault;
            }
            if (failure is null) waiting?.TrySetResult(); else waiting?.TrySetException(failure);
            TaskCompletionSource? late = null;
            lock (_lock)
            {
                _isQueued = false;
                _failure = failure;
                if (_next is not null && failure is null) Enqueue();
                else (late, _next) = (_next, null);
            }
            if (failure is not null) late?.TrySetException(failure);
        }

        private void Enqueue()
        {
            _isQueued = group._dirty.Writer.TryWrite(this);
            if (_isQueued) return;
            _next?.TrySetException(new ObjectDisposedException(nameof(GroupCommit), "The broker is stopping; whether the append is durable is not known."));
            _next = null;
        }
    }
}
