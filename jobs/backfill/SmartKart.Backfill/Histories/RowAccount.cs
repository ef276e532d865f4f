using System.Runtime.InteropServices;
using SmartKart.Backfill.Histories.Rejections;

namespace SmartKart.Backfill.Histories;

/// <summary>The books of a history: every input row under exactly one outcome. Filled by one thread while the history is read. Hot path: per row.</summary>
/// <param name="rejected">Receives each row that is rejected, by its number; null where nobody wants to know which they were.</param>
public sealed class RowAccount(RejectedRows? rejected = null)
{
    // A history's outcomes are a fixed set of objects: to compare what they hold would hash a sentence for each row.
    private readonly Dictionary<RowOutcome, long> _rows = new(ReferenceEqualityComparer.Instance);

    /// <summary>Rows read so far: always the sum over the outcomes.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows that no event tells of.</summary>
    public long Rejected { get; private set; }

    /// <summary>Rows by what became of them, the most frequent first; outcomes without a row are left out.</summary>
    public IEnumerable<KeyValuePair<RowOutcome, long>> ByOutcome =>
        _rows.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key.Name, StringComparer.Ordinal);

    /// <summary>Rows of one outcome.</summary>
    public long this[RowOutcome outcome] => _rows.GetValueOrDefault(outcome);

    /// <summary>Enters a row.</summary>
    /// <param name="outcome">What became of it.</param>
    /// <param name="row">Its number in the file, from 1.</param>
    internal void Add(RowOutcome outcome, long row)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_rows, outcome, out _)++;
        Rows++;
        if (!outcome.IsRejected) return;
        Rejected++;
        rejected?.Add(row, outcome);
    }
}
