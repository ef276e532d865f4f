namespace SmartKart.Broker.Storage;

/// <summary>What is wrong with bytes that should be a record batch. None is its normal value.</summary>
internal enum BatchFault
{
    None = 0,

    /// <summary>The bytes end before the batch does.</summary>
    Truncated,

    /// <summary>The length is below a header's, or above what the caller allows.</summary>
    BadLength,

    /// <summary>Not version 2: message sets of Kafka before 0.11, or no batch at all.</summary>
    BadMagic,

    /// <summary>The CRC-32C is not that of the bytes.</summary>
    BadChecksum,

    /// <summary>Counts, deltas, attributes or record lengths contradict one another.</summary>
    Inconsistent,

    /// <summary>The records are not what the batch's codec writes.</summary>
    Undecodable,

    /// <summary>The records would take more memory, decompressed, than <see cref="BatchRecords.MaxBytes"/>.</summary>
    TooLarge,
}
