using SmartKart.Scoring.Ann.Distances;
using SmartKart.Scoring.Ann.Graph;

namespace SmartKart.Scoring.Ann.Searching;

/// <summary>The paper's K-NN-SEARCH (algorithm 5) on a finished index: down through the layers, then the ef nearest in the lowest.</summary>
internal static unsafe class GraphSearch<TTerm> where TTerm : struct, IDistanceTerm
{
    /// <summary>Leaves the nearest rows in the state's list; the state has the query.</summary>
    public static void Run(in HnswGraph graph, int ef, RowSet? allowed, SearchState state)
    {
        if (allowed is not null)
        {
            RunFiltered(graph, ef, allowed, state);
            return;
        }
        LayerSearch<TTerm, FinishedLinks>.Start(Descend(graph, state), ef, state);
        LayerSearch<TTerm, FinishedLinks>.Run(graph, default, state.Query, layer: 0, state);
        // Links have a direction: from where the descent ended they may lead to fewer rows than were asked for. From the entry they lead to all.
        if (state.Nearest.Count == ef || state.Visited.IsMarked(graph.EntryRow)) return;
        state.Visited.Mark(graph.EntryRow);
        state.Nearest.Add(DistanceKernel<TTerm>.One(state.Query, graph.Vectors[graph.EntryRow], graph.Vectors.PaddedDims), graph.EntryRow);
        LayerSearch<TTerm, FinishedLinks>.Run(graph, default, state.Query, layer: 0, state);
    }

    private static void RunFiltered(in HnswGraph graph, int ef, RowSet allowed, SearchState state)
    {
        var count = allowed.Count;
        if (IsScanCheaper(count, ef, graph.Count))
        {
            state.Nearest.Reset(ef);
            ExactScan<TTerm>.Run(graph.Vectors, allowed, state.Query, state.Nearest);
            return;
        }
        FilteredSearch<TTerm>.Start(ef, state);
        FilteredSearch<TTerm>.Run(graph, Descend(graph, state), allowed, state);
        if (state.Nearest.Count == Math.Min(ef, count) || state.Visited.IsMarked(graph.EntryRow)) return;
        var distance = DistanceKernel<TTerm>.One(state.Query, graph.Vectors[graph.EntryRow], graph.Vectors.PaddedDims);
        FilteredSearch<TTerm>.Run(graph, (graph.EntryRow, distance), allowed, state);
    }

    /// <summary>
    /// A scan measures each allowed row. A search that must see ef allowed rows, of which there are one in count / allowed, follows the links of
    /// ef · count / allowed rows, and each brings about ten rows that it hasn't seen.
    /// </summary>
    private static bool IsScanCheaper(int allowed, int ef, int count) => (double)allowed * allowed <= 10.0 * ef * count;

    private static (int Row, float Distance) Descend(in HnswGraph graph, SearchState state) =>
        LayerSearch<TTerm, FinishedLinks>.Descend(graph, default, state.Query, downTo: 0, state);
}
