using SmartKart.Streams.Processing;
using SmartKart.Streams.State;

namespace SmartKart.Streams.Operators.Joins;

/// <summary>
/// The records of both sides of a left or outer join that found none yet. One that is found by another goes; the others come alone, in
/// the order of their times, once stream time has passed the end of their window and its grace. Shared by the two sides' processors through
/// the store and the clock. Hot path: per record.
/// </summary>
internal sealed class WaitingRecords<K, VLeft, VRight, VR>(
    IProcessorContext<K, VR> context, string storeName, JoinClock clock, JoinSide side, Func<K, VLeft?, VRight?, VR> joiner)
{
    private readonly IKeyValueStore<WaitingKey<K>, WaitingValue<VLeft, VRight>> _store = context.GetStateStore<IKeyValueStore<WaitingKey<K>, WaitingValue<VLeft, VRight>>>(storeName);
    private readonly JoinSide _left = side.IsLeft ? side : side.Other();
    private readonly JoinSide _right = side.IsLeft ? side.Other() : side;

    /// <summary>Has a record of this side wait.</summary>
    public void Add(K key, long timestampMs, in WaitingValue<VLeft, VRight> value)
    {
        var waiting = new WaitingKey<K>(timestampMs, side.IsLeft, Optional<K>.Of(key), Number: 0);
        while (_store.TryGet(waiting, out _)) waiting = waiting with { Number = waiting.Number + 1 };
        _store.Put(waiting, value);
        clock.Waits(timestampMs);
    }

    /// <summary>The other side's records of that key and time were found: they wait no more.</summary>
    public void Found(K key, long timestampMs)
    {
        if (!side.OtherIsOuter || timestampMs < clock.EarliestWaitingMs) return;
        var waiting = new WaitingKey<K>(timestampMs, !side.IsLeft, Optional<K>.Of(key), Number: 0);
        for (; _store.TryGet(waiting, out _); waiting = waiting with { Number = waiting.Number + 1 }) _store.Delete(waiting);
    }

    /// <summary>Forwards the records whose window has closed, each alone.</summary>
    /// <param name="headers">The headers of the record that moved stream time on: what is forwarded is its doing.</param>
    public void ForwardClosed(Headers? headers)
    {
        var nowMs = clock.StreamTimeMs;
        if (!MayBeClosed(clock.EarliestWaitingMs, nowMs)) return;
        var earliestMs = long.MaxValue;
        using var waiting = _store.Range(
            new WaitingKey<K>(clock.EarliestWaitingMs, IsLeft: true, default, 0),
            new WaitingKey<K>(nowMs + 1, IsLeft: true, default, 0)); // none is later than stream time
        while (waiting.MoveNext())
        {
            var (key, value) = waiting.Current;
            if (!(key.IsLeft ? _left : _right).IsClosed(key.TimestampMs, nowMs))
            {
                earliestMs = Math.Min(earliestMs, key.TimestampMs);
                if (!MayBeClosed(key.TimestampMs, nowMs)) break;
                continue;
            }
            var recordKey = key.Key.Value!; // what is stored has one
            context.Forward(new Record<K, VR>(recordKey, joiner(recordKey, value.Left.Value, value.Right.Value), key.TimestampMs, headers));
            _store.Delete(key);
        }
        clock.EarliestWaitingMs = earliestMs;
    }

    private bool MayBeClosed(long timestampMs, long nowMs) =>
        timestampMs == long.MinValue || (_left.IsOuter && _left.IsClosed(timestampMs, nowMs)) || (_right.IsOuter && _right.IsClosed(timestampMs, nowMs));
}
