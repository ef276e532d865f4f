using Microsoft.Extensions.Logging;

namespace SmartKart.Broker.Storage;

/// <summary>What the log's own housekeeping logs: ids 1200 to 1249.</summary>
internal static partial class StorageLog
{
    [LoggerMessage(1200, LogLevel.Information, "{Partition} let {Segments} old segments go; it now begins at offset {LogStart}")]
    internal static partial void SegmentsExpired(ILogger logger, TopicPartition partition, int segments, long logStart);

    [LoggerMessage(1201, LogLevel.Information, "{Partition} was compacted up to offset {CleanedTo}: {BytesBefore} bytes became {BytesAfter}")]
    internal static partial void Compacted(ILogger logger, TopicPartition partition, long cleanedTo, long bytesBefore, long bytesAfter);

    [LoggerMessage(1202, LogLevel.Warning, "{Partition} had an index that did not fit its log; it was made again")]
    internal static partial void IndexesRepaired(ILogger logger, TopicPartition partition);

    [LoggerMessage(1210, LogLevel.Error, "{Partition}: old segments could not be removed, or an index not repaired; the next check tries again")]
    internal static partial void RetentionFailed(ILogger logger, Exception fault, TopicPartition partition);

    [LoggerMessage(1211, LogLevel.Error, "{Partition} could not be compacted; the next look tries again")]
    internal static partial void CompactionFailed(ILogger logger, Exception fault, TopicPartition partition);

    [LoggerMessage(1212, LogLevel.Error, "{Partition} is damaged, so it is not compacted any more until the broker starts again")]
    internal static partial void CompactionGivenUp(ILogger logger, Exception fault, TopicPartition partition);

    [LoggerMessage(1213, LogLevel.Error, "{Partition} could not note how far it is durable; after a crash, more of it will be read")]
    internal static partial void CheckpointFailed(ILogger logger, Exception fault, TopicPartition partition);
}
