namespace SmartKart.Streams.Operators.Aggregation;

/// <summary>
/// Aggregates over sliding windows (KIP-450). There is one window per set of records of a key that lie within the time difference: a
/// record makes the window that ends with it (its left window), and, once a later record falls into it, the window that starts a
/// millisecond after it (its right window). A window's time in the store is that of its latest record: by it the algorithm knows where
/// the record before the one at hand was, and whether a window holds anything after it.
/// <para>
/// A record at t, with the difference d, 1. is added to each window that holds t; 2. makes the right window of the record before it,
/// which then holds it alone; 3. makes its own left window, of those before it within d; 4. makes its own right window, of those that
/// came earlier but lie later. Hot path: per record.
/// </para>
/// </summary>
internal sealed class SlidingWindowAggregateProcessor<K, V, VR, TAggregation>(
    WindowAggregateSettings settings, TAggregation aggregation, SlidingWindows windows)
    : WindowAggregateProcessor<K, V, VR, TAggregation>(settings, aggregation, windows.Closing)
    where TAggregation : struct, IAggregation<K, V, VR>
{
    private readonly long _differenceMs = (long)windows.TimeDifference.TotalMilliseconds;
    private readonly List<KeyValuePair<long, ValueAndTimestamp<VR>>> _found = []; // windows around the record at hand, by their starts

    // What the windows around a record tell of its neighbours.
    private struct Neighbourhood
    {
        public long? PreviousMs;                       // when the record before this one was
        public ValueAndTimestamp<VR>? Before;          // the latest window that ends before this record
        public ValueAndTimestamp<VR>? After;           // the latest-starting window that holds this record, as it was without it
        public bool HasLeft;
        public bool HasRight;
        public bool HasPreviousRight;
    }

    protected override void Aggregate(in Record<K, V> record, long earliestOpenEndMs)
    {
        if (record.TimestampMs + _differenceMs < earliestOpenEndMs) DropLate();
        else if (record.TimestampMs < _differenceMs) AggregateEarly(record, earliestOpenEndMs);
        else AggregateAround(record, earliestOpenEndMs);
    }

    private void AggregateAround(in Record<K, V> record, long earliestOpenEndMs)
    {
        var timeMs = record.TimestampMs;
        var around = new Neighbourhood();
        FindBackward(record.Key, timeMs);
        foreach (var (startMs, row) in _found)
        {
            var window = WindowAt(startMs);
            if (startMs == timeMs + 1)
            {
                around.HasRight = true;
            }
            else if (window.EndMs > timeMs)
            {
                around.After ??= row;
                Add(record, window, row, earliestOpenEndMs);
            }
            else if (window.EndMs == timeMs)
            {
                around.HasLeft = true;
                Add(record, window, row, earliestOpenEndMs);
                if (row.TimestampMs == timeMs) return; // there was a record at this very time: its windows are this one's
                around.PreviousMs = row.TimestampMs;
            }
            else
            {
                around.Before = row;
                around.PreviousMs = row.TimestampMs;
            }
        }
        MakeWindows(record, around, earliestOpenEndMs);
    }

    // The windows that hold the time, that which starts right after it, and the latest that ends before it. Writing begins when the walk
    // is over: a cursor that is overtaken by writes finds its place anew at each step.
    private void FindBackward(K key, long timeMs)
    {
        _found.Clear();
        using var found = Store.Walk(key, Math.Max(0, timeMs - 2 * _differenceMs), timeMs + 1, reverse: true);
        while (found.MoveNext())
        {
            _found.Add(new(found.StartMs, found.Value));
            if (found.StartMs + _differenceMs < timeMs) return;
        }
    }

    private void MakeWindows(in Record<K, V> record, in Neighbourhood around, long earliestOpenEndMs)
    {
        var timeMs = record.TimestampMs;
        if (around.PreviousMs is { } previousMs && previousMs + 1 + _differenceMs >= timeMs && !Exists(record.Key, previousMs + 1))
            MakeFirst(record, WindowAt(previousMs + 1), earliestOpenEndMs);
        if (!around.HasLeft)
        {
            var left = new Window(timeMs - _differenceMs, timeMs);
            if (around.Before is { } before && before.TimestampMs >= left.StartMs) MakeFrom(record, left, before.Value, earliestOpenEndMs);
            else MakeFirst(record, left, earliestOpenEndMs);
        }
        MakeRight(record, around);
    }

    // No window starts before 1970, as in Kafka Streams: records of a time less than the difference share the window from 0.
    private void AggregateEarly(in Record<K, V> record, long earliestOpenEndMs)
    {
        var timeMs = record.TimestampMs;
        var around = new Neighbourhood();
        ValueAndTimestamp<VR>? shared = null;
        FindForward(record.Key, timeMs);
        foreach (var (startMs, row) in _found)
        {
            if (startMs == timeMs + 1)
            {
                around.HasRight = true;
            }
            else if (startMs == 0)
            {
                shared = row;
                // Where its latest record is later than this one, the right window of the one before this is there already.
                if (row.TimestampMs < timeMs) around.PreviousMs = row.TimestampMs;
            }
            else
            {
                if (around.PreviousMs + 1 == startMs) around.HasPreviousRight = true;
                around.After = row;
                Add(record, WindowAt(startMs), row, earliestOpenEndMs);
            }
        }
        // Were there a record before this one, a window after it would hold those later: without one, all that is shared comes later.
        if (around.After is null && shared is { } all && all.TimestampMs > timeMs) around.After = all;
        MakeRight(record, around);
        if (around.PreviousMs is { } previousMs && !around.HasPreviousRight) MakeFirst(record, WindowAt(previousMs + 1), earliestOpenEndMs);
        var first = WindowAt(0);
        if (shared is { } together) Add(record, first, together, earliestOpenEndMs);
        else MakeFirst(record, first, earliestOpenEndMs);
    }

    private void FindForward(K key, long timeMs)
    {
        _found.Clear();
        using var found = Store.Walk(key, 0, timeMs + 1);
        while (found.MoveNext()) _found.Add(new(found.StartMs, found.Value));
    }

    private void MakeRight(in Record<K, V> record, in Neighbourhood around)
    {
        if (!around.HasRight && around.After is { } after && after.TimestampMs > record.TimestampMs) Copy(record, WindowAt(record.TimestampMs + 1), after);
    }

    private void Add(in Record<K, V> record, Window window, in ValueAndTimestamp<VR> row, long earliestOpenEndMs)
    {
        if (window.EndMs < earliestOpenEndMs) DropLate();
        else Update(record, window, row);
    }

    private void MakeFirst(in Record<K, V> record, Window window, long earliestOpenEndMs)
    {
        if (window.EndMs < earliestOpenEndMs) DropLate();
        else Create(record, window);
    }

    private void MakeFrom(in Record<K, V> record, Window window, VR others, long earliestOpenEndMs)
    {
        if (window.EndMs < earliestOpenEndMs) DropLate();
        else CreateFrom(record, window, others);
    }

    private bool Exists(K key, long startMs) => Store.TryFetch(key, startMs, out _);

    private Window WindowAt(long startMs) => new(startMs, startMs + _differenceMs);
}
