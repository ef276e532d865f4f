using Microsoft.Extensions.Logging;

namespace SmartKart.Streams;

/// <summary>What the topology runtime logs. Ids 2200–2299.</summary>
internal static partial class Log
{
    [LoggerMessage(2200, LogLevel.Warning, "Task {Task}, node {Node}: {Topic}[{Partition}]@{Offset} failed and was passed over ({Response})")]
    internal static partial void RecordSkipped(ILogger logger, Exception fault, TaskId task, string node, string topic, int partition, long offset, ExceptionHandlerResponse response);

    [LoggerMessage(2201, LogLevel.Warning, "Task {Task}: {Topic}[{Partition}]@{Offset} was dropped, for its timestamp extractor returned {TimestampMs}")]
    internal static partial void RecordWithoutTime(ILogger logger, TaskId task, string topic, int partition, long offset, long timestampMs);

    [LoggerMessage(2210, LogLevel.Information, "{Application} went from {Old} to {New}: {Reason}")]
    internal static partial void StateChanged(ILogger logger, string application, KafkaStreamsState old, KafkaStreamsState @new, string reason);

    [LoggerMessage(2211, LogLevel.Information, "{Thread} started")]
    internal static partial void ThreadStarted(ILogger logger, string thread);

    [LoggerMessage(2212, LogLevel.Information, "{Thread} stopped")]
    internal static partial void ThreadStopped(ILogger logger, string thread);

    [LoggerMessage(2213, LogLevel.Error, "{Thread} failed")]
    internal static partial void ThreadFailed(ILogger logger, Exception fault, string thread);

    [LoggerMessage(2214, LogLevel.Warning, "{Thread} is replaced ({Failures} of {Limit} failures within {Window})")]
    internal static partial void ThreadReplaced(ILogger logger, string thread, int failures, int limit, TimeSpan window);

    [LoggerMessage(2263, LogLevel.Warning, "{Thread} starts over: the broker was out of reach, or had given its transaction up")]
    internal static partial void ThreadStartsOver(ILogger logger, string thread);

    [LoggerMessage(2215, LogLevel.Error, "{Thread} could not close {What}; going on")]
    internal static partial void ClosingFailed(ILogger logger, Exception fault, string thread, string what);

    [LoggerMessage(2216, LogLevel.Warning, "The group protocol is the classic one: at each rebalance every instance stops, and moved partitions wait for the slowest. Set Streams:GroupProtocol to Consumer on Apache Kafka 4.0 and later")]
    internal static partial void ClassicProtocol(ILogger logger);

    [LoggerMessage(2217, LogLevel.Warning, "The broker lacks the consumer group protocol; going on with the classic one")]
    internal static partial void FallingBackToClassic(ILogger logger, Exception? fault);

    [LoggerMessage(2220, LogLevel.Information, "{Thread} was assigned {Partitions}")]
    internal static partial void PartitionsAssigned(ILogger logger, string thread, string partitions);

    [LoggerMessage(2221, LogLevel.Information, "{Thread} gives up {Partitions}")]
    internal static partial void PartitionsRevoked(ILogger logger, string thread, string partitions);

    [LoggerMessage(2222, LogLevel.Warning, "{Thread} lost {Partitions}: the group went on without it")]
    internal static partial void PartitionsLost(ILogger logger, string thread, string partitions);

    [LoggerMessage(2223, LogLevel.Information, "Task {Task} started on {Thread}, {Milliseconds:F0} ms after it was assigned")]
    internal static partial void TaskStarted(ILogger logger, TaskId task, string thread, double milliseconds);

    [LoggerMessage(2224, LogLevel.Information, "Task {Task} closed on {Thread}")]
    internal static partial void TaskClosed(ILogger logger, TaskId task, string thread);

    [LoggerMessage(2230, LogLevel.Warning, "{Thread} could not commit and will try again")]
    internal static partial void CommitPostponed(ILogger logger, Exception fault, string thread);

    [LoggerMessage(2231, LogLevel.Warning, "{Thread} aborted its transaction; its tasks go back to the last commit")]
    internal static partial void TransactionAborted(ILogger logger, Exception fault, string thread);

    [LoggerMessage(2232, LogLevel.Warning, "A record for {Topic}[{Partition}] was not delivered and is passed over: {Reason}")]
    internal static partial void RecordNotDelivered(ILogger logger, string topic, int partition, string reason);

    [LoggerMessage(2240, LogLevel.Warning, "Task {Task}: its state is at {Offset} of {Changelog}, which goes from {Beginning} to {End}; it is thrown away and restored from the beginning")]
    internal static partial void StateIsNotOfChangelog(ILogger logger, TaskId task, Kafka.TopicPartition changelog, long offset, long beginning, long end);

    [LoggerMessage(2241, LogLevel.Information, "Task {Task} stands by here from now on")]
    internal static partial void StandbyOpened(ILogger logger, TaskId task);

    [LoggerMessage(2242, LogLevel.Information, "Task {Task} no longer stands by here")]
    internal static partial void StandbyClosed(ILogger logger, TaskId task);

    [LoggerMessage(2244, LogLevel.Warning,
        "{Application} has processed records before, and {Changelog} is new: its store begins empty. " +
        "If the store, or what numbers it, was renamed, give it its old name, which finds its old state")]
    internal static partial void StoreBeginsEmpty(ILogger logger, string application, string changelog);

    [LoggerMessage(2250, LogLevel.Warning, "The group {Application} could not be looked at; its standbys stay as they are")]
    internal static partial void GroupNotDescribed(ILogger logger, Exception fault, string application);

    [LoggerMessage(2251, LogLevel.Warning, "What {Application} committed could not be listed; processed repartition records stay until the next time")]
    internal static partial void OffsetsNotListed(ILogger logger, Exception fault, string application);

    [LoggerMessage(2252, LogLevel.Warning, "Processed records of {Partition} could not be deleted; they stay until the next time")]
    internal static partial void RepartitionNotPurged(ILogger logger, Exception fault, Kafka.TopicPartition partition);

    [LoggerMessage(2261, LogLevel.Warning, "What {Application} committed could not be asked for; its tasks wait, and it tries again")]
    internal static partial void CommittedTimesPostponed(ILogger logger, Exception fault, string application);

    [LoggerMessage(2262, LogLevel.Warning, "The note '{Metadata}' that is committed with the offset of {Partition} is no partition time; stream time there begins anew")]
    internal static partial void PartitionTimeUnreadable(ILogger logger, string metadata, Kafka.TopicPartition partition);

    [LoggerMessage(2225, LogLevel.Warning, "{Thread} processed for longer than max.poll.interval.ms, and must join its group anew")]
    internal static partial void PolledTooSeldom(ILogger logger, Exception fault, string thread);

    [LoggerMessage(2243, LogLevel.Warning, "{Application} could not go on restoring state, and tries again")]
    internal static partial void RestoringPostponed(ILogger logger, Exception fault, string application);
}
