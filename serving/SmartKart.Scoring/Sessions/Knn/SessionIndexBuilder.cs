namespace SmartKart.Scoring.Sessions;

/// <summary>Builds a <see cref="SessionIndex"/> of sessions that are given one after another, the oldest first. One thread.</summary>
/// <param name="itemCount">How many items there are, numbered from 0.</param>
public sealed class SessionIndexBuilder(int itemCount)
{
    private readonly List<int> _starts = [0];
    private readonly List<int> _items = [];

    /// <summary>Adds a session that is newer than those before.</summary>
    /// <param name="session">Its items, oldest first. Those that are unknown are left out.</param>
    public void Add(ReadOnlySpan<int> session)
    {
        for (var at = 0; at < session.Length; at++)
        {
            var item = session[at];
            if ((uint)item < (uint)itemCount && !session[(at + 1)..].Contains(item)) _items.Add(item);
        }
        _starts.Add(_items.Count);
    }

    /// <summary>The index of what was added.</summary>
    /// <param name="sessionsPerItem">How many sessions are found by an item: of each the newest so many.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public SessionIndex Build(int sessionsPerItem)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sessionsPerItem, 1);
        var (starts, items) = (_starts.ToArray(), _items.ToArray());
        var support = new int[itemCount];
        foreach (var item in items) support[item]++;
        var itemStarts = new int[itemCount + 1];
        for (var item = 0; item < itemCount; item++) itemStarts[item + 1] = itemStarts[item] + Math.Min(support[item], sessionsPerItem);
        var itemSessions = new int[itemStarts[^1]];
        var ends = itemStarts.AsSpan(0, itemCount).ToArray();
        for (var session = starts.Length - 2; session >= 0; session--)
        {
            for (var at = starts[session]; at < starts[session + 1]; at++)
            {
                var item = items[at];
                if (ends[item] < itemStarts[item + 1]) itemSessions[ends[item]++] = session;
            }
        }
        return new SessionIndex(starts, items, itemStarts, itemSessions, support);
    }
}
