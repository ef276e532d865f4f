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
/// <param name="Offset">Of the record; of its batch, so never behind it, where the records share a timestamp or can't be decompressed.</param>
/// <param name="TimestampMs">The record's, in ms since 1970; where the batch is all that is known, its newest.</param>
internal readonly record struct OffsetAtTime(long Offset, long TimestampMs);
