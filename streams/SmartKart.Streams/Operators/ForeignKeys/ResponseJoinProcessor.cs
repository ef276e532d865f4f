using SmartKart.Streams.Building;
using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Operators.ForeignKeys;

/// <summary>
/// On the left table's side again: joins each answer with the row that asked. An answer to what the row no longer is comes too late and is
/// dropped: the row has asked anew since, and that answer is on its way. Hot path: per record.
/// </summary>
/// <param name="rows">Looks up the left table's rows.</param>
/// <param name="values">Writes the left table's values, to be hashed.</param>
/// <param name="joiner">Makes the result.</param>
/// <param name="isLeft">Whether a row that finds none comes alone.</param>
internal sealed class ResponseJoinProcessor<K, V, VO, VR>(IRowLookup<K, V> rows, ISerde<V> values, Func<V, VO?, VR> joiner, bool isLeft)
    : ForwardingProcessor<K, SubscriptionResponse<VO>, K, VR>
{
    private readonly RowHash<V> _hash = new(values);

    public override void Init(IProcessorContext<K, VR> context)
    {
        base.Init(context);
        rows.Init(context);
    }

    public override void Process(in Record<K, SubscriptionResponse<VO>> record)
    {
        var row = rows.TryGet(record.Key, out var found) ? Optional<V>.Of(found.Value) : default;
        if (_hash.Of(row) != record.Value.Hash) return;
        if (row.TryGet(out var value) && (isLeft || record.Value.Value.HasValue)) Context.Forward(record.WithValue(joiner(value, record.Value.Value.Value)));
        else Context.Forward(record.AsTombstone<VR>());
    }
}
