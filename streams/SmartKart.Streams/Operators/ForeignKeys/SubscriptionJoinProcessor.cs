using System.Diagnostics;
using SmartKart.Streams.Building;
using SmartKart.Streams.Processing;

namespace SmartKart.Streams.Operators.ForeignKeys;

/// <summary>
/// On the right table's side: answers each subscription with the row as it was last forwarded: of what is held back since, and may be taken
/// back without a word, the subscriber is told when it is forwarded. The answer's time is the later of both. Hot path: per record.
/// </summary>
internal sealed class SubscriptionJoinProcessor<K, KO, VO>(IRowLookup<KO, VO> rows)
    : ForwardingProcessor<CombinedKey<KO, K>, Subscription<K>, K, SubscriptionResponse<VO>>
{
    public override void Init(IProcessorContext<K, SubscriptionResponse<VO>> context)
    {
        base.Init(context);
        rows.Init(context);
    }

    public override void Process(in Record<CombinedKey<KO, K>, Subscription<K>> record)
    {
        var subscription = record.Value;
        if (subscription.Instruction == SubscriptionInstruction.DeleteKeyNoPropagate) return;
        var value = default(Optional<VO>);
        var timestampMs = record.TimestampMs;
        if (record.Key.ForeignKey is not null && rows.TryGetForwarded(record.Key.ForeignKey, out var row))
        {
            value = Optional<VO>.Of(row.Value);
            timestampMs = Math.Max(timestampMs, row.TimestampMs);
        }
        switch (subscription.Instruction)
        {
            case SubscriptionInstruction.DeleteKeyAndPropagate:
                value = default;
                break;
            case SubscriptionInstruction.PropagateOnlyIfValue:
                if (!value.HasValue) return;
                break;
            case SubscriptionInstruction.PropagateNullIfNoValue:
                break;
            default:
                throw new UnreachableException($"A subscription asks for {subscription.Instruction}.");
        }
        var response = new SubscriptionResponse<VO>(subscription.Hash, value, subscription.PrimaryPartition);
        Context.Forward(record.WithKey(subscription.PrimaryKey).WithValue(response).WithTimestamp(timestampMs));
    }
}
