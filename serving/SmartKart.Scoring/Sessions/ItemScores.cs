using System.Runtime.CompilerServices;

namespace SmartKart.Scoring.Sessions;

/// <summary>
/// Scores of a few of many items: an array over all items, of which each slot says in which query it was last written, so that emptying it
/// costs nothing; and the list of those that were written. Hot path: per addition. One thread.
/// </summary>
public sealed class ItemScores
{
    private readonly Slot[] _slots;
    private readonly int[] _candidates;
    private int _count;
    private int _query = 1;

    /// <summary>No scores.</summary>
    /// <param name="itemCount">How many items there are, numbered from 0.</param>
    public ItemScores(int itemCount)
    {
        _slots = new Slot[itemCount];
        _candidates = new int[itemCount];
    }

    /// <summary>How many items there are.</summary>
    public int ItemCount => _slots.Length;

    /// <summary>The items that have a score, each once, in the order in which they came.</summary>
    public ReadOnlySpan<int> Candidates => _candidates.AsSpan(0, _count);

    /// <summary>An item's score; 0 where it has none.</summary>
    public float this[int item] => _slots[item].Query == _query ? _slots[item].Score : 0;

    /// <summary>Adds to an item's score, from 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int item, float score)
    {
        ref var slot = ref _slots[item];
        if (slot.Query == _query)
        {
            slot.Score += score;
            return;
        }
        slot.Query = _query;
        slot.Score = score;
        _candidates[_count++] = item;
    }

    /// <summary>Forgets all scores.</summary>
    public void Clear()
    {
        _count = 0;
        _query = unchecked(_query + 1);
        if (_query != 0) return;
        Array.Clear(_slots);                     // after four thousand million queries: their numbers come again
        _query = 1;
    }

    // Together, so that a score costs one cache line.
    private struct Slot
    {
        public int Query;
        public float Score;
    }
}
