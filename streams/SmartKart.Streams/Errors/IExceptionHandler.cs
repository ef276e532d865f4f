namespace SmartKart.Streams;

/// <summary>Decides what becomes of a record that could not be read, processed or produced. It may be asked by several threads at once.</summary>
public interface IExceptionHandler
{
    /// <summary>Decides.</summary>
    /// <param name="record">
    /// The record, as it came from its topic; where the producer can't send what became of it, or the broker refuses it, that: key and value as
    /// they were to be written, offset -1.
    /// </param>
    /// <param name="exception">What went wrong.</param>
    ExceptionHandlerResponse Handle(FailedRecord record, Exception exception);
}

/// <summary>What becomes of a record that failed.</summary>
public enum ExceptionHandlerResponse
{
    /// <summary>The task stops, its thread is replaced up to a limit, and the record is tried again.</summary>
    Fail,

    /// <summary>The record is passed over. It is logged and counted.</summary>
    Skip,

    /// <summary>The record goes to the dead-letter topic as it came, with headers that say what happened, and is passed over.</summary>
    DeadLetter,
}

/// <summary>A record that failed.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Partition">Its partition, from 0.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="TimestampMs">When it was produced: ms since 1970, UTC; -1 where it has no time.</param>
/// <param name="Task">The task that took it.</param>
/// <param name="Node">The processor, source or sink that failed.</param>
/// <param name="Key">Its key as it came; null for none.</param>
/// <param name="Value">Its value as it came; null for a tombstone.</param>
/// <param name="Headers">Its headers.</param>
public sealed record FailedRecord(
    string Topic, int Partition, long Offset, long TimestampMs, TaskId Task, string Node, ReadOnlyMemory<byte>? Key, ReadOnlyMemory<byte>? Value, Headers Headers);
