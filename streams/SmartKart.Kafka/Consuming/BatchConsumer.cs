using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Kafka.Native.LibRdKafka;

namespace SmartKart.Kafka;

/// <summary>
/// Consumes records by the batch, at 0 bytes allocated per record, as a member of a group or from partitions of its own choice. One
/// thread at a time; events are raised on it, inside <see cref="Consume"/>, <see cref="ConsumeAsync"/> and <see cref="Close"/>. Hot path.
/// </summary>
/// <remarks>
/// Both group protocols: Kafka's classic one, and with <c>group.protocol=consumer</c> the broker's own (KIP-848). Nothing is committed by
/// itself unless the configuration says so.
/// </remarks>
public sealed class BatchConsumer : IDisposable, INativeCallbacks
{
    /// <summary>How many records a batch holds at most, unless told otherwise.</summary>
    public const int DefaultBatchRecords = 1000;

    /// <summary>How long a call that waits for a broker does so, unless told otherwise.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(30);

    // A long wait still looks in now and then, or the group would take a quiet consumer for a dead one (max.poll.interval.ms).
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly NativeClient _client;
    private readonly QueueHandle _queue;
    private readonly ArrivalSignal _arrival;
    private readonly RecordBatch _batch;
    private readonly ConsumerGroup _group;
    private ConsumerFault? _fault;
    private bool _hasLeft;

    private BatchConsumer(KafkaConfiguration configuration, int batchRecords, ILogger logger)
    {
        _client = NativeClient.Open(ClientType.Consumer, configuration, logger, this);
        _ = ConsumerApi.UseOneQueue(_client.Handle);
        _queue = ConsumerApi.ConsumerQueue(_client.Handle);
        _queue.KeepAlive(_client.Handle);
        _arrival = new ArrivalSignal(_queue);
        _batch = new RecordBatch(batchRecords);
        _group = new ConsumerGroup(_client);
        Partitions = new ConsumerPartitions(_client);
    }

    /// <summary>Partitions came; they are read from now on, unless the handler pauses them: then none of their records comes before they are resumed.</summary>
    public event Action<IReadOnlyList<TopicPartition>> PartitionsAssigned { add => _group.Assigned += value; remove => _group.Assigned -= value; }

    /// <summary>Partitions are about to go: the moment to commit what was read of them, also in a transaction. Records not consumed yet are not lost.</summary>
    public event Action<IReadOnlyList<TopicPartition>> PartitionsRevoked { add => _group.Revoked += value; remove => _group.Revoked -= value; }

    /// <summary>Partitions went to another member already: it is too late to commit.</summary>
    public event Action<IReadOnlyList<TopicPartition>> PartitionsLost { add => _group.Lost += value; remove => _group.Lost -= value; }

    /// <summary>librdkafka's name for this consumer, such as <c>smartkart#consumer-1</c>.</summary>
    public string Name => _client.Name;

    /// <summary>Assignment, positions, pauses and offsets.</summary>
    public ConsumerPartitions Partitions { get; }

    /// <summary>Who this consumer is in its group at this moment, for the offsets of <see cref="ProducerTransactions"/>. The caller disposes it.</summary>
    public ConsumerGroupMetadata GroupMetadata() => new(ConsumerApi.GroupMetadata(_client.Handle));

    /// <summary>Opens a consumer. It connects in the background.</summary>
    /// <param name="configuration">Its settings; <c>group.id</c> is needed.</param>
    /// <param name="batchRecords">How many records a batch holds at most.</param>
    /// <param name="logger">Where librdkafka's log goes; null drops it.</param>
    /// <exception cref="KafkaLibraryException">librdkafka is missing.</exception>
    /// <exception cref="KafkaConfigurationException">librdkafka refuses a setting.</exception>
    public static BatchConsumer Open(KafkaConfiguration configuration, int batchRecords = DefaultBatchRecords, ILogger? logger = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchRecords);
        return configuration.Settings.ContainsKey("group.id")
            ? new BatchConsumer(configuration.WithDefault("enable.auto.commit", "false"), batchRecords, logger ?? NullLogger.Instance)
            : throw new KafkaConfigurationException("group.id",
                "A consumer has no group.id. Set it, also where partitions are assigned by hand: offsets are committed under it.");
    }

    /// <summary>Joins the group for these topics; a name that begins with <c>^</c> is a pattern.</summary>
    public unsafe void Subscribe(params IEnumerable<string> topics)
    {
        using var list = new PartitionList(topics.Select(topic => new TopicPartition(topic, -1)));
        _client.ThrowIfError(ConsumerApi.Subscribe(_client.Handle, list.Native), "subscribing");
    }

    /// <summary>Leaves the group's assignment, and reads nothing until it subscribes again.</summary>
    public void Unsubscribe() => _client.ThrowIfError(ConsumerApi.Unsubscribe(_client.Handle), "unsubscribing");

    /// <summary>
    /// Waits for the first record, as long as given, and returns it with all that have come since: as soon as there is one there is a
    /// batch. What came is gone from the queue, so the batch before must be disposed.
    /// </summary>
    /// <returns>The batch, empty if the time is up. It is the same object each time.</returns>
    /// <exception cref="OperationCanceledException">While it waited; nothing was taken.</exception>
    /// <exception cref="KafkaException">What the consumer can't get over by itself, such as a topic that does not exist.</exception>
    public RecordBatch Consume(TimeSpan timeout, CancellationToken cancellation = default)
    {
        var began = Begin();
        while (!TryTake(began, timeout, out var wait, cancellation)) _arrival.Wait(wait, cancellation);
        return _batch;
    }

    /// <summary>The same without a thread that waits: for those who read a little, all the time, beside others.</summary>
    /// <inheritdoc cref="Consume"/>
    public async ValueTask<RecordBatch> ConsumeAsync(TimeSpan timeout, CancellationToken cancellation = default)
    {
        var began = Begin();
        while (!TryTake(began, timeout, out var wait, cancellation)) await _arrival.WaitAsync(wait, cancellation);
        return _batch;
    }

    /// <summary>Commits what was consumed so far: the next offset of each partition. Waits for the broker. Nothing consumed is no error.</summary>
    /// <exception cref="KafkaException">The offsets were not committed; retriable while the group rebalances.</exception>
    public unsafe void Commit() => AfterCommit(ConsumerApi.Commit(_client.Handle, null, background: 0));

    /// <summary>Commits these offsets, each the next to read, and waits for the broker.</summary>
    /// <inheritdoc cref="Commit()"/>
    public unsafe void Commit(IEnumerable<TopicPartitionOffset> offsets)
    {
        using var list = new PartitionList(offsets);
        AfterCommit(ConsumerApi.Commit(_client.Handle, list.Native, background: 0));
        list.ThrowIfError("committing");
    }

    /// <summary>Commits these offsets, each the next to read, with a note at each, and waits for the broker.</summary>
    /// <inheritdoc cref="Commit()"/>
    public unsafe void Commit(IEnumerable<OffsetAndMetadata> offsets)
    {
        using var list = new PartitionList(offsets);
        AfterCommit(ConsumerApi.Commit(_client.Handle, list.Native, background: 0));
        list.ThrowIfError("committing");
    }

    /// <summary>Commits what was consumed so far, in the background. A failure is logged; the next commit covers it.</summary>
    public unsafe void CommitInBackground() => AfterCommit(ConsumerApi.Commit(_client.Handle, null, background: 1));

    /// <summary>
    /// Leaves the group and throws what a handler threw; <see cref="Dispose"/> does the rest. Handlers are told, once, that all partitions
    /// go; of partitions that were about to come they are not told any more.
    /// </summary>
    public void Close()
    {
        _batch.Dispose();
        _hasLeft = true; // librdkafka takes this once
        _group.Leave();
        _client.ThrowIfError(ConsumerApi.Close(_client.Handle), "leaving the group");
        _client.ThrowPending();
    }

    /// <summary>Leaves the group, if <see cref="Close"/> did not, and lets go of everything, the batch included. It commits nothing.</summary>
    public void Dispose()
    {
        if (_client.Handle.IsClosed) return;
        try
        {
            if (!_hasLeft) Close();
        }
        catch (Exception fault)
        {
            // Whoever wants to act on it calls Close(); a Dispose that throws would hide the exception that led to it.
            Log.LeavingFailed(_client.Logger, fault, Name);
        }
        _arrival.Dispose();
        _queue.Dispose();
        _client.Dispose();
    }

    unsafe void INativeCallbacks.Delivered(NativeMessage* message) => throw new UnreachableException("A consumer produces nothing.");

    unsafe void INativeCallbacks.Rebalanced(KafkaErrorCode code, NativeTopicPartitionList* partitions) => _group.Rebalance(code, partitions);

    void INativeCallbacks.Committed(KafkaErrorCode code)
    {
        if (code is not (KafkaErrorCode.None or KafkaErrorCode.NoOffset))
            Log.BackgroundCommitFailed(_client.Logger, Name, KafkaErrors.Text((int)code), code);
    }

    private void AfterCommit(int code)
    {
        if ((KafkaErrorCode)code != KafkaErrorCode.NoOffset) _client.ThrowIfError(code, "committing offsets");
    }

    private long Begin()
    {
        if (_batch.Count > 0) throw new InvalidOperationException("The batch before is still in use. Dispose it before the next is consumed.");
        _batch.Dispose();
        return Stopwatch.GetTimestamp();
    }

    // Whether the batch is to be given out: something has come, or the time is up. Else how long to wait before it is tried again.
    private bool TryTake(long began, TimeSpan timeout, out TimeSpan wait, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        ThrowNoted();
        _arrival.Reset();
        Note(_batch.Fill(_queue));
        wait = TimeSpan.Zero;
        if (_batch.Count > 0 || _batch.Ends.Count > 0) return true;
        ThrowNoted();
        var left = timeout - Stopwatch.GetElapsedTime(began);
        wait = left < LongestWait ? left : LongestWait;
        return left <= TimeSpan.Zero;
    }

    private void Note(ConsumerFault? fault)
    {
        if (fault is { Passes: true }) Log.TransientFault(_client.Logger, Name, fault.Reason, fault.Code);
        else _fault ??= fault;
    }

    // Records that came with a fault, or before a handler's, are given out first: they are no longer in the queue.
    private void ThrowNoted()
    {
        _client.ThrowPending();
        if (_fault is null) return;
        var fault = _fault;
        _fault = null;
        if (fault.Code == KafkaErrorCode.Fatal) _client.ThrowIfFatal($"consuming {fault.Where}");
        throw fault.ToException();
    }
}
