namespace SmartKart.Broker.Storage;

/// <summary>What a read found.</summary>
internal readonly struct LogRead : IDisposable
{
    /// <summary>The offset is before the log's start or behind its end: OFFSET_OUT_OF_RANGE. The slice is empty.</summary>
    public bool IsOutOfRange { get; init; }

    /// <summary>Whole batches; the first holds the offset asked for, or the next one there is. Empty where there is nothing yet.</summary>
    public LogSlice Slice { get; init; }

    public long LogStartOffset { get; init; }
    public long HighWatermark { get; init; }

    public void Dispose() => Slice.Dispose();
}

/// <summary>A record found by its time.</summary>
/// <param name="Offset">Of the record; within a compressed batch, of the batch, so never behind the record.</param>
/// <param name="TimestampMs">The record's, in ms since 1970; of a compressed batch, its newest.</param>
internal readonly record struct OffsetAtTime(long Offset, long TimestampMs);
