using SmartKart.Scoring.Ann.Distances;
using SmartKart.Scoring.Ann.Files;
using SmartKart.Scoring.Ann.Searching;

namespace SmartKart.Scoring.Ann;

/// <summary>
/// Finds the nearest vectors by looking at each. What <see cref="HnswIndex"/> is checked against, and the better choice for a few thousand rows,
/// where it takes no longer and misses nothing. It never changes; any number of threads may search at once.
/// </summary>
public sealed class ExactIndex : IVectorIndex
{
    private readonly IndexMemory _memory;
    private readonly VectorRows _vectors;
    private readonly SearchStatePool _states;

    private unsafe ExactIndex(ReadOnlySpan<float> vectors, int dims, AnnMetric metric)
    {
        (Count, Dims, Metric) = (VectorIntake.CountRows(vectors, dims), dims, metric);
        var rowBytes = (long)VectorRows.Padded(dims) * sizeof(float);
        _memory = IndexMemory.Allocate(Count * rowBytes);
        _vectors = new VectorRows(_memory.Start, rowBytes, Count, VectorRows.Padded(dims));
        _states = new SearchStatePool(rows: 0, _vectors.PaddedDims, linksMax: 0);
        try
        {
            VectorIntake.Copy(vectors, dims, metric, _vectors);
        }
        catch
        {
            _memory.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public int Count { get; }

    /// <inheritdoc />
    public int Dims { get; }

    /// <inheritdoc />
    public AnnMetric Metric { get; }

    /// <summary>Copies vectors into an index.</summary>
    /// <param name="vectors">Count × dims, row after row.</param>
    /// <param name="dims">Numbers in a row, 1 to 65,536.</param>
    /// <param name="metric">What "near" means.</param>
    /// <exception cref="AnnIndexException">No vectors, not whole rows, or a number that is not finite.</exception>
    public static ExactIndex Build(ReadOnlySpan<float> vectors, int dims, AnnMetric metric) => new(vectors, dims, metric);

    /// <inheritdoc />
    public unsafe int Search(ReadOnlySpan<float> query, Span<Neighbour> nearest, RowSet? allowed = null)
    {
        SearchRequest.Check(this, query, nearest, allowed);
        _memory.Hold();
        var state = _states.Rent();
        try
        {
            SearchRequest.TakeQuery(query, Metric, state, _vectors.PaddedDims);
            state.Nearest.Reset(Math.Min(nearest.Length, Count));
            if (Metric == AnnMetric.SquaredEuclidean) ExactScan<SquaredDifferenceTerm>.Run(_vectors, allowed, state.Query, state.Nearest);
            else ExactScan<DotTerm>.Run(_vectors, allowed, state.Query, state.Nearest);
            return SearchRequest.Answer(state.Nearest, Metric, nearest);
        }
        finally
        {
            _states.Return(state);
            _memory.Release();
        }
    }

    /// <summary>Lets the memory go once no search uses it.</summary>
    public void Dispose() => _memory.Dispose();
}
