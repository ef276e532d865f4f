using SmartKart.Scoring.Ann.Distances;
using SmartKart.Scoring.Ann.Files;
using SmartKart.Scoring.Ann.Graph;
using SmartKart.Scoring.Ann.Searching;

namespace SmartKart.Scoring.Ann;

/// <summary>
/// Finds nearly all of the nearest vectors in a small part of the time that looking at each takes. Made by <see cref="HnswBuilder"/>, or mapped
/// from a file. It never changes; any number of threads may search at once, and a search that is under way ends well where the index is
/// disposed of meanwhile.
/// </summary>
public sealed class HnswIndex : IVectorIndex
{
    private readonly IndexMemory _memory;
    private readonly HnswHeader _header;
    private readonly HnswGraph _graph;
    private readonly SearchStatePool _states;

    internal HnswIndex(IndexMemory memory, in HnswHeader header)
    {
        (_memory, _header, _graph) = (memory, header, new HnswGraph(memory, header));
        _states = new SearchStatePool(header.Count, _graph.Vectors.PaddedDims, _graph.LinksMax(layer: 0));
    }

    /// <inheritdoc />
    public int Count => _header.Count;

    /// <inheritdoc />
    public int Dims => _header.Dims;

    /// <inheritdoc />
    public AnnMetric Metric => _header.Metric;

    /// <summary>How it was built, but for the number of threads, which an index doesn't remember.</summary>
    public HnswOptions Options => new()
    {
        M = _header.M, EfConstruction = _header.EfConstruction, EfSearch = _header.EfSearch, Seed = _header.Seed,
    };

    /// <summary>Bytes in memory, and of the file.</summary>
    public long SizeBytes => _memory.Bytes;

    internal HnswGraph Graph => _graph;

    /// <summary>
    /// Maps a saved index: nothing is copied, and processes on a machine share it. It is read once, for its checksum and links. The file may be
    /// replaced while it is open (<see cref="Save"/> does that), but must not be changed in place.
    /// </summary>
    /// <exception cref="AnnIndexException">The file is not there, is no index, is of another version, is cut short, or is damaged.</exception>
    public static HnswIndex Open(string path)
    {
        var (memory, header) = HnswFile.Open(path);
        return new HnswIndex(memory, header);
    }

    /// <summary>Saves the index. What is at the path stays until the new file is whole and on the disk, then is replaced at once.</summary>
    /// <exception cref="AnnIndexException">It can't be written.</exception>
    public void Save(string path)
    {
        _memory.Hold();
        try
        {
            HnswFile.Save(_memory, path);
        }
        finally
        {
            _memory.Release();
        }
    }

    /// <inheritdoc />
    public int Search(ReadOnlySpan<float> query, Span<Neighbour> nearest, RowSet? allowed = null) => Search(query, nearest, _header.EfSearch, allowed);

    /// <summary>The same, with an ef of its own.</summary>
    /// <param name="query">A vector of <see cref="Dims"/> numbers.</param>
    /// <param name="nearest">Receives as many rows as it has places.</param>
    /// <param name="ef">How many nearest rows to keep on the way; at least as many as there are places are kept.</param>
    /// <param name="allowed">Only these rows are found; null for all. Where few are allowed, all of them are looked at instead.</param>
    /// <inheritdoc cref="IVectorIndex.Search" />
    public int Search(ReadOnlySpan<float> query, Span<Neighbour> nearest, int ef, RowSet? allowed = null)
    {
        SearchRequest.Check(this, query, nearest, allowed);
        if (ef < 1) throw AnnIndexException.BadSetting("ef", ef, "1 or more");
        _memory.Hold();
        var state = _states.Rent();
        try
        {
            SearchRequest.TakeQuery(query, Metric, state, _graph.Vectors.PaddedDims);
            var kept = Math.Min(Math.Max(ef, nearest.Length), Count);
            if (Metric == AnnMetric.SquaredEuclidean) GraphSearch<SquaredDifferenceTerm>.Run(_graph, kept, allowed, state);
            else GraphSearch<DotTerm>.Run(_graph, kept, allowed, state);
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
