using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SmartKart.Broker.Groups;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;
using SmartKart.Broker.Topics;

namespace SmartKart.Broker.Transactions;

/// <summary>What InitProducerId is answered; the producer where there is no error.</summary>
internal readonly record struct InitializedProducer(ErrorCode Error, ProducerIdAndEpoch Producer)
{
    public static InitializedProducer Refused(ErrorCode error) => new(error, ProducerIdAndEpoch.None);
}

/// <summary>
/// Takes transactional ids from step to step. A step is decided by <see cref="TransactionRules"/>, stored in the
/// <see cref="TransactionLog"/>, and acted upon when it is durable there: so what was begun is finished, whenever the process
/// ends. The end of a transaction is answered when it is decided; its markers follow at once, and again until all are written.
/// </summary>
/// <remarks>
/// From any thread. Requests of one id go one after another; those of different ids do not wait for each other.
/// A disk that fails is COORDINATOR_NOT_AVAILABLE: clients come again by themselves.
/// </remarks>
internal sealed class TransactionCoordinator : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, TransactionalProducer> _producers = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Func<TopicPartition, Partition?> _find;
    private readonly TransactionOptions _options;
    private readonly TransactionMarkers _markers;
    private readonly TransactionLog _log;
    private readonly ProducerIds _ids;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    /// <summary>
    /// Reads what is stored, and opens the partitions of open transactions to their producers. Nothing is written before
    /// <see cref="Start"/>, or the first request.
    /// </summary>
    /// <param name="find">A partition, or null where there is none: <see cref="TopicCatalog.Find(TopicPartition)"/>.</param>
    /// <param name="state">The one partition of <see cref="InternalTopics.TransactionState"/>; compacted.</param>
    /// <param name="offsets">Who waits for the ends of transactions in <see cref="InternalTopics.ConsumerOffsets"/>.</param>
    /// <param name="options">How long, how many.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">For ids 1500 to 1599.</param>
    public TransactionCoordinator(
        Func<TopicPartition, Partition?> find, Partition state, ITransactionalOffsets offsets, TransactionOptions options, TimeProvider time, ILogger logger)
    {
        (_find, _options, _time, _logger) = (find, options, time, logger);
        _log = new TransactionLog(state, time);
        _markers = new TransactionMarkers(find, offsets, time, logger);
        var stored = _log.Replay();
        _ids = new ProducerIds(_log.DirectoryPath, lowest: stored.Values.Select(transaction => transaction.Producer.Id + 1).DefaultIfEmpty(0).Max());
        foreach (var (id, transaction) in stored)
        {
            _producers[id] = new TransactionalProducer(id) { Current = transaction };
            if (transaction.State == TransactionState.Ongoing) Expect(transaction);
        }
        var ongoing = stored.Values.Count(transaction => transaction.State == TransactionState.Ongoing);
        TransactionEvents.Replayed(logger, stored.Count, ongoing, stored.Values.Count(transaction => transaction.IsPrepared));
    }

    /// <summary>The background work, once started; it ends with an exception only where the coordinator has a fault of its own.</summary>
    public Task Background { get; private set; } = Task.CompletedTask;

    /// <summary>Completes what was decided before, then <see cref="SweepAsync">sweeps</see> every <see cref="TransactionOptions.SweepInterval"/>.</summary>
    public void Start() => Background = RunAsync();

    /// <summary>Whether a partition is there to be added to a transaction.</summary>
    public bool Knows(TopicPartition partition) => _find(partition) is not null;

    /// <summary>How many transactional ids are in each state.</summary>
    public IReadOnlyDictionary<TransactionState, int> StateCounts() =>
        _producers.Values.Select(producer => producer.Current).OfType<Transaction>().CountBy(transaction => transaction.State).ToDictionary();

    /// <summary>Gives a producer its id and epoch, and ends what its predecessor left open.</summary>
    /// <param name="transactionalId">Null for a producer that is only idempotent.</param>
    /// <param name="timeoutMs">Of its transactions.</param>
    /// <param name="expected">Who it takes itself for; null where it begins.</param>
    /// <param name="cancellation">Gives up waiting; what was begun is finished.</param>
    public async ValueTask<InitializedProducer> InitializeAsync(
        string? transactionalId, int timeoutMs, ProducerIdAndEpoch? expected, CancellationToken cancellation)
    {
        if (transactionalId is null) return NewProducer();
        if (transactionalId.Length == 0) return InitializedProducer.Refused(ErrorCode.InvalidRequest);
        if (timeoutMs <= 0 || timeoutMs > _options.MaxTimeout.TotalMilliseconds) return InitializedProducer.Refused(ErrorCode.InvalidTransactionTimeout);
        if (!_producers.ContainsKey(transactionalId) && _producers.Count >= _options.MaxTransactionalIds)
        {
            TransactionEvents.TooManyIds(_logger, transactionalId, _options.MaxTransactionalIds);
            return InitializedProducer.Refused(ErrorCode.PolicyViolation);
        }
        var hasFenced = false;
        var (error, current) = await StepAsync(transactionalId, isNew: true, known =>
        {
            var decision = TransactionRules.Initialize(known, timeoutMs, expected, _ids.Next, NowMs());
            hasFenced = decision.Next is { IsPrepared: true };
            return decision;
        }, cancellation);
        if (error != ErrorCode.None)
        {
            if (hasFenced && error == ErrorCode.ConcurrentTransactions) TransactionEvents.Fenced(_logger, transactionalId);
            return InitializedProducer.Refused(error);
        }
        TransactionEvents.Initialized(_logger, transactionalId, current!.Producer.Id, current.Producer.Epoch);
        return new InitializedProducer(ErrorCode.None, current.Producer);
    }

    /// <summary>Takes partitions, which are there, into a producer's transaction; begins one where none is open.</summary>
    public async ValueTask<ErrorCode> AddPartitionsAsync(
        string transactionalId, ProducerIdAndEpoch producer, IReadOnlyCollection<TopicPartition> partitions, CancellationToken cancellation)
    {
        if (transactionalId.Length == 0) return ErrorCode.InvalidRequest;
        var step = await StepAsync(transactionalId, isNew: false, known => TransactionRules.AddPartitions(known, producer, partitions, NowMs()), cancellation);
        return step.Error;
    }

    /// <summary>Takes the offsets topic into a producer's transaction.</summary>
    public async ValueTask<ErrorCode> AddOffsetsAsync(string transactionalId, ProducerIdAndEpoch producer, CancellationToken cancellation)
    {
        var offsets = new TopicPartition(InternalTopics.ConsumerOffsets, 0);
        return Knows(offsets) ? await AddPartitionsAsync(transactionalId, producer, [offsets], cancellation) : ErrorCode.CoordinatorNotAvailable;
    }

    /// <summary>Decides a producer's transaction. On return without error it cannot be undone, and its markers are on their way.</summary>
    public async ValueTask<ErrorCode> EndAsync(string transactionalId, ProducerIdAndEpoch producer, bool commit, CancellationToken cancellation)
    {
        if (transactionalId.Length == 0) return ErrorCode.InvalidRequest;
        var step = await StepAsync(transactionalId, isNew: false, known => TransactionRules.End(known, producer, commit, NowMs()), cancellation);
        return step.Error;
    }

    /// <summary>One look at every id: aborts what is open too long, tries unfinished markers again, forgets what is unused.</summary>
    public async Task SweepAsync()
    {
        foreach (var producer in _producers.Values)
        {
            if (_stopping.IsCancellationRequested) return;
            var current = producer.Current;
            if (current is not null && current.IsTimedOut(NowMs())) await TimeOutAsync(producer);
            else if (current is { IsPrepared: true } && producer.Completion.IsCompleted) await ResumeAsync(producer);
            else if (IsUnused(current)) await RetireAsync(producer);
        }
    }

    /// <summary>Completes when the markers that are being written now are written, or have failed to be.</summary>
    public Task SettledAsync() => Task.WhenAll(_producers.Values.Select(producer => producer.Completion));

    /// <summary>Stops the background work. Markers that are not written by then are written after the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested) return;
        await _stopping.CancelAsync();
        await Background;
        await SettledAsync();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(_options.SweepInterval, _time);
        try
        {
            do await SweepAsync();
            while (await timer.WaitForNextTickAsync(_stopping.Token));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The way it ends.
        }
    }

    private InitializedProducer NewProducer()
    {
        try
        {
            return new InitializedProducer(ErrorCode.None, new ProducerIdAndEpoch(_ids.Next(), 0));
        }
        catch (LogWriteException refusal)
        {
            TransactionEvents.StepFailed(_logger, refusal, "a producer without one");
            return InitializedProducer.Refused(ErrorCode.CoordinatorNotAvailable);
        }
    }

    private async ValueTask<(ErrorCode Error, Transaction? Current)> StepAsync(
        string id, bool isNew, Func<Transaction?, Decision> decide, CancellationToken cancellation)
    {
        while (true)
        {
            var producer = isNew ? _producers.GetOrAdd(id, static name => new TransactionalProducer(name)) : _producers.GetValueOrDefault(id);
            if (producer is null) return (decide(null).Error, null);
            await CompletedAsync(producer, cancellation);
            using (await producer.EnterAsync(cancellation))
                if (!producer.IsRetired) return await StepAsync(producer, decide);
        }
    }

    /// <summary>Takes a step: decide, store, act. The caller holds the gate.</summary>
    private async Task<(ErrorCode Error, Transaction? Current)> StepAsync(TransactionalProducer producer, Func<Transaction?, Decision> decide)
    {
        try
        {
            var decision = decide(producer.Current);
            if (decision.Next is not { } next) return (decision.Error, producer.Current);
            if (_log.Append(producer.TransactionalId, next) != AppendFault.None)
            {
                TransactionEvents.TooManyPartitions(_logger, producer.TransactionalId, next.Partitions.Count);
                return (ErrorCode.InvalidRequest, producer.Current);
            }
            await _log.DurableAsync();
            producer.Current = next;
            if (next.State == TransactionState.Ongoing) Expect(next);
            else if (next.IsPrepared) producer.Completion = CompleteAsync(producer, next);
            return (decision.Error, next);
        }
        catch (Exception fault) when (fault is BrokerException or ObjectDisposedException)
        {
            TransactionEvents.StepFailed(_logger, fault, producer.TransactionalId);
            return (ErrorCode.CoordinatorNotAvailable, producer.Current);
        }
    }

    /// <summary>Finishes a decided transaction. A fault is logged and leaves it to the next sweep.</summary>
    private async Task CompleteAsync(TransactionalProducer producer, Transaction prepared)
    {
        try
        {
            await _markers.WriteAsync(producer, prepared);
            using (await producer.EnterAsync(CancellationToken.None))
            {
                // Need not be durable before it counts: what comes next is stored behind it, and without it the markers are
                // written once more, into partitions that have no open transaction of the producer.
                var completed = prepared.Completed(NowMs());
                _log.Append(producer.TransactionalId, completed);
                producer.Current = completed;
                producer.Marked.Clear();
            }
        }
        catch (Exception fault) when (fault is BrokerException or ObjectDisposedException)
        {
            TransactionEvents.MarkersFailed(_logger, fault, producer.TransactionalId, _options.SweepInterval.TotalSeconds);
        }
    }

    private async Task CompletedAsync(TransactionalProducer producer, CancellationToken cancellation)
    {
        var completion = producer.Completion;
        if (completion.IsCompleted || _options.CompletionWait <= TimeSpan.Zero) return;
        try
        {
            await completion.WaitAsync(_options.CompletionWait, _time, cancellation);
        }
        catch (TimeoutException)
        {
            // The rules say what to answer while it goes on.
        }
    }

    private async Task TimeOutAsync(TransactionalProducer producer)
    {
        using var step = await producer.EnterAsync(_stopping.Token);
        var before = producer.Current;
        var (error, after) = await StepAsync(producer, known => TransactionRules.TimeOut(known, NowMs()));
        if (error == ErrorCode.None && !ReferenceEquals(after, before)) TransactionEvents.TimedOut(_logger, producer.TransactionalId, after!.TimeoutMs);
    }

    private async Task ResumeAsync(TransactionalProducer producer)
    {
        using var step = await producer.EnterAsync(_stopping.Token);
        if (producer.Current is { IsPrepared: true } prepared && producer.Completion.IsCompleted) producer.Completion = CompleteAsync(producer, prepared);
    }

    private async Task RetireAsync(TransactionalProducer producer)
    {
        using var step = await producer.EnterAsync(_stopping.Token);
        if (!IsUnused(producer.Current)) return;
        try
        {
            if (producer.Current is not null)
            {
                _log.Append(producer.TransactionalId, null);
                TransactionEvents.Expired(_logger, producer.TransactionalId, _options.TransactionalIdExpiration.TotalDays);
            }
            producer.IsRetired = true;
            _producers.TryRemove(producer.TransactionalId, out _);
        }
        catch (BrokerException fault)
        {
            TransactionEvents.StepFailed(_logger, fault, producer.TransactionalId);
        }
    }

    // Null is an id whose first step could not be stored.
    private bool IsUnused(Transaction? transaction) =>
        transaction is null || (transaction.State is TransactionState.Empty or TransactionState.CompleteCommit or TransactionState.CompleteAbort
            && NowMs() - transaction.UpdatedMs >= _options.TransactionalIdExpiration.TotalMilliseconds);

    private void Expect(Transaction transaction)
    {
        foreach (var partition in transaction.Partitions) _find(partition)?.Producers.Expect(transaction.Producer);
    }

    private long NowMs() => _time.GetUtcNow().ToUnixTimeMilliseconds();
}
