using SmartKart.Scoring.Ann.Distances;

namespace SmartKart.Scoring.Ann.Files;

/// <summary>
/// Where an index's sections are, in memory as in the file. Each begins at a multiple of 64 bytes, a cache line, padded with zeros.
/// <code>
/// | header           | 128                                                                                       |
/// | upper starts     | (count + 1) × int32: the number of a row's first upper block; the next row's is one past its last |
/// | upper blocks     | upper blocks × (1 + M) × int32: a row's links in layer 1, 2, …: how many, then the rows    |
/// | rows             | count × ( dims × float32, padded to 64 bytes | (1 + 2 M) × int32: the links in layer 0, likewise, padded to 64 bytes ) |
/// </code>
/// A row's links lie behind its vector: apart from all vectors, searches were 3 to 7 % slower, by the misses of the address cache.
/// A row lies in as many upper blocks as it has layers above the lowest. Links are ordered as they were chosen; places without one hold
/// what was there before.
/// </summary>
internal readonly record struct HnswLayout
{
    private const int Alignment = 64;

    public HnswLayout(in HnswHeader header)
    {
        UpperStartsAt = HnswHeader.Bytes;
        UpperBlocksAt = UpperStartsAt + Aligned((header.Count + 1L) * sizeof(int));
        RowsAt = UpperBlocksAt + Aligned(header.UpperBlocks * (1 + header.M) * sizeof(int));
        LinksInRow = Aligned((long)VectorRows.Padded(header.Dims) * sizeof(float));
        RowBytes = LinksInRow + Aligned((1 + 2L * header.M) * sizeof(int));
        FileBytes = RowsAt + header.Count * RowBytes;
    }

    public long UpperStartsAt { get; }

    public long UpperBlocksAt { get; }

    public long RowsAt { get; }

    /// <summary>From a row's vector to its links.</summary>
    public long LinksInRow { get; }

    /// <summary>From one row to the next.</summary>
    public long RowBytes { get; }

    public long FileBytes { get; }

    private static long Aligned(long bytes) => (bytes + (Alignment - 1)) & -Alignment;
}
