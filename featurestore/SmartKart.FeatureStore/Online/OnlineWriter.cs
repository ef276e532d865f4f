using System.Buffers;
using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online.Connections;
using SmartKart.FeatureStore.Online.Writing;
using SmartKart.FeatureStore.Tiles.Blobs;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Online;

/// <summary>
/// Writes tiles to Redis behind its callers: a write is taken in at once and sent in a batch with others, several of one key as one. Nothing is
/// lost while the process lives: while Redis is away, full or read-only, writes wait and are tried again, and beyond
/// <see cref="RedisOptions.PendingBytesMax"/> callers wait, too. An older write never replaces a newer one, whoever sends it: the sequence in
/// the blob's header says which is newer. Blocks no thread; thread safe.
/// </summary>
public sealed class OnlineWriter : IAsyncDisposable
{
    private const int BatchWritesMax = 512;
    private const int BatchBytesMax = 1 << 20;

    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromSeconds(2);

    private readonly RedisOptions _options;
    private readonly TimeProvider _time;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly RedisClient _client;
    private readonly ConcurrentDictionary<ViewPlan, OnlineKeys> _keys = new();
    private readonly PendingWrites _pending = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _writing;
    private readonly Lock _gate = new();            // guards what follows
    private readonly Dictionary<(string, string), TornKey> _torn = [];
    private TaskCompletionSource _progress = NewSignal();
    private OnlineStoreException? _fault;
    private long _written;
    private long _stale;

    private OnlineWriter(RedisOptions options, RedisConnectionString settings, TimeProvider clock, TimeProvider time, ILogger log)
    {
        (_options, _clock, _time, _log) = (options, clock, time, log);
        _client = new RedisClient(settings, options.ConnectTimeout, time, log);
        _writing = WriteAllAsync();
    }

    /// <summary>Writes that Redis hasn't confirmed.</summary>
    public int Unwritten => _pending.Count;

    /// <summary>Whether more bytes wait than <see cref="RedisOptions.PendingBytesMax"/>: who can do so writes later.</summary>
    public bool IsFull => _pending.Bytes > _options.PendingBytesMax;

    /// <summary>The number of the write that was taken in last, for <see cref="IsDone"/>.</summary>
    public long LastTaken => _pending.LastOrder;

    /// <summary>Whether every write up to one is over: stored, or found stale or torn. What is torn the next report names.</summary>
    /// <param name="taken">Its number, as <see cref="LastTaken"/> was.</param>
    public bool IsDone(long taken) => _pending.IsDone(taken);

    /// <summary>Up to which write all are over, as <see cref="IsDone"/> says it of one.</summary>
    public long Done => _pending.Done;

    /// <summary>Ends when a batch of writes is over, or the writer has ended: the moment to look at <see cref="IsDone"/> again.</summary>
    public Task ProgressAsync()
    {
        lock (_gate) return _progress.Task;
    }

    /// <summary>Opens a writer. It connects with the first write.</summary>
    /// <param name="options">Where Redis is.</param>
    /// <param name="clock">What tells now, for how long a key is kept beyond its last event: the system's clock, or that of a replayed history.</param>
    /// <param name="log">Where to say what it does.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">The options are unsound.</exception>
    public static OnlineWriter Open(RedisOptions options, TimeProvider? clock = null, ILogger? log = null) =>
        new(options, RedisOptionsRules.Checked(options), clock ?? TimeProvider.System, TimeProvider.System, log ?? NullLogger.Instance);

    /// <summary>Takes a write in. The bytes are copied.</summary>
    /// <param name="view">The view.</param>
    /// <param name="keys">The join keys, in the view's order and of the types of its source; none is NULL.</param>
    /// <param name="head">The key's blob; of a hot key, the head's.</param>
    /// <param name="closed">A hot key's closed blob, where it is written, too.</param>
    /// <param name="cancel">Stops waiting for room; the write is then still taken in.</param>
    /// <returns>Ends when there is room for more; awaiting it before the next write is what bounds the memory.</returns>
    /// <exception cref="ObjectDisposedException">The writer is closed, or was while this waited for room.</exception>
    /// <exception cref="ArgumentException">A key is NULL, or the blobs are not this view's or don't go together.</exception>
    /// <exception cref="Tiles.Blobs.TileBlobException">A blob is corrupt.</exception>
    public ValueTask WriteAsync(
        ViewPlan view, ReadOnlySpan<Scalar> keys, ReadOnlySpan<byte> head, ReadOnlySpan<byte> closed = default, CancellationToken cancel = default)
    {
        var header = HeaderOf(view, head);
        var newest = header.Newest;
        if (!closed.IsEmpty)
        {
            var closedHeader = HeaderOf(view, closed);
            if (closedHeader.Sequence != header.Base || closedHeader.Sequence == 0)
                throw new ArgumentException(
                    $"The head goes with the closed blob {header.Base}, and was given with {closedHeader.Sequence}. Write what one TilePair.Write gave.",
                    nameof(closed));
            newest = Latest(newest, closedHeader.Newest);
        }
        var names = NamesOf(view);
        return AddAsync(new PendingWrite
        {
            Key = KeyOf(names, view, keys),
            Field = names.Field,
            View = view,
            Values = keys[..view.KeyPlaces.Count].ToArray(),
            Sequence = header.Sequence,
            Head = head.ToArray(),
            Closed = closed.IsEmpty ? null : closed.ToArray(),
            ClosedSequence = header.Base,
            KeepMs = KeepMs(view, newest),
        }, cancel);
    }

    /// <summary>
    /// Deletes what a view has of a key: it then reads as missing. Its sequence is kept for <see cref="RedisOptions.KeepFor"/> at least, so that no
    /// older write brings it back.
    /// </summary>
    /// <param name="view">The view.</param>
    /// <param name="keys">The join keys; none is NULL.</param>
    /// <param name="sequence">The deletion's number among the key's writes.</param>
    /// <param name="cancel">Stops waiting for room; the deletion is then still taken in.</param>
    /// <returns>As <see cref="WriteAsync"/>.</returns>
    /// <exception cref="ArgumentException">A key is NULL, or the sequence is negative.</exception>
    public ValueTask DeleteAsync(ViewPlan view, ReadOnlySpan<Scalar> keys, long sequence, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        var names = NamesOf(view);
        return AddAsync(new PendingWrite
        {
            Key = KeyOf(names, view, keys),
            Field = names.Field,
            View = view,
            Values = keys[..view.KeyPlaces.Count].ToArray(),
            Sequence = sequence,
            Head = [],
            KeepMs = (long)_options.KeepFor.TotalMilliseconds,
        }, cancel);
    }

    /// <summary>What came of the writes since the last report or flush. Waits for none.</summary>
    public OnlineWriteReport TakeReport() => Report();

    /// <summary>Waits until all that was taken in so far is stored, but not longer than asked.</summary>
    /// <param name="within">How long to wait at most.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>What came of it, and of all since the flush before. It also tells what is still unwritten, and why.</returns>
    public async Task<OnlineWriteReport> FlushAsync(TimeSpan within, CancellationToken cancel = default)
    {
        var last = _pending.LastOrder;
        var began = _time.GetTimestamp();
        while (true)
        {
            Task progress;
            lock (_gate) progress = _progress.Task;
            await ThrowIfEndedAsync();
            var left = within - _time.GetElapsedTime(began);
            if (_pending.IsDone(last) || left <= TimeSpan.Zero) return Report();
            try
            {
                await Task.WhenAny(progress, _writing).WaitAsync(left, _time, cancel);
            }
            catch (TimeoutException)
            {
                return Report();
            }
        }
    }

    /// <summary>Stops. What is unwritten is dropped and logged: flush first.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync();
        try
        {
            await _writing;
        }
        finally
        {
            if (_pending.Drop() is var unwritten and > 0) Log.ClosedWithUnwritten(_log, unwritten);
            await _client.DisposeAsync();
            _stop.Dispose();
        }
    }

    private ValueTask AddAsync(PendingWrite write, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
        if (_writing.IsFaulted) return new ValueTask(_writing);
        _pending.Add(write);
        _wake.Writer.TryWrite(true);
        return _pending.Bytes <= _options.PendingBytesMax ? ValueTask.CompletedTask : RoomAsync(cancel);
    }

    private async ValueTask RoomAsync(CancellationToken cancel)
    {
        while (true)
        {
            Task progress;
            lock (_gate) progress = _progress.Task;
            if (_pending.Bytes <= _options.PendingBytesMax) return;
            await Task.WhenAny(progress, _writing).WaitAsync(cancel);
            await ThrowIfEndedAsync();
        }
    }

    // Nothing is written any more: why, or that the writer was closed.
    private async Task ThrowIfEndedAsync()
    {
        if (!_writing.IsCompleted) return;
        await _writing;
        throw new ObjectDisposedException(nameof(OnlineWriter), "The writer was closed before all was written. Flush it first.");
    }

    private async Task WriteAllAsync()
    {
        var batch = new WriteBatch(_client, _time, _options.WriteTimeout);
        var failures = 0;
        try
        {
            while (true)
            {
                await _wake.Reader.ReadAsync(_stop.Token);
                while (await WriteSomeAsync(batch))
                {
                    failures = batch.Fault is null ? 0 : failures + 1;
                    if (failures > 0) await Task.Delay(Backoff(failures, batch), _time, _stop.Token);
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The writer was closed; what it still has is told there.
        }
    }

    // Returns whether there was anything to write.
    private async Task<bool> WriteSomeAsync(WriteBatch batch)
    {
        batch.Clear();
        _pending.Take(BatchWritesMax, BatchBytesMax, batch.Writes);
        if (batch.Writes.Count == 0) return false;
        try
        {
            await batch.SendAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            _pending.Return(batch.Writes);
            throw;
        }
        // Counted before they are done: a flush that finds all done reports all.
        Count(batch);
        _pending.Return(batch.Failed);
        TaskCompletionSource progress;
        lock (_gate) (progress, _progress) = (_progress, NewSignal());
        progress.SetResult();
        return true;
    }

    private TimeSpan Backoff(int failures, WriteBatch batch)
    {
        var backoff = TimeSpan.FromMilliseconds(
            Math.Min(LongestBackoff.TotalMilliseconds, FirstBackoff.TotalMilliseconds * Math.Pow(2, Math.Min(failures - 1, 20))));
        Log.WritesKept(_log, batch.Failed.Count, backoff.TotalMilliseconds, batch.Fault!.Message);      // there are failures
        return backoff;
    }

    private void Count(WriteBatch batch)
    {
        OnlineMetrics.Writes.Add(batch.Written, new KeyValuePair<string, object?>("outcome", "written"));
        OnlineMetrics.Writes.Add(batch.Stale, new KeyValuePair<string, object?>("outcome", "stale"));
        OnlineMetrics.Writes.Add(batch.Torn.Count, new KeyValuePair<string, object?>("outcome", "torn"));
        if (batch.Fault is { } fault) OnlineMetrics.WriteFaults.Add(batch.Failed.Count, new KeyValuePair<string, object?>("fault", fault.GetType().Name));
        lock (_gate)
        {
            if (_fault is not null && batch.Fault is null) Log.WritesResumed(_log);
            _fault = batch.Fault;
            _written += batch.Written;
            _stale += batch.Stale;
            foreach (var write in batch.Torn)
                _torn[(write.View.View.Id, Convert.ToHexString(write.Key))] = new TornKey(write.View, write.Values);
        }
    }

    private OnlineWriteReport Report()
    {
        lock (_gate)
        {
            var report = new OnlineWriteReport(_written, _stale, [.. _torn.Values], _pending.Count, _fault);
            (_written, _stale) = (0, 0);
            _torn.Clear();
            return report;
        }
    }

    private static BlobHeader HeaderOf(ViewPlan view, ReadOnlySpan<byte> blob)
    {
        var header = BlobHeader.Read(blob);
        return header.Plan == view.Tiles.Fingerprint
            ? header
            : throw new ArgumentException(
                $"The blob is not of the view '{view.View.Id}': its plan is {header.Plan:x16}, the view's {view.Tiles.Fingerprint:x16}.", nameof(blob));
    }

    private OnlineKeys NamesOf(ViewPlan view) => _keys.GetOrAdd(view, static (plan, prefix) => new OnlineKeys(prefix, plan), _options.KeyPrefix);

    private static byte[] KeyOf(OnlineKeys keys, ViewPlan view, ReadOnlySpan<Scalar> values)
    {
        if (values.Length < keys.Count)
            throw new ArgumentException($"The view '{view.View.Id}' has {keys.Count} join keys, and {values.Length} were given.", nameof(values));
        var output = new ArrayBufferWriter<byte>(64);
        return keys.TryWrite(values, [], output)
            ? output.WrittenSpan.ToArray()
            : throw new ArgumentException($"A join key of '{view.View.Id}' is NULL. Such an event concerns no entity: leave it out.", nameof(values));
    }

    // By the clock that reads are asked at: Redis counts from the write on, so that a replayed history isn't expired as it comes.
    private long KeepMs(ViewPlan view, long? newest)
    {
        if (view.Tiles.TimeToLive is not { } ttl) return 0;
        var silent = newest is { } ts ? (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch) - TimeSpan.FromMicroseconds(ts) : TimeSpan.Zero;
        var left = ttl - silent;
        return (long)((left > TimeSpan.Zero ? left : TimeSpan.Zero) + _options.KeepFor).TotalMilliseconds;
    }

    private static long? Latest(long? left, long? right) => left is null ? right : right is null ? left : Math.Max(left.Value, right.Value);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
