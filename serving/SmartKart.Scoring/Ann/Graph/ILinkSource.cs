using System.Runtime.CompilerServices;

namespace SmartKart.Scoring.Ann.Graph;

/// <summary>How a search reads a row's links: as they lie, or under the row's lock while others change them.</summary>
internal unsafe interface ILinkSource
{
    /// <summary>How many links, then the rows; good until the next call.</summary>
    int* Read(in HnswGraph graph, int row, int layer);
}

/// <summary>The links of a finished index.</summary>
internal readonly unsafe struct FinishedLinks : ILinkSource
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int* Read(in HnswGraph graph, int row, int layer) => graph.Links(row, layer);
}

/// <summary>The links of an index in the making, copied under the row's lock.</summary>
/// <param name="locks">One a row.</param>
/// <param name="buffer">Room for 1 + 2 M numbers.</param>
internal readonly unsafe struct GuardedLinks(NodeLocks locks, int* buffer) : ILinkSource
{
    private readonly NodeLocks _locks = locks;
    private readonly int* _buffer = buffer;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int* Read(in HnswGraph graph, int row, int layer)
    {
        _locks.Enter(row);
        var links = graph.Links(row, layer);
        new ReadOnlySpan<int>(links, 1 + links[0]).CopyTo(new Span<int>(_buffer, 1 + links[0]));
        _locks.Exit(row);
        return _buffer;
    }
}
