using SmartKart.Streams.Processing;
using SmartKart.Streams.State.Windowed;

namespace SmartKart.Streams.Operators.Joins;

/// <summary>
/// One side of a join of two streams: joins each record with those of the other side whose times lie in its window. The result's time is
/// the later of both.
/// <para>
/// A record that found none comes alone, if its side is an outer one, once its window and grace have passed. From then on it is joined no
/// more: nothing is said alone and then joined after all. Records so late that nothing is kept for them are dropped. Records without a
/// value are dropped, and those without a key too, but on an outer side: they can find none, and come alone at once.
/// </para>
/// Hot path: per record.
/// </summary>
/// <typeparam name="K">The keys.</typeparam>
/// <typeparam name="V">This side's values.</typeparam>
/// <typeparam name="VO">The other side's values.</typeparam>
/// <typeparam name="VLeft">The left side's values, of whichever side this is.</typeparam>
/// <typeparam name="VRight">The right side's values.</typeparam>
/// <typeparam name="VR">The results.</typeparam>
/// <param name="side">This side.</param>
/// <param name="names">The stores.</param>
/// <param name="joiner">Joins this side's value with the other's.</param>
/// <param name="waitingJoiner">Joins a left value with none, or none with a right value.</param>
/// <param name="toWaiting">Makes of this side's value one that can wait.</param>
internal sealed class StreamJoinProcessor<K, V, VO, VLeft, VRight, VR>(
    JoinSide side, StreamJoinNames names, Func<K, V, VO?, VR> joiner, Func<K, VLeft?, VRight?, VR> waitingJoiner, Func<V, WaitingValue<VLeft, VRight>> toWaiting)
    : ForwardingProcessor<K, V, K, VR>
{
    private WindowStore<K, VO>? _others;
    private JoinClock? _clock;
    private WaitingRecords<K, VLeft, VRight, VR>? _waiting;

    public override void Init(IProcessorContext<K, VR> context)
    {
        base.Init(context);
        _others = context.GetStateStore<WindowStore<K, VO>>(side.IsLeft ? names.RightStore : names.LeftStore);
        _clock = context.GetStateStore<JoinClock>(names.Clock);
        if (names.WaitingStore is not null) _waiting = new WaitingRecords<K, VLeft, VRight, VR>(context, names.WaitingStore, _clock, side, waitingJoiner);
    }

    public override void Process(in Record<K, V> record)
    {
        var timestampMs = record.TimestampMs;
        var clock = _clock!; // set by Init
        clock.Advance(timestampMs);
        if (record.IsTombstone || record.Key is null)
        {
            if (side.IsOuter && !record.IsTombstone) Context.Forward(record.WithValue(joiner(record.Key, record.Value, default)));
            else Drops.RecordSkipped();
            return;
        }
        if (timestampMs == clock.StreamTimeMs) _waiting?.ForwardClosed(record.HeadersOrNull);
        if (side.IsExpired(timestampMs, clock.StreamTimeMs)) return; // and whoever keeps the windows counts it
        if (JoinOthers(record) || !side.IsOuter) return;
        if (side.IsClosed(timestampMs, clock.StreamTimeMs)) Context.Forward(record.WithValue(joiner(record.Key, record.Value, default)));
        else _waiting!.Add(record.Key, timestampMs, toWaiting(record.Value)); // an outer side has them
    }

    private bool JoinOthers(in Record<K, V> record)
    {
        var nowMs = _clock!.StreamTimeMs;
        var fromMs = Math.Max(0, record.TimestampMs - side.BeforeMs);
        var toMs = record.TimestampMs + side.AfterMs;
        if (toMs < fromMs) return false;
        var found = false;
        using var others = _others!.Walk(record.Key, fromMs, toMs); // both set by Init
        while (others.MoveNext())
        {
            var (otherMs, other) = (others.StartMs, others.Value);
            if (side.IsExpired(otherMs, nowMs) || (side.OtherIsOuter && side.IsOtherClosed(otherMs, nowMs))) continue;
            found = true;
            _waiting?.Found(record.Key, otherMs);
            Context.Forward(record.WithValue(joiner(record.Key, record.Value, other)).WithTimestamp(Math.Max(record.TimestampMs, otherMs)));
        }
        return found;
    }
}
