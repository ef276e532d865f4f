using System.Runtime.Intrinsics;
using SmartKart.Scoring.Ann.Distances;
using SmartKart.Scoring.Ann.Graph;

namespace SmartKart.Scoring.Ann.Searching;

/// <summary>
/// A search of layer 0 that finds allowed rows only, and passes through the others: they lead to allowed ones. Its results are kept apart from
/// the rows to follow, and it ends when the nearest of those is farther than the worst of ef allowed results. Hot path.
/// </summary>
internal static unsafe class FilteredSearch<TTerm> where TTerm : struct, IDistanceTerm
{
    public static void Start(int ef, SearchState state)
    {
        state.Nearest.Reset(ef);
        state.Visited.Reset();
        state.Frontier.Clear();
    }

    /// <summary>Adds to the list the nearest allowed rows that links lead to from this one.</summary>
    public static void Run(in HnswGraph graph, (int Row, float Distance) from, RowSet allowed, SearchState state)
    {
        var (vectors, nearest, frontier) = (graph.Vectors, state.Nearest, state.Frontier);
        var fresh = state.Fresh;
        state.Visited.Mark(from.Row);
        frontier.Push(from.Distance, from.Row);
        if (allowed.Contains(from.Row) && from.Distance < nearest.Worst) nearest.Add(from.Distance, from.Row);
        while (frontier.Count > 0)
        {
            var (distance, row) = frontier.Pop();
            if (distance > nearest.Worst) return;
            var count = state.Visited.MarkFresh(graph.Links(row, layer: 0), fresh);
            for (var i = 0; i < count; i++) vectors.Prefetch(fresh[i]);
            if (count > 0) fresh[count] = fresh[count + 1] = fresh[count + 2] = fresh[count - 1];
            for (var at = 0; at < count; at += 4)
            {
                var distances = DistanceKernel<TTerm>.Four(state.Query, vectors[fresh[at]], vectors[fresh[at + 1]], vectors[fresh[at + 2]],
                    vectors[fresh[at + 3]], vectors.PaddedDims);
                for (var i = 0; i < Math.Min(4, count - at); i++) Follow(distances.GetElement(i), fresh[at + i], allowed, frontier, nearest);
            }
        }
    }

    private static void Follow(float distance, int row, RowSet allowed, CandidateHeap frontier, CandidateList nearest)
    {
        if (!(distance < nearest.Worst)) return;
        frontier.Push(distance, row);
        if (allowed.Contains(row)) nearest.Add(distance, row);
    }
}
