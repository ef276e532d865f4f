namespace SmartKart.Warehouse.DuckDb.Parquet;

/// <summary>How a Parquet file is written.</summary>
public sealed record ParquetWriteOptions
{
    private const int VectorRows = 2048;

    /// <summary>The compression; Zstandard by default.</summary>
    public ParquetCompression Compression { get; init; } = ParquetCompression.Zstd;

    /// <summary>Rows of a row group, from 2,048; 122,880 by default. A group is held in memory while it is written.</summary>
    public int RowGroupSize
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, VectorRows);
            field = value;
        }
    } = 122_880;

    /// <summary>Whether a file that is there may be replaced. By default it may not.</summary>
    public bool Overwrite { get; init; }

    internal string ToSql() => $"(FORMAT parquet, COMPRESSION {CompressionSql}, ROW_GROUP_SIZE {RowGroupSize})";

    private string CompressionSql => Compression switch
    {
        ParquetCompression.Zstd => "zstd",
        ParquetCompression.Snappy => "snappy",
        ParquetCompression.Gzip => "gzip",
        ParquetCompression.Lz4Raw => "lz4_raw",
        ParquetCompression.Uncompressed => "uncompressed",
        _ => throw new ArgumentOutOfRangeException(nameof(Compression), Compression, "There is no such compression of Parquet."),
    };
}
