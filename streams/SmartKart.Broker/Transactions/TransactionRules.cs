using System.Diagnostics;
using SmartKart.Broker.Protocol;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Transactions;

/// <summary>What is answered, and what is to be stored first.</summary>
/// <param name="Error">Also where a step is taken: a fenced transaction's end is begun, and the client asked to come again.</param>
/// <param name="Next">Null where nothing changes.</param>
internal readonly record struct Decision(ErrorCode Error, Transaction? Next = null);

/// <summary>
/// What each request may do to a transactional id in each state: the rules of Kafka's TransactionCoordinator and
/// TransactionMetadata, without their concurrency.
/// </summary>
internal static class TransactionRules
{
    /// <param name="current">Null where the id is new.</param>
    /// <param name="timeoutMs">Of the transactions to come; within its range.</param>
    /// <param name="expected">Who the producer takes itself for, where it goes on after an error (KIP-360).</param>
    /// <param name="newProducerId">Gives one that nobody had.</param>
    /// <param name="nowMs">The time.</param>
    public static Decision Initialize(Transaction? current, int timeoutMs, ProducerIdAndEpoch? expected, Func<long> newProducerId, long nowMs)
    {
        if (current is null)
        {
            var fresh = new ProducerIdAndEpoch(newProducerId(), 0);
            return new Decision(ErrorCode.None, new Transaction { Producer = fresh, TimeoutMs = timeoutMs, UpdatedMs = nowMs });
        }
        if (expected is { } claimed && !MayBe(claimed, current)) return new Decision(ErrorCode.ProducerFenced);
        switch (current.State)
        {
            case TransactionState.PrepareCommit or TransactionState.PrepareAbort:
                return new Decision(ErrorCode.ConcurrentTransactions);
            case TransactionState.Ongoing:
                return new Decision(ErrorCode.ConcurrentTransactions, current.Fenced(nowMs));
        }
        if (current.IsEpochExhausted && (expected is not { } exhausted || exhausted.Epoch == current.Producer.Epoch))
        {
            var rotated = new ProducerIdAndEpoch(newProducerId(), 0);
            return new Decision(ErrorCode.None, current.Initialized(rotated, expected is null ? (short)-1 : current.Producer.Epoch, timeoutMs, nowMs));
        }
        var bumped = current.Producer with { Epoch = (short)(current.Producer.Epoch + 1) };
        if (expected is null) return new Decision(ErrorCode.None, current.Initialized(bumped, -1, timeoutMs, nowMs));
        if (expected.Value.Epoch == current.Producer.Epoch)
            return new Decision(ErrorCode.None, current.Initialized(bumped, current.Producer.Epoch, timeoutMs, nowMs));
        // It asks again for what it was given: had another instance come since, there would be no last epoch.
        if (expected.Value.Epoch == current.LastEpoch) return new Decision(ErrorCode.None);
        return new Decision(ErrorCode.ProducerFenced);
    }

    public static Decision AddPartitions(Transaction? current, ProducerIdAndEpoch producer, IReadOnlyCollection<TopicPartition> partitions, long nowMs)
    {
        if (Refuse(current, producer) is { } refusal) return refusal;
        if (current!.IsPrepared) return new Decision(ErrorCode.ConcurrentTransactions);
        if (current.State == TransactionState.Ongoing && partitions.All(current.Partitions.Contains)) return new Decision(ErrorCode.None);
        return new Decision(ErrorCode.None, current.With(partitions, nowMs));
    }

    public static Decision End(Transaction? current, ProducerIdAndEpoch producer, bool commit, long nowMs)
    {
        if (Refuse(current, producer) is { } refusal) return refusal;
        return current!.State switch
        {
            TransactionState.Ongoing => new Decision(ErrorCode.None, current.Prepared(commit, nowMs)),
            TransactionState.CompleteCommit or TransactionState.CompleteAbort when current.IsCommit == commit => new Decision(ErrorCode.None),
            TransactionState.PrepareCommit or TransactionState.PrepareAbort when current.IsCommit == commit => new Decision(ErrorCode.ConcurrentTransactions),
            TransactionState.Dead or TransactionState.PrepareEpochFence => throw new UnreachableException($"{current.State} is never a state that is kept."),
            _ => new Decision(ErrorCode.InvalidTxnState),
        };
    }

    public static Decision TimeOut(Transaction? current, long nowMs) =>
        current is not null && current.IsTimedOut(nowMs) ? new Decision(ErrorCode.None, current.Fenced(nowMs)) : new Decision(ErrorCode.None);

    private static Decision? Refuse(Transaction? current, ProducerIdAndEpoch producer)
    {
        if (current is null || current.Producer.Id != producer.Id) return new Decision(ErrorCode.InvalidProducerIdMapping);
        return current.Producer.Epoch == producer.Epoch ? null : new Decision(ErrorCode.ProducerFenced);
    }

    // The id of before, with its last epoch: it may not have heard that it was given another id.
    private static bool MayBe(ProducerIdAndEpoch claimed, Transaction current) =>
        claimed.Id == current.Producer.Id || (claimed.Id == current.PreviousProducerId && Transaction.IsExhausted(claimed.Epoch));
}
