using SmartKart.Streams.Building;
using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Operators.ForeignKeys;

/// <summary>
/// On the left table's side of an inner join: has a row ask again where the answer "there is nothing" came for what the row was before. That
/// answer was to end an earlier result, and the row that took its place since may have found nothing itself, of which a new row is not
/// told: without this the earlier result would stay. Kafka Streams has no such step, and leaves it. Hot path: per record.
/// </summary>
/// <param name="rows">Looks up the left table's rows.</param>
/// <param name="foreignKey">The key that a value names; null: none.</param>
/// <param name="values">Writes the left table's values, to be hashed.</param>
internal sealed class SubscriptionRenewalProcessor<K, V, KO, VO>(IRowLookup<K, V> rows, Func<V, KO?> foreignKey, ISerde<V> values)
    : ForwardingProcessor<K, SubscriptionResponse<VO>, KO, Subscription<K>>
{
    private readonly RowHash<V> _hash = new(values);

    public override void Init(IProcessorContext<KO, Subscription<K>> context)
    {
        base.Init(context);
        rows.Init(context);
    }

    public override void Process(in Record<K, SubscriptionResponse<VO>> record)
    {
        if (record.Value.Value.HasValue || !rows.TryGetForwarded(record.Key, out var row)) return;
        var hash = _hash.Of(Optional<V>.Of(row.Value));
        if (hash == record.Value.Hash || foreignKey(row.Value) is not { } key) return;
        var subscription = new Subscription<K>(hash, SubscriptionInstruction.PropagateNullIfNoValue, record.Key, Context.TaskId.Partition);
        Context.Forward(record.WithKey(key).WithValue(subscription).WithTimestamp(Math.Max(record.TimestampMs, row.TimestampMs)));
    }
}
