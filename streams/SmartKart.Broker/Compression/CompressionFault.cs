namespace SmartKart.Broker.Compression;

/// <summary>Why bytes could not be decompressed. None is its normal value.</summary>
internal enum CompressionFault
{
    None = 0,

    /// <summary>Not what the codec writes, or cut short.</summary>
    Corrupt,

    /// <summary>More would come out than the output may hold.</summary>
    TooLarge,
}
