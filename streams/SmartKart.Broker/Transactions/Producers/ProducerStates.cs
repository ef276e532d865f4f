using System.Diagnostics;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Transactions;

/// <summary>
/// What one partition knows of its producers: sequences, epochs, open and aborted transactions. It judges every append, under
/// the log's lock; its own lock is a leaf inside that one, because readers and the transaction coordinator ask from other
/// threads. Hot path: <see cref="Admit"/> and <see cref="Appended"/>, per batch.
/// </summary>
/// <remarks>
/// After <see cref="Restore"/> it is what the log says. <see cref="SaveSnapshot"/> bounds what the next opening has to scan:
/// call it with every checkpoint, and before the log is closed; then the next opening scans nothing.
/// </remarks>
internal sealed class ProducerStates(TransactionOptions? options = null, TimeProvider? time = null) : IAppendAdmission
{
    private const int KeptSnapshots = 2;           // one to fall back on
    private const long None = -1;

    private readonly TransactionOptions _options = options ?? TransactionOptions.Default;
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _lock = new();           // guards all of the state below; a leaf
    private readonly Lock _snapshotLock = new();   // one snapshot at a time; taken around the other, never inside
    private readonly Dictionary<long, ProducerState> _producers = [];
    private readonly Dictionary<long, short> _expected = [];     // producer → epoch of the transaction that the coordinator added this partition to
    private readonly SortedSet<long> _open = [];                 // first offsets
    private AbortedTransactions _aborted = new();
    private PartitionLog? _log;
    private long _endOffset;
    private long _snapshotOffset = None;
    private long _firstUnstable = None;            // the least of _open, for readers without the lock

    /// <summary>The first offset of the oldest transaction still open; null where none is. From any thread, without a lock.</summary>
    public long? FirstUnstableOffset => Volatile.Read(ref _firstUnstable) is var first and not None ? Math.Max(first, _log?.LogStartOffset ?? 0) : null;

    /// <summary>Producers that are remembered.</summary>
    public int Count
    {
        get { lock (_lock) return _producers.Count; }
    }

    /// <summary>
    /// Takes the partition into a producer's transaction: until its marker, transactional batches of this epoch are welcome.
    /// Any other is refused, so that none can land behind the marker and stay open for ever (KIP-890).
    /// </summary>
    public void Expect(ProducerIdAndEpoch producer)
    {
        lock (_lock) _expected[producer.Id] = producer.Epoch;
    }

    /// <summary>
    /// The aborted transactions with a part in [<paramref name="from"/>, <paramref name="to"/>), by their first offsets: what a
    /// fetch of committed records tells. Ask after the last stable offset was read, and after the records. From any thread.
    /// </summary>
    public List<AbortedTransaction> AbortedBetween(long from, long to)
    {
        lock (_lock) return _aborted.All.Count == 0 ? [] : _aborted.Between(from, to);
    }

    public Admission Admit(in RecordBatch batch, AppendSource source)
    {
        if (batch.ProducerId < 0) return new Admission(batch.IsTransactional ? AppendFault.InvalidRecord : AppendFault.None);
        if (source == AppendSource.Producer && !IsWhole(batch)) return new Admission(AppendFault.InvalidRecord);
        lock (_lock)
        {
            var known = Known(batch.ProducerId);
            if (source == AppendSource.Producer && known is not null && known.TryFindDuplicate(batch, out var duplicate))
                return new Admission(AppendFault.Duplicate, duplicate.FirstOffset, duplicate.LastOffset, duplicate.AppendTimeMs);
            if (known is not null && batch.ProducerEpoch < known.Epoch) return new Admission(AppendFault.StaleProducerEpoch);
            if (batch.IsControl) return new Admission(AppendFault.None);
            if (!FitsTransaction(batch, known)) return new Admission(AppendFault.InvalidTransactionState);
            var isNext = source == AppendSource.Coordinator || known is null || known.IsNext(batch);
            return new Admission(isNext ? AppendFault.None : AppendFault.OutOfOrderSequence);
        }
    }

    public void Appended(in RecordBatch batch)
    {
        lock (_lock) Apply(batch, _time.GetUtcNow().ToUnixTimeMilliseconds());
    }

    public void Truncated(long endOffset) => Restore(Log);

    public void Dropping()
    {
        try
        {
            SaveSnapshot();
        }
        catch (LogWriteException)
        {
            // Segments go all the more where the disk is full. Older snapshots aren't believed then: all is learnt from the segments that stay.
        }
    }

    /// <summary>
    /// Learns what a log says, from the newest sound snapshot and what was appended since. Once, after the log was opened and
    /// before anyone else appends or asks; a log that was just made as well.
    /// </summary>
    /// <returns>Offsets that were scanned; 0 after a clean stop.</returns>
    /// <exception cref="CorruptLogException">A batch is damaged.</exception>
    public long Restore(PartitionLog log)
    {
        lock (_snapshotLock)
        lock (_lock)
        {
            _log = log;
            Clear();
            var (first, end) = (log.Segments[0].BaseOffset, log.LogEndOffset);
            foreach (var offset in ProducerSnapshot.Offsets(log.DirectoryPath))
            {
                // Behind the end lies what a crash or a truncation took; what is written there next is something else. And between a snapshot and
                // the first segment markers are missing: what was open then would stay open for ever.
                if (offset >= first && offset <= end && TryLoad(log, offset)) break;
                ProducerSnapshot.Delete(log.DirectoryPath, offset);
            }
            // Not from the log's start: before it may lie the marker of a transaction that the snapshot has as open.
            var from = Math.Max(_endOffset, first);
            var now = _time.GetUtcNow().ToUnixTimeMilliseconds();
            ProducerScan.Run(log, from, (in RecordBatch batch) => Apply(batch, now));
            _endOffset = end;
            Publish();
            return end - from;
        }
    }

    /// <summary>Notes in a file what is known now, unless nothing was appended since the last time. Blocks on the disk. From any thread.</summary>
    /// <exception cref="LogWriteException">The disk refused; the snapshot before is still there.</exception>
    /// <exception cref="LogFlushException">The log could not be made durable.</exception>
    public void SaveSnapshot()
    {
        var log = Log;
        lock (_snapshotLock)
        {
            long offset;
            ReadOnlySpan<byte> snapshot;
            lock (_lock)
            {
                if (_endOffset == _snapshotOffset || _endOffset == 0) return;
                offset = _endOffset;
                _aborted.Prune(log.LogStartOffset);
                Forget(_time.GetUtcNow().ToUnixTimeMilliseconds());
                snapshot = ProducerSnapshot.Encode(offset, _producers.Values, _aborted.All);
            }
            log.Flush();                           // a snapshot must not know of more than the log will
            try
            {
                ProducerSnapshot.Write(log.DirectoryPath, offset, snapshot);
                foreach (var old in ProducerSnapshot.Offsets(log.DirectoryPath).Skip(KeptSnapshots)) ProducerSnapshot.Delete(log.DirectoryPath, old);
            }
            catch (IOException refusal)
            {
                throw new LogWriteException(log.DirectoryPath, refusal);
            }
            _snapshotOffset = offset;
        }
    }

    private PartitionLog Log =>
        _log ?? throw new InvalidOperationException($"These are the producers of no log yet. Call {nameof(Restore)} when it is opened.");

    // A batch that others follow in the same append would be judged without the one before it. Kafka takes one for each
    // partition of a request, so clients send no more.
    private static bool IsWhole(in RecordBatch batch) => batch.ProducerEpoch >= 0 && batch.BaseSequence >= 0 && batch.Bytes.Length == batch.TotalBytes;

    private ProducerState? Known(long producerId) =>
        _producers.TryGetValue(producerId, out var known) && !IsForgettable(known, _time.GetUtcNow().ToUnixTimeMilliseconds()) ? known : null;

    private bool FitsTransaction(in RecordBatch batch, ProducerState? known)
    {
        var isOpen = known is { HasTransaction: true };
        if (!batch.IsTransactional) return !isOpen;
        return (isOpen && known!.Epoch == batch.ProducerEpoch) || (_expected.TryGetValue(batch.ProducerId, out var epoch) && epoch == batch.ProducerEpoch);
    }

    private void Apply(in RecordBatch batch, long nowMs)
    {
        _endOffset = batch.NextOffset;
        if (batch.ProducerId < 0) return;
        if (!_producers.TryGetValue(batch.ProducerId, out var producer))
        {
            if (_producers.Count >= _options.MaxProducersPerPartition) Forget(nowMs);
            _producers.Add(batch.ProducerId, producer = new ProducerState(batch.ProducerId));
        }
        else if (IsForgettable(producer, nowMs)) _producers[batch.ProducerId] = producer = new ProducerState(batch.ProducerId);
        producer.LastUsedMs = nowMs;
        if (batch.IsControl)
        {
            if (TransactionMarker.TryRead(batch, out var committed)) End(producer, batch, committed);
            return;
        }
        producer.Add(batch);
        if (!batch.IsTransactional || producer.HasTransaction) return;
        producer.TransactionStart = batch.BaseOffset;
        _open.Add(batch.BaseOffset);
        Publish();
    }

    private void End(ProducerState producer, in RecordBatch marker, bool committed)
    {
        producer.Enter(marker.ProducerEpoch);
        if (_expected.TryGetValue(producer.ProducerId, out var epoch) && epoch <= marker.ProducerEpoch) _expected.Remove(producer.ProducerId);
        if (!producer.HasTransaction) return;
        var first = producer.TransactionStart;
        producer.TransactionStart = None;
        _open.Remove(first);
        var stable = _open.Count > 0 ? _open.Min : marker.NextOffset;
        if (!committed) _aborted.Add(new AbortedTransaction(producer.ProducerId, first, marker.LastOffset, stable), _log?.LogStartOffset ?? 0);
        Publish();                                 // last: who finds the transaction ended must find it among the aborted
    }

    private void Publish() => Volatile.Write(ref _firstUnstable, _open.Count > 0 ? _open.Min : None);

    private bool IsForgettable(ProducerState producer, long nowMs) =>
        !producer.HasTransaction && nowMs - producer.LastUsedMs > _options.ProducerIdExpiration.TotalMilliseconds;

    /// <summary>Lets go of producers that are silent too long; if that leaves too many, of the quarter that is silent longest.</summary>
    private void Forget(long nowMs)
    {
        foreach (var producer in _producers.Values.Where(producer => IsForgettable(producer, nowMs)).ToList()) _producers.Remove(producer.ProducerId);
        if (_producers.Count < _options.MaxProducersPerPartition) return;
        var silent = _producers.Values.Where(producer => !producer.HasTransaction).OrderBy(producer => producer.LastUsedMs).Take((_producers.Count / 4) + 1);
        foreach (var producer in silent.ToList()) _producers.Remove(producer.ProducerId);
    }

    private bool TryLoad(PartitionLog log, long offset)
    {
        if (!ProducerSnapshot.TryRead(log.DirectoryPath, offset, out var producers, out var aborted)) return false;
        foreach (var producer in producers)
        {
            _producers.Add(producer.ProducerId, producer);
            if (producer.HasTransaction) _open.Add(producer.TransactionStart);
        }
        foreach (var transaction in aborted) _aborted.Add(transaction, log.LogStartOffset);
        _endOffset = _snapshotOffset = offset;
        return true;
    }

    private void Clear()
    {
        Debug.Assert(_lock.IsHeldByCurrentThread, "The state is replaced under its lock.");
        _producers.Clear();
        _open.Clear();
        _aborted = new AbortedTransactions();
        _endOffset = 0;
        _snapshotOffset = None;
    }
}
