using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SmartKart.Scoring.Ann.Distances;

namespace SmartKart.Scoring.Ann.Searching;

/// <summary>Measures every row that is allowed: exact, and cheaper than a graph where those are few.</summary>
internal static unsafe class ExactScan<TTerm> where TTerm : struct, IDistanceTerm
{
    /// <summary>Fills the list with the nearest rows.</summary>
    public static void Run(VectorRows vectors, RowSet? allowed, float* query, CandidateList nearest)
    {
        var group = stackalloc int[4];
        var count = 0;
        if (allowed is null)
        {
            for (var row = 0; row < vectors.Count; row++) Offer(vectors, query, group, ref count, row, nearest);
        }
        else
        {
            for (var at = 0; at < allowed.Words.Length; at++)
            {
                for (var word = allowed.Words[at]; word != 0; word &= word - 1)
                    Offer(vectors, query, group, ref count, at * 64 + BitOperations.TrailingZeroCount(word), nearest);
            }
        }
        if (count > 0) Measure(vectors, query, group, count, nearest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Offer(VectorRows vectors, float* query, int* group, ref int count, int row, CandidateList nearest)
    {
        group[count++] = row;
        if (count < 4) return;
        Measure(vectors, query, group, count, nearest);
        count = 0;
    }

    private static void Measure(VectorRows vectors, float* query, int* group, int count, CandidateList nearest)
    {
        for (var i = count; i < 4; i++) group[i] = group[0];
        var distances = DistanceKernel<TTerm>.Four(
            query, vectors[group[0]], vectors[group[1]], vectors[group[2]], vectors[group[3]], vectors.PaddedDims);
        if (!Vector128.LessThanAny(distances, Vector128.Create(nearest.Worst))) return;
        for (var i = 0; i < count; i++)
        {
            if (distances.GetElement(i) < nearest.Worst) nearest.Add(distances.GetElement(i), group[i]);
        }
    }
}
