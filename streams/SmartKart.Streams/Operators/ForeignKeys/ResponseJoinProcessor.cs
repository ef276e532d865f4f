using SmartKart.Streams.Building;
using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Operators.ForeignKeys;

/// <summary>
/// On the left table's side again: joins each answer with the row that asked, as it was last forwarded. An answer to what the row no longer
/// is comes too late and is dropped: the row has asked anew since, and that answer is on its way. But where an inner join hears that there is
/// nothing, and of a row that is gone or names no key no answer will come, that ends what there was. Hot path: per record.
/// </summary>
/// <param name="rows">Looks up the left table's rows.</param>
/// <param name="foreignKey">The key that a value names; null: none.</param>
/// <param name="values">Writes the left table's values, to be hashed.</param>
/// <param name="joiner">Makes the result.</param>
/// <param name="isLeft">Whether a row that finds none comes alone.</param>
internal sealed class ResponseJoinProcessor<K, V, KO, VO, VR>(
    IRowLookup<K, V> rows, Func<V, KO?> foreignKey, ISerde<V> values, Func<V, VO?, VR> joiner, bool isLeft)
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
        var row = rows.TryGetForwarded(record.Key, out var found) ? Optional<V>.Of(found.Value) : default;
        var answer = record.Value.Value;
        if (_hash.Of(row) == record.Value.Hash)
        {
            if (row.TryGet(out var value) && (isLeft || answer.HasValue)) Context.Forward(record.WithValue(joiner(value, answer.Value)));
            else Context.Forward(record.AsTombstone<VR>());
        }
        else if (!isLeft && !answer.HasValue && !Asks(row))
        {
            Context.Forward(record.AsTombstone<VR>());
        }
    }

    private bool Asks(Optional<V> row) => row.TryGet(out var value) && foreignKey(value) is not null;
}
