using SmartKart.Training.Interactions;

namespace SmartKart.Training.Neural;

/// <summary>When each item was had, to tell how many had it in the days before any moment. Immutable.</summary>
internal sealed class ItemTimes
{
    private readonly int[] _starts;
    private readonly long[] _times;     // item by item, ascending
    private readonly long _span;

    /// <param name="input">Where it has no times nothing is ever of late.</param>
    /// <param name="span">How long before a moment is of late.</param>
    public ItemTimes(TrainingInput input, TimeSpan span)
    {
        (_starts, _times, _span) = (new int[input.Seen.Items + 1], new long[input.LastAt.Length], (long)span.TotalMicroseconds);
        if (_times.Length == 0) return;
        var popularity = input.Seen.Popularity();
        for (var item = 0; item < popularity.Length; item++) _starts[item + 1] = _starts[item] + popularity[item];
        var (next, at) = (_starts.AsSpan(0, popularity.Length).ToArray(), 0);
        for (var user = 0; user < input.Seen.Users; user++)
        {
            foreach (var item in input.Seen[user]) _times[next[item]++] = input.LastAt.Span[at++];
        }
        for (var item = 0; item < popularity.Length; item++) _times.AsSpan(_starts[item], popularity[item]).Sort();
        End = input.LastAt.Span.ToArray().Max() + 1;
    }

    /// <summary>The moment after the last.</summary>
    public long End { get; }

    /// <summary>How many users had an item of late, as of a moment, that moment not included.</summary>
    public int Before(int item, long at)
    {
        var times = _times.AsSpan(_starts[item], _starts[item + 1] - _starts[item]);
        return FirstFrom(times, at) - FirstFrom(times, at - _span);
    }

    private static int FirstFrom(ReadOnlySpan<long> times, long at)
    {
        var (low, high) = (0, times.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (times[middle] < at) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
