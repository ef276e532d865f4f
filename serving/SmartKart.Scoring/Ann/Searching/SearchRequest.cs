using SmartKart.Scoring.Ann.Distances;

namespace SmartKart.Scoring.Ann.Searching;

/// <summary>What any search begins and ends with: the checks, the query brought into form, the answer.</summary>
internal static unsafe class SearchRequest
{
    /// <exception cref="AnnIndexException">The request doesn't fit the index.</exception>
    public static void Check(IVectorIndex index, ReadOnlySpan<float> query, Span<Neighbour> nearest, RowSet? allowed)
    {
        if (nearest.IsEmpty) throw AnnIndexException.NoPlaces();
        if (query.Length != index.Dims) throw AnnIndexException.OtherDims(query.Length, index.Dims);
        if (allowed is not null && allowed.Rows != index.Count) throw AnnIndexException.OtherRows(allowed.Rows, index.Count);
    }

    /// <exception cref="AnnIndexException">The query has a number that is not finite.</exception>
    public static void TakeQuery(ReadOnlySpan<float> query, AnnMetric metric, SearchState state, int paddedDims)
    {
        if (!VectorIntake.TryCopy(query, metric, state.Query, paddedDims)) throw AnnIndexException.QueryNotFinite();
    }

    /// <summary>Writes what was found, the nearest first.</summary>
    /// <returns>How many rows.</returns>
    public static int Answer(CandidateList found, AnnMetric metric, Span<Neighbour> nearest)
    {
        // Of vectors of length 1 the search has the negated cosine.
        var offset = metric == AnnMetric.Cosine ? 1f : 0f;
        var count = Math.Min(found.Count, nearest.Length);
        for (var at = 0; at < count; at++) nearest[at] = new Neighbour(found.Row(at), found.Distance(at) + offset);
        return count;
    }
}
