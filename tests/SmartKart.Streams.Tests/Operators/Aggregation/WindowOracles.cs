namespace SmartKart.Streams.Tests.Operators.Aggregation;

/// <summary>A window of a key as the whole history says it is.</summary>
public sealed record ExpectedWindow(string Key, long StartMs, long EndMs, string Values, long TimeMs);

/// <summary>What windows hold, computed from the list of all records by their definition alone.</summary>
internal static class WindowOracles
{
    /// <summary>Tumbling and hopping windows: each start that is a multiple of the step, each record that came while it was open.</summary>
    public static List<ExpectedWindow> Time(IReadOnlyList<Arrival> history, long sizeMs, long advanceMs, long graceMs)
    {
        var windows = new List<ExpectedWindow>();
        foreach (var key in history.Select(arrival => arrival.Key).Distinct())
        {
            for (long startMs = 0; startMs <= history.Max(arrival => arrival.TimeMs); startMs += advanceMs)
            {
                var endMs = startMs + sizeMs;
                Add(windows, key, startMs, endMs, history.Where((arrival, at) =>
                    arrival.Key == key && arrival.TimeMs >= startMs && arrival.TimeMs < endMs && endMs > StreamTimeAt(history, at) - graceMs));
            }
        }
        return windows;
    }

    /// <summary>
    /// Sliding windows: of each record that was taken the window that ends with it and the one that starts after it, where that holds
    /// any. Only for histories in which a record is late by no more than the grace, or by more than the grace and the difference.
    /// </summary>
    public static List<ExpectedWindow> Sliding(IReadOnlyList<Arrival> history, long differenceMs, long graceMs)
    {
        var taken = history.Where((arrival, at) => arrival.TimeMs + differenceMs >= StreamTimeAt(history, at) - graceMs).ToList();
        var windows = new List<ExpectedWindow>();
        foreach (var key in taken.Select(arrival => arrival.Key).Distinct())
        {
            var records = taken.Where(arrival => arrival.Key == key).ToList();
            var starts = records.SelectMany(record => new[] { Math.Max(0, record.TimeMs - differenceMs), record.TimeMs + 1 }).Distinct();
            foreach (var startMs in starts)
                Add(windows, key, startMs, startMs + differenceMs, records.Where(record =>
                    record.TimeMs >= startMs && record.TimeMs <= startMs + differenceMs));
        }
        return windows;
    }

    /// <summary>Sessions: the records of a key that are connected by gaps no longer than the gap, while what they are connected to is open.</summary>
    public static List<ExpectedWindow> Sessions(IReadOnlyList<Arrival> history, long gapMs, long graceMs)
    {
        var windows = new List<ExpectedWindow>();
        foreach (var key in history.Select(arrival => arrival.Key).Distinct())
        {
            var open = new List<Arrival>();
            for (var at = 0; at < history.Count; at++)
            {
                var earliestOpenEndMs = StreamTimeAt(history, at) - gapMs - graceMs;
                foreach (var closed in Connected(open, gapMs).Where(session => session[^1].TimeMs < earliestOpenEndMs))
                {
                    Add(windows, key, closed[0].TimeMs, closed[^1].TimeMs, closed);
                    open.RemoveAll(closed.Contains);
                }
                if (history[at].Key != key) continue;
                var with = Connected([.. open, history[at]], gapMs).Single(session => session.Contains(history[at]));
                if (with[^1].TimeMs >= earliestOpenEndMs) open.Add(history[at]);
            }
            foreach (var session in Connected(open, gapMs)) Add(windows, key, session[0].TimeMs, session[^1].TimeMs, session);
        }
        return windows;
    }

    /// <summary>Those of the windows that have closed by the end of the history.</summary>
    public static List<ExpectedWindow> Closed(IEnumerable<ExpectedWindow> windows, IReadOnlyList<Arrival> history, long delayMs, bool endIncluded)
    {
        var closedUntilMs = StreamTimeAt(history, history.Count - 1) - delayMs;
        return [.. windows.Where(window => endIncluded ? window.EndMs < closedUntilMs : window.EndMs <= closedUntilMs)];
    }

    private static long StreamTimeAt(IReadOnlyList<Arrival> history, int at) => history.Take(at + 1).Max(arrival => arrival.TimeMs);

    private static IEnumerable<List<Arrival>> Connected(IEnumerable<Arrival> records, long gapMs)
    {
        var session = new List<Arrival>();
        foreach (var record in records.OrderBy(record => record.TimeMs))
        {
            if (session.Count > 0 && record.TimeMs - session[^1].TimeMs > gapMs)
            {
                yield return session;
                session = [];
            }
            session.Add(record);
        }
        if (session.Count > 0) yield return session;
    }

    private static void Add(List<ExpectedWindow> windows, string key, long startMs, long endMs, IEnumerable<Arrival> records)
    {
        var held = records.ToList();
        if (held.Count == 0) return;
        var values = RandomHistory.Sorted(string.Concat(held.Select(record => record.Value)));
        windows.Add(new ExpectedWindow(key, startMs, endMs, values, held.Max(record => record.TimeMs)));
    }
}
