using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace SmartKart.Broker.Storage;

/// <summary>
/// The housekeeping of a data directory, in the background: retention, compaction and checkpoints, each at its own pace and on
/// a thread of its own, because they block on the disk and would starve the pool. A fault of one log is logged and leaves the
/// others going. Dispose it before the directory; it stops within a moment, also in the middle of a compaction.
/// </summary>
internal sealed class LogCleaner : IAsyncDisposable
{
    private readonly LogDirectory _directory;
    private readonly Func<TopicPartition, long> _lastStableOffset;
    private readonly Action<TopicPartition>? _beforeCheckpoint;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly ConditionalWeakTable<PartitionLog, object> _damaged = [];
    private readonly Task[] _passes;

    /// <param name="directory">Whose logs.</param>
    /// <param name="lastStableOffset">Of a partition: behind it nothing is compacted, for its transactions are open.</param>
    /// <param name="time">The clock, and what wakes it.</param>
    /// <param name="logger">For what it did, and could not do.</param>
    /// <param name="options">How often it looks.</param>
    /// <param name="beforeCheckpoint">Saves what else would have to be learnt from a partition's log after a crash.</param>
    public LogCleaner(LogDirectory directory, Func<TopicPartition, long> lastStableOffset, TimeProvider time, ILogger logger, LogCleanerOptions? options = null, Action<TopicPartition>? beforeCheckpoint = null)
    {
        (_directory, _lastStableOffset, _time, _logger, _beforeCheckpoint) = (directory, lastStableOffset, time, logger, beforeCheckpoint);
        options ??= new LogCleanerOptions();
        _passes = [Every(options.RetentionCheck, ApplyRetention), Every(options.CompactionCheck, CompactDirty), Every(options.Checkpoint, SaveCheckpoints)];
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_passes);
        _stop.Dispose();
    }

    /// <summary>Lets old segments go and makes indexes again that reads have found wrong.</summary>
    internal void ApplyRetention() => ForEachLog(StorageLog.RetentionFailed, (partition, log) =>
    {
        var gone = Retention.Apply(log, _time);
        if (gone > 0) StorageLog.SegmentsExpired(_logger, partition, gone, log.LogStartOffset);
        if (!log.HasSuspectIndexes) return;
        log.RepairIndexes();
        StorageLog.IndexesRepaired(_logger, partition);
    });

    /// <summary>Compacts the logs that are dirty enough, one at a time, the dirtiest first.</summary>
    internal void CompactDirty()
    {
        var dirty = new List<(TopicPartition Partition, PartitionLog Log, long StableEnd, double Ratio)>();
        ForEachLog(StorageLog.CompactionFailed, (partition, log) =>
        {
            if (!log.Settings.Compacts || _damaged.TryGetValue(log, out _)) return;
            var stableEnd = _lastStableOffset(partition);
            if (new Compaction(log, _time).DirtyRatio(stableEnd) is { } ratio) dirty.Add((partition, log, stableEnd, ratio));
        });
        foreach (var (partition, log, stableEnd, _) in dirty.OrderByDescending(entry => entry.Ratio))
            Try(partition, log, CompactionFault, (_, _) =>
            {
                if (new Compaction(log, _time, _stop.Token).Run(stableEnd) is { } report)
                    StorageLog.Compacted(_logger, partition, report.CleanedTo, report.BytesBefore, report.BytesAfter);
            });

        void CompactionFault(ILogger logger, Exception fault, TopicPartition partition)
        {
            if (fault is not CorruptLogException)
            {
                StorageLog.CompactionFailed(logger, fault, partition);
                return;
            }
            // It would be found again at every look, and reading up to there is not free.
            StorageLog.CompactionGivenUp(logger, fault, partition);
            if (_directory.Find(partition) is { } log) _damaged.TryAdd(log, log);
        }
    }

    /// <summary>Notes how far each log is durable, where that has changed.</summary>
    internal void SaveCheckpoints() => ForEachLog(StorageLog.CheckpointFailed, (partition, log) =>
    {
        if (!log.NeedsCheckpoint) return;
        _beforeCheckpoint?.Invoke(partition);
        log.SaveCheckpoint();
    });

    private void ForEachLog(Action<ILogger, Exception, TopicPartition> failed, Action<TopicPartition, PartitionLog> action)
    {
        foreach (var (partition, log) in _directory.Logs) Try(partition, log, failed, action);
    }

    private void Try(TopicPartition partition, PartitionLog log, Action<ILogger, Exception, TopicPartition> failed, Action<TopicPartition, PartitionLog> action)
    {
        if (_stop.IsCancellationRequested) return;
        try
        {
            action(partition, log);
        }
        catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException || _directory.Find(partition) != log)
        {
            // The cleaner stops; or the partition, or the segment, was deleted in the middle: there is nothing to clean any more.
        }
        catch (Exception fault)                        // whatever it is, it belongs to this log, and the others need cleaning
        {
            failed(_logger, fault, partition);
        }
    }

    private Task Every(TimeSpan interval, Action pass)
    {
        var timer = new PeriodicTimer(interval, _time);
        return Task.Factory.StartNew(() =>
        {
            using (timer)
                while (WaitForTick(timer)) pass();
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private bool WaitForTick(PeriodicTimer timer)
    {
        try
        {
            // The wait blocks on purpose: this thread exists to block on the disk.
            return timer.WaitForNextTickAsync(_stop.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
