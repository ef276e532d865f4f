using System.Runtime.Intrinsics;
using SmartKart.Scoring.Ann.Distances;
using SmartKart.Scoring.Ann.Searching;

namespace SmartKart.Scoring.Ann.Graph;

/// <summary>
/// Chooses a row's links: the paper's SELECT-NEIGHBORS-HEURISTIC (algorithm 4). A candidate that is nearer to one chosen before than to the row
/// is left out, since the way to it leads through that one; so links go in all directions, out of a cluster too.
/// Equal vectors would each pass that rule and take all places (a catalogue has many products that nobody bought, with one vector): of those,
/// one is chosen, and the others fill what places are left.
/// </summary>
internal static unsafe class NeighbourChoice<TTerm> where TTerm : struct, IDistanceTerm
{
    /// <summary>Writes the links: how many, then the rows, the nearest first but for what filled up.</summary>
    /// <param name="vectors">All vectors.</param>
    /// <param name="candidates">Rows to choose among, by their distance from the row that is linked.</param>
    /// <param name="max">The most links.</param>
    /// <param name="links">Room for one number more than that.</param>
    public static void Choose(VectorRows vectors, CandidateList candidates, int max, int* links)
    {
        var chosen = links + 1;
        var copies = stackalloc int[max];
        var distances = stackalloc float[max];
        var (count, copyCount) = (0, 0);
        for (var at = 0; at < candidates.Count && count < max; at++)
        {
            var (row, distance) = (candidates.Row(at), candidates.Distance(at));
            if (IsCopy(vectors, row, distance, chosen, distances, count))
            {
                if (copyCount < max) copies[copyCount++] = row;
            }
            else if (!IsNearerToOne(vectors, row, distance, chosen, count))
            {
                distances[count] = distance;
                chosen[count++] = row;
            }
        }
        for (var at = 0; at < copyCount && count < max; at++) chosen[count++] = copies[at];
        links[0] = count;
    }

    private static bool IsNearerToOne(VectorRows vectors, int row, float distance, int* chosen, int count)
    {
        var vector = vectors[row];
        for (var at = 0; at < count; at += 4)
        {
            var last = count - 1;
            var toChosen = DistanceKernel<TTerm>.Four(vector, vectors[chosen[at]], vectors[chosen[Math.Min(at + 1, last)]],
                vectors[chosen[Math.Min(at + 2, last)]], vectors[chosen[Math.Min(at + 3, last)]], vectors.PaddedDims);
            if (Vector128.LessThanAny(toChosen, Vector128.Create(distance))) return true;
        }
        return false;
    }

    /// <summary>Equal vectors are equally far to the bit, and candidates come in order: so only the last chosen can be equal.</summary>
    private static bool IsCopy(VectorRows vectors, int row, float distance, int* chosen, float* distances, int count)
    {
        var vector = new ReadOnlySpan<float>(vectors[row], vectors.PaddedDims);
        for (var at = count - 1; at >= 0 && distances[at] == distance; at--)
        {
            if (vector.SequenceEqual(new ReadOnlySpan<float>(vectors[chosen[at]], vectors.PaddedDims))) return true;
        }
        return false;
    }
}
