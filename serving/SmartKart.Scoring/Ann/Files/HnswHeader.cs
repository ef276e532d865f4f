using System.Buffers.Binary;

namespace SmartKart.Scoring.Ann.Files;

/// <summary>
/// What an index's file begins with; <see cref="HnswLayout"/> says where the rest is. All numbers are little-endian.
/// <code>
/// |   0 | magic: 8     "SMKTHNSW"                  |  40 | highest layer: 4                             |
/// |   8 | version: 4   1                           |  44 | zero: 4                                      |
/// |  12 | metric: 4    0, 1, 2 as in AnnMetric     |  48 | seed: 8                                      |
/// |  16 | dims: 4                                  |  56 | upper blocks: 8   lists of links above the lowest layer |
/// |  20 | count: 4     rows                        |  64 | file bytes: 8     of the whole file          |
/// |  24 | M: 4                                     |  72 | zero: 52                                     |
/// |  28 | efConstruction: 4                        | 124 | CRC-32C: 4        of all bytes but these four |
/// |  32 | efSearch: 4                              | 128 | the layout's sections                        |
/// |  36 | entry row: 4                             |                                                    |
/// </code>
/// </summary>
internal readonly record struct HnswHeader(
    AnnMetric Metric, int Dims, int Count, int M, int EfConstruction, int EfSearch, int EntryRow, int LayerMax, long Seed, long UpperBlocks)
{
    public const int Bytes = 128;

    public const int Version = 1;

    public const int ChecksumAt = Bytes - sizeof(uint);

    private const int VersionAt = 8, FileBytesAt = 64;

    public static ReadOnlySpan<byte> Magic => "SMKTHNSW"u8;

    /// <summary>Writes it, with no checksum yet.</summary>
    public void Write(Span<byte> to)
    {
        to[..Bytes].Clear();
        Magic.CopyTo(to);
        ReadOnlySpan<int> numbers = [Version, (int)Metric, Dims, Count, M, EfConstruction, EfSearch, EntryRow, LayerMax];
        for (var i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(to[(VersionAt + sizeof(int) * i)..], numbers[i]);
        BinaryPrimitives.WriteInt64LittleEndian(to[48..], Seed);
        BinaryPrimitives.WriteInt64LittleEndian(to[56..], UpperBlocks);
        BinaryPrimitives.WriteInt64LittleEndian(to[FileBytesAt..], new HnswLayout(this).FileBytes);
    }

    /// <summary>Reads and checks it.</summary>
    /// <param name="from">The file's first <see cref="Bytes"/>.</param>
    /// <param name="path">The file, for errors.</param>
    /// <param name="fileBytes">How long the file is.</param>
    /// <exception cref="AnnIndexException">It is none, is of another version, or doesn't fit itself or the file.</exception>
    public static HnswHeader Read(ReadOnlySpan<byte> from, string path, long fileBytes)
    {
        if (!from.StartsWith(Magic)) throw AnnIndexException.NotAnIndex(path);
        var version = Int32(from, VersionAt);
        if (version != Version) throw AnnIndexException.OtherVersion(path, version, Version);
        var expectedBytes = Int64(from, FileBytesAt);
        if (expectedBytes != fileBytes) throw AnnIndexException.Truncated(path, fileBytes, expectedBytes);
        var header = new HnswHeader((AnnMetric)Int32(from, 12), Int32(from, 16), Int32(from, 20), Int32(from, 24), Int32(from, 28),
            Int32(from, 32), Int32(from, 36), Int32(from, 40), Int64(from, 48), Int64(from, 56));
        if (header.Fault() is { } fault) throw AnnIndexException.Damaged(path, fault);
        if (new HnswLayout(header).FileBytes != fileBytes) throw AnnIndexException.Damaged(path, "its sections don't fill it");
        return header;
    }

    private string? Fault() => this switch
    {
        { Metric: not (AnnMetric.InnerProduct or AnnMetric.Cosine or AnnMetric.SquaredEuclidean) } => $"its metric is {(int)Metric}",
        { Dims: < 1 or > Distances.VectorIntake.DimsMax } => $"it has {Dims} dimensions",
        { Count: < 1 } => $"it has {Count} rows",
        { M: < 2 or > HnswOptions.MMax } => $"its M is {M}",
        { EfSearch: < 1 or > HnswOptions.EfSearchMax } => $"its efSearch is {EfSearch}",
        { UpperBlocks: < 0 or > int.MaxValue } => $"it has {UpperBlocks} upper blocks",
        _ when EntryRow < 0 || EntryRow >= Count => $"its entry is row {EntryRow} of {Count}",
        _ => null,
    };

    private static int Int32(ReadOnlySpan<byte> from, int at) => BinaryPrimitives.ReadInt32LittleEndian(from[at..]);

    private static long Int64(ReadOnlySpan<byte> from, int at) => BinaryPrimitives.ReadInt64LittleEndian(from[at..]);
}
