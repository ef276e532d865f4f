namespace SmartKart.Backfill.Histories;

/// <summary>The books of a history: every input row under exactly one outcome. Filled by one thread while the history is read.</summary>
public sealed class RowAccount
{
    private readonly Dictionary<RowOutcome, long> _rows = [];

    /// <summary>Rows read so far: always the sum over the outcomes.</summary>
    public long Rows { get; private set; }

    /// <summary>Rows that no event tells of.</summary>
    public long Rejected { get; private set; }

    /// <summary>Rows by what became of them, the most frequent first; outcomes without a row are left out.</summary>
    public IEnumerable<KeyValuePair<RowOutcome, long>> ByOutcome =>
        _rows.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key.Name, StringComparer.Ordinal);

    /// <summary>Rows of one outcome.</summary>
    public long this[RowOutcome outcome] => _rows.GetValueOrDefault(outcome);

    internal void Add(RowOutcome outcome)
    {
        _rows[outcome] = _rows.GetValueOrDefault(outcome) + 1;
        Rows++;
        if (outcome.IsRejected) Rejected++;
    }
}
