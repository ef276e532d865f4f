namespace SmartKart.Broker.Storage;

/// <summary>Why an append was not taken. None is its normal value; each other is one of Kafka's errors.</summary>
internal enum AppendFault
{
    None = 0,

    /// <summary>Not a sound batch: CORRUPT_MESSAGE.</summary>
    Corrupt,

    /// <summary>Longer than the topic allows: MESSAGE_TOO_LARGE.</summary>
    TooLarge,

    /// <summary>A message set of a version before 2: UNSUPPORTED_FOR_MESSAGE_FORMAT.</summary>
    UnsupportedVersion,

    /// <summary>A record that this log cannot hold, such as one without a key where the log is compacted: INVALID_RECORD.</summary>
    InvalidRecord,

    /// <summary>The producer sent this batch before; the result says where it lies.</summary>
    Duplicate,

    /// <summary>A gap in the producer's sequence: OUT_OF_ORDER_SEQUENCE_NUMBER.</summary>
    OutOfOrderSequence,

    /// <summary>A newer instance of the producer is at work: INVALID_PRODUCER_EPOCH.</summary>
    StaleProducerEpoch,

    /// <summary>The producer's transaction does not allow it: INVALID_TXN_STATE.</summary>
    InvalidTransactionState,
}

/// <summary>What became of an append.</summary>
/// <param name="Fault">None where the batches are in the log.</param>
/// <param name="BaseOffset">Of the first record; −1 where there is a fault.</param>
/// <param name="LastOffset">Of the last record: what to wait for to be durable.</param>
/// <param name="AppendTimeMs">In ms since 1970 where the log stamps its batches; else −1.</param>
/// <param name="LogStartOffset">The first offset that can be read.</param>
internal readonly record struct AppendResult(AppendFault Fault, long BaseOffset, long LastOffset, long AppendTimeMs, long LogStartOffset);

/// <summary>Who appends.</summary>
internal enum AppendSource
{
    /// <summary>A producer: its batches are whole, and no control batches.</summary>
    Producer = 0,

    /// <summary>The broker itself: coordinators, and their markers.</summary>
    Coordinator,
}
