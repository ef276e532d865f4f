using System.Runtime.Intrinsics;
using SmartKart.Scoring.Ann.Distances;
using SmartKart.Scoring.Ann.Searching;

namespace SmartKart.Scoring.Ann.Graph;

/// <summary>
/// Inserts rows, one thread's part: the paper's INSERT (algorithm 1). A row's links are chosen in all its layers before any other row links to it:
/// whoever then finds it, in whichever layer, finds it whole. What two threads insert at the same moment doesn't see each other, and later
/// rows link to both.
/// </summary>
internal sealed unsafe class GraphInsertion<TTerm> where TTerm : struct, IDistanceTerm
{
    private readonly HnswGraph _graph;
    private readonly NodeLocks _locks;
    private readonly int _efConstruction;
    private readonly SearchState _state;
    private readonly GuardedLinks _source;
    private readonly CandidateList _crowd = new();

    /// <summary>The inserted row's links by layer: how many, then the rows.</summary>
    private readonly int[][] _chosen;

    public GraphInsertion(in HnswGraph graph, NodeLocks locks, int efConstruction)
    {
        (_graph, _locks, _efConstruction) = (graph, locks, Math.Min(efConstruction, graph.Count));
        _state = new SearchState(graph.Count, graph.Vectors.PaddedDims, graph.LinksMax(layer: 0));
        _source = new GuardedLinks(locks, _state.CopiedLinks);
        _chosen = new int[graph.LayerMax + 1][];
        for (var layer = 0; layer < _chosen.Length; layer++) _chosen[layer] = new int[1 + graph.M];
    }

    /// <summary>Inserts a row. The entry is there from the beginning.</summary>
    public void Insert(int row)
    {
        var vector = _graph.Vectors[row];
        var top = _graph.LayerOf(row);
        var from = LayerSearch<TTerm, GuardedLinks>.Descend(_graph, _source, vector, downTo: top, _state);
        for (var layer = top; layer >= 0; layer--)
        {
            LayerSearch<TTerm, GuardedLinks>.Start(from, _efConstruction, _state);
            LayerSearch<TTerm, GuardedLinks>.Run(_graph, _source, vector, layer, _state);
            from = (_state.Nearest.Row(0), _state.Nearest.Distance(0));
            fixed (int* chosen = _chosen[layer]) NeighbourChoice<TTerm>.Choose(_graph.Vectors, _state.Nearest, _graph.M, chosen);
            var links = _chosen[layer].AsSpan(0, 1 + _chosen[layer][0]);
            links.CopyTo(new Span<int>(_graph.Links(row, layer), links.Length));
        }
        // From here on other threads find the row, and may change its links: what was chosen is read from the copy.
        for (var layer = 0; layer <= top; layer++)
        {
            foreach (var other in _chosen[layer].AsSpan(1, _chosen[layer][0])) Link(other, row, layer);
        }
    }

    /// <summary>Gives a row a link back. Where it has all it may have, they are chosen anew, and one or more fall away.</summary>
    private void Link(int from, int to, int layer)
    {
        _locks.Enter(from);
        var links = _graph.Links(from, layer);
        var max = _graph.LinksMax(layer);
        if (links[0] < max)
        {
            links[1 + links[0]] = to;
            links[0]++;
        }
        else
        {
            Crowd(from, to, links);
            NeighbourChoice<TTerm>.Choose(_graph.Vectors, _crowd, max, links);
        }
        _locks.Exit(from);
    }

    /// <summary>Lists a row's links and a new one, by distance.</summary>
    private void Crowd(int from, int to, int* links)
    {
        var (vectors, count) = (_graph.Vectors, links[0] + 1);
        var rows = _state.Fresh;
        for (var i = 1; i < count; i++) rows[i - 1] = links[i];
        rows[count - 1] = rows[count] = rows[count + 1] = rows[count + 2] = to;
        _crowd.Reset(count);
        for (var at = 0; at < count; at += 4)
        {
            var distances = DistanceKernel<TTerm>.Four(vectors[from], vectors[rows[at]], vectors[rows[at + 1]], vectors[rows[at + 2]],
                vectors[rows[at + 3]], vectors.PaddedDims);
            for (var i = 0; i < Math.Min(4, count - at); i++) _crowd.Add(distances.GetElement(i), rows[at + i]);
        }
    }
}
