using Microsoft.Extensions.Logging;

namespace SmartKart.Broker.Transactions;

/// <summary>What transactions log: ids 1500 to 1599.</summary>
internal static partial class TransactionEvents
{
    [LoggerMessage(1500, LogLevel.Information,
        "Read {TransactionalIds} transactional ids, {Ongoing} with an open transaction and {Prepared} with a decided one, whose markers follow now")]
    internal static partial void Replayed(ILogger logger, int transactionalIds, int ongoing, int prepared);

    [LoggerMessage(1501, LogLevel.Debug, "{TransactionalId} was given producer id {ProducerId}, epoch {Epoch}")]
    internal static partial void Initialized(ILogger logger, string transactionalId, long producerId, short epoch);

    [LoggerMessage(1502, LogLevel.Information, "Aborted the open transaction of {TransactionalId}, because another instance of it has begun")]
    internal static partial void Fenced(ILogger logger, string transactionalId);

    [LoggerMessage(1503, LogLevel.Warning,
        "Aborted the open transaction of {TransactionalId}: it was open longer than the {TimeoutMs} ms that its producer asked for (transaction.timeout.ms)")]
    internal static partial void TimedOut(ILogger logger, string transactionalId, int timeoutMs);

    [LoggerMessage(1504, LogLevel.Information, "Forgot {TransactionalId}, which nobody has used for {Days} days")]
    internal static partial void Expired(ILogger logger, string transactionalId, double days);

    [LoggerMessage(1505, LogLevel.Error, "The next step of {TransactionalId} could not be stored; the client may try again")]
    internal static partial void StepFailed(ILogger logger, Exception fault, string transactionalId);

    [LoggerMessage(1506, LogLevel.Error,
        "Not all markers of the decided transaction of {TransactionalId} could be written; the rest will be tried again in {Seconds} s")]
    internal static partial void MarkersFailed(ILogger logger, Exception fault, string transactionalId, double seconds);

    [LoggerMessage(1507, LogLevel.Information, "{Topic}-{Partition} is gone, so the transaction of {TransactionalId} ends without it")]
    internal static partial void PartitionGone(ILogger logger, string transactionalId, string topic, int partition);

    [LoggerMessage(1508, LogLevel.Error, "{Topic}-{Partition} has seen a newer epoch than {Epoch} of {TransactionalId}, so it did not take that one's marker")]
    internal static partial void MarkerFenced(ILogger logger, string transactionalId, string topic, int partition, short epoch);

    [LoggerMessage(1509, LogLevel.Warning,
        "Refused the new transactional id {TransactionalId}: {Limit} are known. Let clients use the same ids again, or have them expire sooner")]
    internal static partial void TooManyIds(ILogger logger, string transactionalId, int limit);

    [LoggerMessage(1510, LogLevel.Warning,
        "Refused the next step of {TransactionalId}: its transaction has {Partitions} partitions, more than one record can name")]
    internal static partial void TooManyPartitions(ILogger logger, string transactionalId, int partitions);
}
