using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SmartKart.Scoring.Ann.Distances;
using SmartKart.Scoring.Ann.Graph;

namespace SmartKart.Scoring.Ann.Searching;

/// <summary>
/// The paper's SEARCH-LAYER (algorithm 2): from where it starts, follows the links of the nearest row not followed yet, until those of all in
/// the list were. Hot path. A row's vector is mostly not in a near cache, so all that a step needs is asked for before any
/// of it is used: without that, `bench ann` had two thirds of the queries a second.
/// </summary>
/// <typeparam name="TTerm">The metric.</typeparam>
/// <typeparam name="TLinks">How links are read.</typeparam>
internal static unsafe class LayerSearch<TTerm, TLinks>
    where TTerm : struct, IDistanceTerm
    where TLinks : struct, ILinkSource
{
    /// <summary>Goes down from the entry, in each layer above <paramref name="downTo"/> to the row that none of its links is nearer than (algorithm 2
    /// with ef = 1).</summary>
    /// <returns>The row it ends at.</returns>
    public static (int Row, float Distance) Descend(in HnswGraph graph, TLinks source, float* query, int downTo, SearchState state)
    {
        var nearest = (Row: graph.EntryRow, Distance: DistanceKernel<TTerm>.One(query, graph.Vectors[graph.EntryRow], graph.Vectors.PaddedDims));
        for (var layer = graph.LayerMax; layer > downTo; layer--)
        {
            int from;
            do
            {
                from = nearest.Row;
                var links = source.Read(graph, from, layer);
                var count = links[0];
                new ReadOnlySpan<int>(links + 1, count).CopyTo(new Span<int>(state.Fresh, count));
                nearest = NearestOf(graph.Vectors, query, state.Fresh, count, nearest);
            }
            while (nearest.Row != from);
        }
        return nearest;
    }

    /// <summary>Empties the list, and puts the row in where a search starts.</summary>
    public static void Start((int Row, float Distance) from, int ef, SearchState state)
    {
        state.Nearest.Reset(ef);
        state.Visited.Reset();
        state.Nearest.Add(from.Distance, from.Row);
        state.Visited.Mark(from.Row);
    }

    /// <summary>Fills the list with the nearest rows that links lead to from those in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(in HnswGraph graph, TLinks source, float* query, int layer, SearchState state)
    {
        var (vectors, nearest) = (graph.Vectors, state.Nearest);
        var fresh = state.Fresh;
        while (nearest.TryExpand(out var row))
        {
            var count = state.Visited.MarkFresh(source.Read(graph, row, layer), fresh);
            for (var i = 0; i < count; i++) vectors.Prefetch(fresh[i]);
            FillGroup(fresh, count);
            for (var at = 0; at < count; at += 4) AddNearer(graph, query, fresh + at, Math.Min(4, count - at), nearest);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddNearer(in HnswGraph graph, float* query, int* rows, int count, CandidateList nearest)
    {
        var distances = GroupOf(graph.Vectors, query, rows);
        // Late in a search hardly any group has one that is nearer: one comparison for the four.
        if (!Vector128.LessThanAny(distances, Vector128.Create(nearest.Worst))) return;
        for (var i = 0; i < count; i++)
        {
            var distance = distances.GetElement(i);
            if (!(distance < nearest.Worst)) continue;
            nearest.Add(distance, rows[i]);
            graph.PrefetchLinks(rows[i]);
        }
    }

    private static (int Row, float Distance) NearestOf(VectorRows vectors, float* query, int* rows, int count, (int Row, float Distance) nearest)
    {
        for (var i = 0; i < count; i++) vectors.Prefetch(rows[i]);
        FillGroup(rows, count);
        for (var at = 0; at < count; at += 4)
        {
            var distances = GroupOf(vectors, query, rows + at);
            for (var i = 0; i < Math.Min(4, count - at); i++)
            {
                if (distances.GetElement(i) < nearest.Distance) nearest = (rows[at + i], distances.GetElement(i));
            }
        }
        return nearest;
    }

    /// <summary>The distances of four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> GroupOf(VectorRows vectors, float* query, int* rows) => DistanceKernel<TTerm>.Four(
        query, vectors[rows[0]], vectors[rows[1]], vectors[rows[2]], vectors[rows[3]], vectors.PaddedDims);

    /// <summary>Fills the last group of four with copies of the last row: they are in the cache, and their distances are not looked at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FillGroup(int* rows, int count)
    {
        if (count > 0) rows[count] = rows[count + 1] = rows[count + 2] = rows[count - 1];
    }
}
