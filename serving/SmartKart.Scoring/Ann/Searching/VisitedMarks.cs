using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SmartKart.Scoring.Ann.Searching;

/// <summary>
/// Which rows a search has seen: a byte each, which holds the number of the search that saw it last. So a new search forgets in no time, and
/// only every 255th clears. A byte, not more: the marks of a hundred thousand rows stay in a core's second cache.
/// </summary>
internal sealed unsafe class VisitedMarks
{
    private readonly byte[] _marks;
    private readonly byte* _start;
    private byte _search;

    public VisitedMarks(int rows)
    {
        _marks = GC.AllocateArray<byte>(rows, pinned: true);
        _start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_marks));
    }

    /// <summary>Forgets all.</summary>
    public void Reset()
    {
        if (++_search != 0) return;
        Array.Clear(_marks);
        _search = 1;
    }

    public void Mark(int row) => _marks[row] = _search;

    public bool IsMarked(int row) => _marks[row] == _search;

    /// <summary>Marks linked rows, and writes those that were not marked. Without a branch: late in a search two of three were, in no order.</summary>
    /// <param name="links">How many, then the rows.</param>
    /// <param name="fresh">Room for as many rows.</param>
    /// <returns>How many were written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int MarkFresh(int* links, int* fresh)
    {
        var (search, count) = (_search, 0);
        var marks = _start;
        var end = links + links[0];
        while (links < end)
        {
            var row = *++links;
            fresh[count] = row;
            var isFresh = marks[row] != search;
            count += Unsafe.As<bool, byte>(ref isFresh);
            marks[row] = search;
        }
        return count;
    }
}
