using SmartKart.Streams.Building;
using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Operators.Joins;

/// <summary>Which rows a join of two tables needs, seen from one of its sides.</summary>
/// <param name="NeedsThis">Without a row of this side there is no result.</param>
/// <param name="NeedsOther">Without a row of the other side there is no result.</param>
internal readonly record struct TableJoinKind(bool NeedsThis, bool NeedsOther)
{
    public bool HasResult(bool hasThis, bool hasOther) => (hasThis || hasOther) && (hasThis || !NeedsThis) && (hasOther || !NeedsOther);
}

/// <summary>
/// One side of a join of two tables: joins each change of this side's row with the other's row as it was last forwarded. So the changes of
/// both sides come one after the other also where they are held back and come together, and each result follows from the one before. The
/// result's time is the later of both. Hot path: per record.
/// </summary>
/// <param name="other">Looks up the other side's rows.</param>
/// <param name="joiner">Joins this side's value with the other's.</param>
/// <param name="kind">What must be there.</param>
/// <param name="sharesRows">Both sides come from one table: a change of its changes both, and what the other was can't be known.</param>
/// <param name="sendsOldValues">Whether changes say what the result was before.</param>
internal sealed class TableJoinProcessor<K, V, VO, VR>(
    IRowLookup<K, VO> other, Func<V?, VO?, VR> joiner, TableJoinKind kind, bool sharesRows, bool sendsOldValues)
    : ForwardingProcessor<K, Change<V>, K, Change<VR>>
{
    public override void Init(IProcessorContext<K, Change<VR>> context)
    {
        base.Init(context);
        other.Init(context);
    }

    public override void Process(in Record<K, Change<V>> record)
    {
        var change = record.Value;
        var found = default(Optional<VO>);
        var timestampMs = record.TimestampMs;
        if (other.TryGetForwarded(record.Key, out var row))
        {
            found = Optional<VO>.Of(row.Value);
            timestampMs = Math.Max(timestampMs, row.TimestampMs);
        }
        // Without the other's row nothing comes of it, or only if there is a row here, or was one. But if the other's row went with this
        // one's, there was a result, and nobody else will say that it is gone.
        else if (!sharesRows && (kind.NeedsOther || (!change.New.HasValue && !change.Old.HasValue))) return;
        var result = new Change<VR>(Joined(change.New, found), sendsOldValues ? Joined(change.Old, found) : default);
        Context.Forward(record.WithValue(result).WithTimestamp(timestampMs));
    }

    private Optional<VR> Joined(Optional<V> mine, Optional<VO> found) =>
        kind.HasResult(mine.HasValue, found.HasValue) ? Optional<VR>.Of(joiner(mine.Value, found.Value)) : default;
}

/// <summary>Looks up rows of a join in the tables that it joins.</summary>
internal sealed class TableJoinLookup<K, V, VO, VR>(IRowLookup<K, V> left, IRowLookup<K, VO> right, Func<V?, VO?, VR> joiner, TableJoinKind kind)
    : IRowLookup<K, VR>
{
    public void Init(IProcessorContext context)
    {
        left.Init(context);
        right.Init(context);
    }

    public bool TryGet(K key, out ValueAndTimestamp<VR> row)
    {
        var hasLeft = left.TryGet(key, out var first);
        var hasRight = right.TryGet(key, out var second);
        return TryJoin(hasLeft, first, hasRight, second, out row);
    }

    public bool TryGetForwarded(K key, out ValueAndTimestamp<VR> row)
    {
        var hasLeft = left.TryGetForwarded(key, out var first);
        var hasRight = right.TryGetForwarded(key, out var second);
        return TryJoin(hasLeft, first, hasRight, second, out row);
    }

    private bool TryJoin(bool hasLeft, ValueAndTimestamp<V> first, bool hasRight, ValueAndTimestamp<VO> second, out ValueAndTimestamp<VR> row)
    {
        row = default;
        if (!kind.HasResult(hasLeft, hasRight)) return false;
        var timestampMs = hasLeft && hasRight ? Math.Max(first.TimestampMs, second.TimestampMs) : hasLeft ? first.TimestampMs : second.TimestampMs;
        row = new ValueAndTimestamp<VR>(joiner(hasLeft ? first.Value : default, hasRight ? second.Value : default), timestampMs);
        return row.Value is not null;
    }
}
