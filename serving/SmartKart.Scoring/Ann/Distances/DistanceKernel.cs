using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SmartKart.Scoring.Ann.Distances;

/// <summary>
/// Distances from a query to four vectors at a time: each piece of the query is loaded once for four, and four sums that don't wait for each
/// other keep the multipliers busy. The widest registers that the machine has are used. With a call of
/// TensorPrimitives for each vector instead, `bench ann` had two thirds of the queries a second. Hot path: per candidate.
/// Vectors are padded with zeros to whole multiples of <see cref="VectorRows.LaneFloats"/>, so no kernel has a remainder.
/// </summary>
internal static unsafe class DistanceKernel<TTerm> where TTerm : struct, IDistanceTerm
{
    /// <summary>The distances from a query to four vectors, in their order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Four(float* query, float* a, float* b, float* c, float* d, int paddedDims)
    {
        if (Vector512.IsHardwareAccelerated) return Four512(query, a, b, c, d, paddedDims);
        if (Vector256.IsHardwareAccelerated) return Four256(query, a, b, c, d, paddedDims);
        return Four128(query, a, b, c, d, paddedDims);
    }

    /// <summary>The distance from a query to one vector, to the bit as among four. For where it is needed once, not per candidate.</summary>
    public static float One(float* query, float* vector, int paddedDims) =>
        Four(query, vector, vector, vector, vector, paddedDims).ToScalar();

    /// <summary>The same by registers of a width of choice, also where the machine has to make do with smaller ones: so that tests see each.</summary>
    /// <param name="bits">128, 256 or 512.</param>
    /// <param name="query">A vector, padded.</param>
    /// <param name="four">Four vectors, likewise, row after row.</param>
    internal static Vector128<float> Four(int bits, ReadOnlySpan<float> query, ReadOnlySpan<float> four)
    {
        var dims = query.Length;
        fixed (float* start = query, rows = four)
        {
            return bits switch
            {
                512 => Four512(start, rows, rows + dims, rows + 2 * dims, rows + 3 * dims, dims),
                256 => Four256(start, rows, rows + dims, rows + 2 * dims, rows + 3 * dims, dims),
                _ => Four128(start, rows, rows + dims, rows + 2 * dims, rows + 3 * dims, dims),
            };
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Four512(float* query, float* a, float* b, float* c, float* d, int paddedDims)
    {
        Vector512<float> sumA = default, sumB = default, sumC = default, sumD = default;
        for (nint at = 0; at < paddedDims; at += Vector512<float>.Count)
        {
            var piece = Vector512.Load(query + at);
            sumA = TTerm.Add(sumA, piece, Vector512.Load(a + at));
            sumB = TTerm.Add(sumB, piece, Vector512.Load(b + at));
            sumC = TTerm.Add(sumC, piece, Vector512.Load(c + at));
            sumD = TTerm.Add(sumD, piece, Vector512.Load(d + at));
        }
        return TTerm.Finish(LaneSums.Of(sumA, sumB, sumC, sumD));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Four256(float* query, float* a, float* b, float* c, float* d, int paddedDims)
    {
        Vector256<float> sumA = default, sumB = default, sumC = default, sumD = default;
        for (nint at = 0; at < paddedDims; at += Vector256<float>.Count)
        {
            var piece = Vector256.Load(query + at);
            sumA = TTerm.Add(sumA, piece, Vector256.Load(a + at));
            sumB = TTerm.Add(sumB, piece, Vector256.Load(b + at));
            sumC = TTerm.Add(sumC, piece, Vector256.Load(c + at));
            sumD = TTerm.Add(sumD, piece, Vector256.Load(d + at));
        }
        return TTerm.Finish(LaneSums.Of(sumA, sumB, sumC, sumD));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Four128(float* query, float* a, float* b, float* c, float* d, int paddedDims)
    {
        Vector128<float> sumA = default, sumB = default, sumC = default, sumD = default;
        for (nint at = 0; at < paddedDims; at += Vector128<float>.Count)
        {
            var piece = Vector128.Load(query + at);
            sumA = TTerm.Add(sumA, piece, Vector128.Load(a + at));
            sumB = TTerm.Add(sumB, piece, Vector128.Load(b + at));
            sumC = TTerm.Add(sumC, piece, Vector128.Load(c + at));
            sumD = TTerm.Add(sumD, piece, Vector128.Load(d + at));
        }
        return TTerm.Finish(LaneSums.Of(sumA, sumB, sumC, sumD));
    }
}
