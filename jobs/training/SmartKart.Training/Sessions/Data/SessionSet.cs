namespace SmartKart.Training.Sessions;

/// <summary>
/// Sessions in the order of time, the oldest first, as rows of one array. Items are numbered from 0, the most clicked first, so that what is
/// looked up often lies together, and of equal scores the more popular item ranks first. Immutable.
/// </summary>
public sealed class SessionSet
{
    /// <summary>Stands for an item that training has not seen.</summary>
    public const int Unknown = -1;

    private readonly int[] _starts;
    private readonly int[] _items;

    /// <summary>Sessions from arrays.</summary>
    /// <param name="starts">Sessions + 1: where each starts in <paramref name="items"/>.</param>
    /// <param name="items">The clicks' items, session by session, oldest first.</param>
    /// <param name="itemCount">How many items are known.</param>
    /// <exception cref="SessionDataException">The arrays do not fit each other.</exception>
    public SessionSet(int[] starts, int[] items, int itemCount)
    {
        if (starts.Length == 0 || starts[0] != 0 || starts[^1] != items.Length)
            throw new SessionDataException($"Sessions start at 0 and end at {items.Length}, their clicks. Give a start for each session, and the end of the last.");
        for (var session = 1; session < starts.Length; session++)
        {
            if (starts[session] < starts[session - 1])
                throw new SessionDataException($"Session {session} starts at {starts[session]}, before session {session - 1}. Give the starts in rising order.");
        }
        if (Array.FindIndex(items, item => item < Unknown || item >= itemCount) is var at and >= 0)
            throw new SessionDataException($"Click {at} is on item {items[at]}, and items go from 0 to {itemCount - 1}, {Unknown} for an unknown one. Number them so.");
        (_starts, _items, ItemCount) = (starts, items, itemCount);
    }

    /// <summary>Sessions from lists.</summary>
    /// <param name="sessions">Each session's items, oldest first; the oldest session first.</param>
    /// <param name="itemCount">How many items are known.</param>
    public static SessionSet Of(IReadOnlyList<int[]> sessions, int itemCount)
    {
        var starts = new int[sessions.Count + 1];
        for (var session = 0; session < sessions.Count; session++) starts[session + 1] = starts[session] + sessions[session].Length;
        return new SessionSet(starts, [.. sessions.SelectMany(session => session)], itemCount);
    }

    /// <summary>How many sessions there are.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>How many clicks they have.</summary>
    public int Clicks => _items.Length;

    /// <summary>How many items are known, whether or not one of these sessions has them.</summary>
    public int ItemCount { get; }

    /// <summary>A session's items, oldest first.</summary>
    public ReadOnlySpan<int> this[int session] => _items.AsSpan(_starts[session]..(_starts[session + 1]));

    /// <summary>Some of the sessions, as a set of their own.</summary>
    /// <param name="sessions">Which.</param>
    public SessionSet this[Range sessions]
    {
        get
        {
            var (first, count) = sessions.GetOffsetAndLength(Count);
            var starts = _starts.AsSpan(first, count + 1).ToArray();
            var offset = starts[0];
            for (var session = 0; session < starts.Length; session++) starts[session] -= offset;
            return new SessionSet(starts, _items.AsSpan(offset, starts[^1]).ToArray(), ItemCount);
        }
    }

    /// <summary>Cuts the newest sessions off, to choose by: nothing that is chosen has seen what it is judged by later.</summary>
    /// <param name="share">Their share of all, between 0 and 1.</param>
    /// <exception cref="SessionDataException">One of the parts would be empty.</exception>
    public (SessionSet Older, SessionSet Newer) CutNewest(double share)
    {
        var newest = (int)Math.Round(Count * share);
        if (newest <= 0 || newest >= Count)
            throw new SessionDataException($"Of {Count} sessions {share:P0} were to be held out, which leaves one part empty. Take more sessions, or another share.");
        return (this[..^newest], this[^newest..]);
    }
}
