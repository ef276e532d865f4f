using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using SmartKart.Scoring.Ann.Distances;
using SmartKart.Scoring.Ann.Files;

namespace SmartKart.Scoring.Ann.Graph;

/// <summary>
/// A view of an index's bytes as a graph in layers: every row is in layer 0, and each higher layer has a part of the one below. It reads and
/// writes the bytes in place; whoever uses it holds the memory.
/// </summary>
internal readonly unsafe struct HnswGraph
{
    private readonly byte* _links;
    private readonly nint _rowBytes;
    private readonly int* _upperStarts;
    private readonly int* _upperBlocks;

    public HnswGraph(IndexMemory memory, in HnswHeader header)
    {
        var layout = new HnswLayout(header);
        Vectors = new VectorRows(memory.Start + layout.RowsAt, layout.RowBytes, header.Count, VectorRows.Padded(header.Dims));
        _links = memory.Start + layout.RowsAt + layout.LinksInRow;
        _rowBytes = (nint)layout.RowBytes;
        _upperStarts = (int*)(memory.Start + layout.UpperStartsAt);
        _upperBlocks = (int*)(memory.Start + layout.UpperBlocksAt);
        (M, EntryRow, LayerMax, UpperBlocks) = (header.M, header.EntryRow, header.LayerMax, header.UpperBlocks);
    }

    public VectorRows Vectors { get; }

    public int Count => Vectors.Count;

    public int M { get; }

    /// <summary>Where every search begins: a row that is in every layer.</summary>
    public int EntryRow { get; }

    /// <summary>The highest layer; 0 is the lowest.</summary>
    public int LayerMax { get; }

    public long UpperBlocks { get; }

    /// <summary>One more than <see cref="Count"/> numbers: a row's first upper block.</summary>
    public Span<int> UpperStarts => new(_upperStarts, Count + 1);

    /// <summary>The highest layer that a row is in.</summary>
    public int LayerOf(int row) => _upperStarts[row + 1] - _upperStarts[row];

    /// <summary>The most links that a row may have in a layer: the paper's Mmax0 = 2 M and Mmax = M.</summary>
    public int LinksMax(int layer) => layer == 0 ? 2 * M : M;

    /// <summary>A row's links in a layer that it is in: how many, then the rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int* Links(int row, int layer) =>
        layer == 0 ? (int*)(_links + row * _rowBytes) : _upperBlocks + (nint)(_upperStarts[row] + layer - 1) * (1 + M);

    /// <summary>Asks for a row's links in layer 0 ahead of their use.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchLinks(int row)
    {
        if (!Sse.IsSupported) return;
        var links = _links + row * _rowBytes;
        Sse.Prefetch0(links);
        Sse.Prefetch0(links + 64);
    }
}
