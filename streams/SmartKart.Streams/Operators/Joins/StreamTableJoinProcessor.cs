using SmartKart.Streams.Building;
using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Operators.Joins;

/// <summary>
/// Joins each record with the row that its key, or a key that is made of it, finds in a table as it stands. Only records trigger it,
/// never the table. Records without a value are dropped, and, but for a left join, those without a key to look up. Hot path: per record.
/// </summary>
/// <param name="table">Looks up the rows.</param>
/// <param name="keySelector">Makes the key to look up.</param>
/// <param name="joiner">Joins the record's value with the row's.</param>
/// <param name="isLeft">Whether a record that finds nothing is joined with nothing, rather than dropped.</param>
internal sealed class StreamTableJoinProcessor<K, V, KT, VT, VR>(
    IRowLookup<KT, VT> table, Func<K, V, KT> keySelector, Func<K, V, VT?, VR> joiner, bool isLeft) : ForwardingProcessor<K, V, K, VR>
{
    public override void Init(IProcessorContext<K, VR> context)
    {
        base.Init(context);
        table.Init(context);
    }

    public override void Process(in Record<K, V> record)
    {
        if (record.IsTombstone)
        {
            Drops.RecordSkipped();
            return;
        }
        var key = keySelector(record.Key, record.Value);
        if (key is null && !isLeft)
        {
            Drops.RecordSkipped();
            return;
        }
        var found = default(VT);
        if (key is not null && table.TryGet(key, out var row)) found = row.Value;
        else if (!isLeft) return;
        Context.Forward(record.WithValue(joiner(record.Key, record.Value, found)));
    }
}
