using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace SmartKart.Scoring.Ann.Distances;

/// <summary>A view of vectors in memory, <paramref name="count"/> rows × <paramref name="paddedDims"/> floats.</summary>
/// <param name="start">The first row's first number.</param>
/// <param name="strideBytes">From one row to the next.</param>
/// <param name="count">How many rows.</param>
/// <param name="paddedDims">Numbers in a row with the zeros behind it: a multiple of 16.</param>
internal readonly unsafe struct VectorRows(byte* start, long strideBytes, int count, int paddedDims)
{
    /// <summary>What padded lengths are multiples of: the floats of the widest register, and of a cache line.</summary>
    public const int LaneFloats = 16;

    private const int CacheLineBytes = LaneFloats * sizeof(float);

    private readonly byte* _start = start;
    private readonly nint _strideBytes = (nint)strideBytes;

    public int Count { get; } = count;

    public int PaddedDims { get; } = paddedDims;

    /// <summary>The numbers of a row.</summary>
    public float* this[int row]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => (float*)(_start + row * _strideBytes);
    }

    /// <summary>How many floats a vector takes with the zeros behind it.</summary>
    public static int Padded(int dims) => (dims + (LaneFloats - 1)) & -LaneFloats;

    /// <summary>Asks for a row's cache lines ahead of their use.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Prefetch(int row)
    {
        if (!Sse.IsSupported) return;
        var line = (byte*)this[row];
        for (var end = line + (nint)PaddedDims * sizeof(float); line < end; line += CacheLineBytes) Sse.Prefetch0(line);
    }
}
