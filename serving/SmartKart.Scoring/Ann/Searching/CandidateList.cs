using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SmartKart.Scoring.Ann.Searching;

/// <summary>
/// The nearest rows found so far, in order, at most <see cref="Capacity"/>. It stands for both of the paper's queues, the results W and the
/// candidates C: a candidate farther than the worst of a full W ends the search, so those that fall off the end would never be followed.
/// One sorted array, since at the hundred entries a search keeps, moving half of them takes less than two heaps' sifting. Hot path.
/// </summary>
internal sealed unsafe class CandidateList
{
    private ulong[] _buffer = [];
    private ulong* _keys;
    private int _next;

    public int Count { get; private set; }

    public int Capacity { get; private set; }

    /// <summary>Only what is nearer than this may be added: the farthest's distance where the list is full, infinity before.</summary>
    public float Worst { get; private set; }

    /// <summary>Empties it.</summary>
    public void Reset(int capacity)
    {
        if (_buffer.Length < capacity)
        {
            _buffer = GC.AllocateUninitializedArray<ulong>(capacity, pinned: true);
            _keys = (ulong*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_buffer));
        }
        (Capacity, Count, _next, Worst) = (capacity, 0, 0, float.PositiveInfinity);
    }

    public int Row(int at) => CandidateKey.Row(_keys[at]);

    public float Distance(int at) => CandidateKey.Distance(_keys[at]);

    /// <summary>Adds a row nearer than <see cref="Worst"/>; where the list is full, the farthest falls off.</summary>
    public void Add(float distance, int row)
    {
        var key = CandidateKey.Of(distance, row);
        var at = PlaceOf(key);
        var moved = (Count < Capacity ? Count : Count - 1) - at;
        new ReadOnlySpan<ulong>(_keys + at, moved).CopyTo(new Span<ulong>(_keys + at + 1, moved));
        _keys[at] = key;
        if (Count < Capacity) Count++;
        if (Count == Capacity) Worst = CandidateKey.Distance(_keys[Count - 1]);
        if (at < _next) _next = at;
    }

    /// <summary>The nearest row whose links were not followed yet, and marks it as followed.</summary>
    /// <returns>Whether there was one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryExpand(out int row)
    {
        while (_next < Count && (_keys[_next] & CandidateKey.Expanded) != 0) _next++;
        if (_next == Count)
        {
            row = -1;
            return false;
        }
        row = CandidateKey.Row(_keys[_next]);
        _keys[_next++] |= CandidateKey.Expanded;
        return true;
    }

    /// <summary>How many keys are smaller: a binary search without a branch, since none could be predicted.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int PlaceOf(ulong key)
    {
        var start = _keys;
        nint length = Count;
        while (length > 1)
        {
            var half = length >> 1;
            var isSmaller = start[half - 1] < key;
            start += half * Unsafe.As<bool, byte>(ref isSmaller);
            length -= half;
        }
        var place = (int)(start - _keys);
        return length == 1 && *start < key ? place + 1 : place;
    }
}
