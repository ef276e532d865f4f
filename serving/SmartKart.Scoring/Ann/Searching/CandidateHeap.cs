namespace SmartKart.Scoring.Ann.Searching;

/// <summary>
/// Rows whose links are to be followed, the nearest on top: a binary heap that grows as far as the index has rows. Where only some rows may
/// be found, a search has to pass through others, and no list of ef holds those.
/// </summary>
internal sealed class CandidateHeap
{
    private ulong[] _keys = [];

    public int Count { get; private set; }

    public void Clear() => Count = 0;

    public void Push(float distance, int row)
    {
        if (Count == _keys.Length) Array.Resize(ref _keys, Math.Max(64, 2 * Count));
        var key = CandidateKey.Of(distance, row);
        var at = Count++;
        while (at > 0)
        {
            var parent = (at - 1) >> 1;
            if (_keys[parent] <= key) break;
            _keys[at] = _keys[parent];
            at = parent;
        }
        _keys[at] = key;
    }

    /// <summary>Takes the nearest. There must be one.</summary>
    public (float Distance, int Row) Pop()
    {
        var top = _keys[0];
        var last = _keys[--Count];
        var at = 0;
        while (true)
        {
            var child = 2 * at + 1;
            if (child >= Count) break;
            if (child + 1 < Count && _keys[child + 1] < _keys[child]) child++;
            if (_keys[child] >= last) break;
            _keys[at] = _keys[child];
            at = child;
        }
        _keys[at] = last;
        return (CandidateKey.Distance(top), CandidateKey.Row(top));
    }
}
