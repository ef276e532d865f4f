using System.Diagnostics;
using SmartKart.Scoring.Ann.Distances;
using SmartKart.Scoring.Ann.Searching;

namespace SmartKart.Scoring.Ann.Graph;

/// <summary>
/// Sees to it that links of layer 0 lead from the entry to every row. Links back are dropped where a row has too many, so a row may end with
/// none to it: a product that no search ever finds. Of distinct rows that is rare (none of 50,000 in `bench ann`), of many equal ones it is the
/// rule (of 10,000 distinct rows and 5,000 equal ones, 6,823 were not reached).
/// It spreads from the entry, remembering by which link each row was reached first; those links are a tree. To each row that was not reached, a
/// near one gets a link, in a free place or in that of a link which is not of the tree: so nothing reached is lost again.
/// </summary>
internal sealed unsafe class Reachability<TTerm> where TTerm : struct, IDistanceTerm
{
    private const int Unreached = -1;

    private readonly HnswGraph _graph;
    private readonly int _ef;
    private readonly SearchState _state;
    private readonly int[] _parents;
    private readonly Queue<int> _reached = new();

    public Reachability(in HnswGraph graph, int ef)
    {
        (_graph, _ef) = (graph, Math.Min(ef, graph.Count));
        _state = new SearchState(graph.Count, graph.Vectors.PaddedDims, graph.LinksMax(layer: 0));
        _parents = new int[graph.Count];
        Array.Fill(_parents, Unreached);
        Spread(graph.EntryRow, graph.EntryRow);
    }

    /// <summary>How many rows are not reached.</summary>
    public int CountUnreached() => _parents.Count(parent => parent == Unreached);

    /// <summary>Links to every row that is not reached.</summary>
    public void Repair()
    {
        for (var row = 0; row < _graph.Count; row++)
        {
            if (_parents[row] == Unreached) Spread(row, LinkFromNear(row));
        }
    }

    private void Spread(int start, int parent)
    {
        _parents[start] = parent;
        _reached.Enqueue(start);
        while (_reached.TryDequeue(out var row))
        {
            var links = _graph.Links(row, layer: 0);
            for (var i = 1; i <= links[0]; i++)
            {
                if (_parents[links[i]] != Unreached) continue;
                _parents[links[i]] = row;
                _reached.Enqueue(links[i]);
            }
        }
    }

    /// <summary>Links to a row from the nearest that was reached and has a place. A search from the entry meets none but reached rows.</summary>
    private int LinkFromNear(int row)
    {
        var vector = _graph.Vectors[row];
        var distance = DistanceKernel<TTerm>.One(vector, _graph.Vectors[_graph.EntryRow], _graph.Vectors.PaddedDims);
        LayerSearch<TTerm, FinishedLinks>.Start((_graph.EntryRow, distance), _ef, _state);
        LayerSearch<TTerm, FinishedLinks>.Run(_graph, default, vector, layer: 0, _state);
        for (var at = 0; at < _state.Nearest.Count; at++)
        {
            if (TryLink(_state.Nearest.Row(at), row)) return _state.Nearest.Row(at);
        }
        for (var any = 0; any < _graph.Count; any++)
        {
            if (_parents[any] != Unreached && TryLink(any, row)) return any;
        }
        throw new UnreachableException("A tree has a leaf, and a leaf has no link of the tree.");
    }

    private bool TryLink(int from, int to)
    {
        var links = _graph.Links(from, layer: 0);
        if (links[0] < _graph.LinksMax(layer: 0))
        {
            links[++links[0]] = to;
            return true;
        }
        for (var at = links[0]; at > 0; at--)
        {
            if (_parents[links[at]] == from) continue;
            links[at] = to;
            return true;
        }
        return false;
    }
}
