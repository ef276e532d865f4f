namespace SmartKart.Warehouse.DuckDb.Parquet;

/// <summary>How a Parquet file's pages are compressed.</summary>
public enum ParquetCompression
{
    /// <summary>Small and fast: the default.</summary>
    Zstd,
    /// <summary>Faster to write, larger; what most programs write unasked.</summary>
    Snappy,
    /// <summary>For programs that read nothing newer.</summary>
    Gzip,
    /// <summary>Fastest to read, larger.</summary>
    Lz4Raw,
    /// <summary>Not at all.</summary>
    Uncompressed,
}
