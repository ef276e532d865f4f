using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SmartKart.Scoring.Ann.Searching;

/// <summary>All that one search needs besides the index, made once and used again. One thread at a time.</summary>
internal sealed unsafe class SearchState
{
    /// <summary>Rows are measured by four: the last group is filled up with copies.</summary>
    private const int GroupRows = 4;

    /// <summary>A pinned array begins anywhere: with this many floats to spare, its first cache line's begin lies within.</summary>
    private const int SpareFloats = 16;

    private readonly float[] _query;
    private readonly int[] _rows;

    /// <param name="rows">How many rows a search may mark as visited; 0 where it visits none.</param>
    /// <param name="paddedDims">A vector's length with the zeros behind it.</param>
    /// <param name="linksMax">The most links of a row.</param>
    public SearchState(int rows, int paddedDims, int linksMax)
    {
        Visited = new VisitedMarks(rows);
        _query = GC.AllocateArray<float>(paddedDims + SpareFloats, pinned: true);
        var start = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_query));
        Query = (float*)((start + 63) & ~(nuint)63);
        _rows = GC.AllocateArray<int>(linksMax + GroupRows + 1 + linksMax, pinned: true);
        Fresh = (int*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_rows));
        CopiedLinks = Fresh + linksMax + GroupRows;
    }

    /// <summary>The query, padded with zeros; it begins a cache line.</summary>
    public float* Query { get; }

    /// <summary>Room for the rows that a step has not seen yet, and for the copies that fill the last group.</summary>
    public int* Fresh { get; }

    /// <summary>Room for a row's links, copied: how many, then the rows.</summary>
    public int* CopiedLinks { get; }

    public CandidateList Nearest { get; } = new();

    public CandidateHeap Frontier { get; } = new();

    public VisitedMarks Visited { get; }
}
