

namespace SmartKart.Streams.Operators.Aggregation;

/// <summary>Aggregates over tumbling and hopping windows: those that start at multiples of a step and hold the record's time. Hot path: per record.</summary>
internal sealed class TimeWindowAggregateProcessor<K, V, VR, TAggregation>(WindowAggregateSettings settings, TAggregation aggregation, TimeWindows windows)
    : WindowAggregateProcessor<K, V, VR, TAggregation>(settings, aggregation, windows.Closing)
    where TAggregation : struct, IAggregation<K, V, VR>
{
    private readonly long _sizeMs = (long)windows.Size.TotalMilliseconds;
    private readonly long _advanceMs = (long)windows.Advance.TotalMilliseconds;

    protected override void Aggregate(in Record<K, V> record, long earliestOpenEndMs)
    {
        // No window starts before 1970, as in Kafka Streams.
        var startMs = Math.Max(0, record.TimestampMs - _sizeMs + _advanceMs) / _advanceMs * _advanceMs;
        for (; startMs <= record.TimestampMs; startMs += _advanceMs)
        {
            var window = new Window(startMs, startMs + _sizeMs);
            if (window.EndMs < earliestOpenEndMs) DropLate();
            else if (Store.TryFetch(record.Key, startMs, out var old)) Update(record, window, old);
            else Create(record, window);
        }
    }
}
