using System.Numerics;

namespace SmartKart.Scoring.Ann;

/// <summary>
/// Which rows of an index a search may find, a bit each. One thread may change it while others look: each sees a row as it was before or after.
/// </summary>
public sealed class RowSet
{
    private readonly ulong[] _words;

    /// <summary>An empty set.</summary>
    /// <param name="rows">How many rows the index has.</param>
    public RowSet(int rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        Rows = rows;
        _words = new ulong[(rows + 63) / 64];
    }

    /// <summary>How many rows the index has.</summary>
    public int Rows { get; }

    /// <summary>How many are in the set. Counted as it is asked.</summary>
    public int Count
    {
        get
        {
            var count = 0;
            foreach (var word in _words) count += BitOperations.PopCount(word);
            return count;
        }
    }

    /// <summary>Row <c>64 · word + bit</c> is in the set where that bit is 1.</summary>
    internal ReadOnlySpan<ulong> Words => _words;

    /// <summary>Puts a row in.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index has no such row.</exception>
    public void Add(int row)
    {
        CheckRow(row);
        _words[row >> 6] |= 1UL << (row & 63);
    }

    /// <summary>Takes a row out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index has no such row.</exception>
    public void Remove(int row)
    {
        CheckRow(row);
        _words[row >> 6] &= ~(1UL << (row & 63));
    }

    /// <summary>Puts every row in.</summary>
    public void AddAll()
    {
        Array.Fill(_words, ulong.MaxValue);
        if ((Rows & 63) != 0) _words[^1] = (1UL << (Rows & 63)) - 1;
    }

    /// <summary>Takes every row out.</summary>
    public void Clear() => Array.Clear(_words);

    /// <summary>Whether a row is in the set. Hot path: per candidate.</summary>
    public bool Contains(int row) => (_words[row >> 6] >> (row & 63) & 1) != 0;

    private void CheckRow(int row)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Rows);
    }
}
