using System.Collections.Immutable;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Transactions;

/// <summary>What is known of a transactional id, at one moment: what the transaction log stores. Each step makes another.</summary>
internal sealed record Transaction
{
    // Kafka never hands out the last epoch, so that there is always one left to fence with.
    private const short LastEpochGiven = short.MaxValue - 1;

    /// <summary>Who may act for the id; of an aborted transaction that fences, a later epoch than any given.</summary>
    public required ProducerIdAndEpoch Producer { get; init; }

    /// <summary>The epoch before a bump that the producer asked for: it may not have heard, and ask again. −1 for none. Not stored.</summary>
    public short LastEpoch { get; init; } = -1;

    /// <summary>The producer id before the last InitProducerId; −1 for none. Not stored.</summary>
    public long PreviousProducerId { get; init; } = -1;

    public required int TimeoutMs { get; init; }

    public TransactionState State { get; init; }

    public ImmutableHashSet<TopicPartition> Partitions { get; init; } = [];

    /// <summary>When its first partition was added, in ms since 1970; −1 before the first transaction.</summary>
    public long StartMs { get; init; } = -1;

    /// <summary>When the last step was taken, in ms since 1970.</summary>
    public required long UpdatedMs { get; init; }

    /// <summary>Decided, and its markers are not all written.</summary>
    public bool IsPrepared => State is TransactionState.PrepareCommit or TransactionState.PrepareAbort;

    public bool IsCommit => State is TransactionState.PrepareCommit or TransactionState.CompleteCommit;

    public bool IsEpochExhausted => IsExhausted(Producer.Epoch);

    public static bool IsExhausted(short epoch) => epoch >= LastEpochGiven;

    public bool IsTimedOut(long nowMs) => State == TransactionState.Ongoing && nowMs - StartMs > TimeoutMs;

    /// <summary>Another instance of the producer begins, or the same again.</summary>
    public Transaction Initialized(ProducerIdAndEpoch producer, short lastEpoch, int timeoutMs, long nowMs) => new()
    {
        Producer = producer, LastEpoch = lastEpoch, PreviousProducerId = Producer.Id, TimeoutMs = timeoutMs, UpdatedMs = nowMs,
    };

    public Transaction With(IEnumerable<TopicPartition> partitions, long nowMs) => this with
    {
        State = TransactionState.Ongoing,
        Partitions = Partitions.Union(partitions),
        StartMs = State == TransactionState.Ongoing ? StartMs : nowMs,
        UpdatedMs = nowMs,
    };

    public Transaction Prepared(bool commit, long nowMs) => this with
    {
        State = commit ? TransactionState.PrepareCommit : TransactionState.PrepareAbort,
        UpdatedMs = nowMs,
    };

    /// <summary>Aborted over the producer's head: with the next epoch, so that the one at work is fenced in every partition.</summary>
    public Transaction Fenced(long nowMs) => Prepared(commit: false, nowMs) with
    {
        Producer = Producer with { Epoch = (short)(Producer.Epoch + 1) },
        LastEpoch = -1,
    };

    public Transaction Completed(long nowMs) => this with
    {
        State = IsCommit ? TransactionState.CompleteCommit : TransactionState.CompleteAbort,
        Partitions = [],
        UpdatedMs = nowMs,
    };
}
