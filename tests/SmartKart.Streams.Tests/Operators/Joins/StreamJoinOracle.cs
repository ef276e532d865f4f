namespace SmartKart.Streams.Tests.Operators.Joins;

/// <summary>A record of one side of a join of streams.</summary>
public sealed record StreamEvent(bool IsLeft, string? Key, string? Value, long TimestampMs);

/// <summary>
/// What a join of streams should give, from its definition and the whole history: no window is kept, every pair is looked at. Two records
/// join if each lies in the other's window and neither came, or comes, too late: both are kept for before + after + grace behind stream
/// time, and one of an outer side joins only while its window and grace are open.
/// </summary>
public sealed class StreamJoinOracle(long beforeMs, long afterMs, long graceMs, bool leftIsOuter, bool rightIsOuter)
{
    private readonly long _retentionMs = Math.Max(beforeMs, 0) + Math.Max(afterMs, 0) + graceMs;

    /// <returns>For each record of the history the results that it makes, each as <c>key [left, right] @ time</c>, in order of their text.</returns>
    public IReadOnlyList<string[]> Results(IReadOnlyList<StreamEvent> history)
    {
        var results = history.Select(_ => new List<string>()).ToList();
        var streamTime = new long[history.Count];
        for (var at = 0; at < history.Count; at++) streamTime[at] = Math.Max(at == 0 ? -1 : streamTime[at - 1], history[at].TimestampMs);
        var joined = new bool[history.Count];
        for (var second = 0; second < history.Count; second++)
        {
            for (var first = 0; first < second; first++)
            {
                if (!Join(history[first], history[second], streamTime[second], streamTime[first])) continue;
                joined[first] = joined[second] = true;
                results[second].Add(Pair(history[first], history[second]));
            }
        }
        for (var at = 0; at < history.Count; at++)
            if (!joined[at] && AloneAt(history, streamTime, at) is { } when) results[when].Add(Alone(history[at]));
        return [.. results.Select(made => made.Order(StringComparer.Ordinal).ToArray())];
    }

    private bool Join(StreamEvent first, StreamEvent second, long nowMs, long thenMs)
    {
        if (first.IsLeft == second.IsLeft || first.Key is null || first.Value is null || second.Value is null || first.Key != second.Key) return false;
        var (left, right) = first.IsLeft ? (first, second) : (second, first);
        var isNear = right.TimestampMs - left.TimestampMs >= -beforeMs && right.TimestampMs - left.TimestampMs <= afterMs;
        return isNear && !IsExpired(first, thenMs) && !IsExpired(first, nowMs) && !IsExpired(second, nowMs) && !(IsOuter(first) && IsClosed(first, nowMs));
    }

    // The first record that moves stream time past the window, or that comes at stream time once it has passed.
    private int? AloneAt(IReadOnlyList<StreamEvent> history, long[] streamTime, int at)
    {
        var record = history[at];
        if (!IsOuter(record) || record.Value is null) return null;
        if (record.Key is null) return at;
        if (IsExpired(record, streamTime[at])) return null;
        if (IsClosed(record, streamTime[at])) return at;
        for (var later = at + 1; later < history.Count; later++)
        {
            var moves = history[later].Key is not null && history[later].Value is not null && history[later].TimestampMs == streamTime[later];
            if (moves && IsClosed(record, streamTime[later])) return later;
        }
        return null;
    }

    private bool IsOuter(StreamEvent record) => record.IsLeft ? leftIsOuter : rightIsOuter;

    private bool IsClosed(StreamEvent record, long nowMs) => record.TimestampMs + (record.IsLeft ? afterMs : beforeMs) + graceMs < nowMs;

    private bool IsExpired(StreamEvent record, long nowMs) => record.TimestampMs + _retentionMs < nowMs;

    private static string Pair(StreamEvent first, StreamEvent second)
    {
        var (left, right) = first.IsLeft ? (first, second) : (second, first);
        return $"{left.Key} {JoinBench.Pair(left.Value, right.Value)} @ {Math.Max(left.TimestampMs, right.TimestampMs)}";
    }

    private static string Alone(StreamEvent record) =>
        $"{record.Key} {(record.IsLeft ? JoinBench.Pair(record.Value, null) : JoinBench.Pair(null, record.Value))} @ {record.TimestampMs}";
}
