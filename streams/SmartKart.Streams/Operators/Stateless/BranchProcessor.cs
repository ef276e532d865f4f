namespace SmartKart.Streams.Operators.Stateless;

/// <summary>Forwards each record to the child of the first predicate that is true; drops it where none is.</summary>
/// <param name="predicates">One per branch.</param>
/// <param name="children">Each branch's child.</param>
internal sealed class BranchProcessor<K, V>(Func<K, V, bool>[] predicates, string[] children) : ForwardingProcessor<K, V, K, V>
{
    public override void Process(in Record<K, V> record)
    {
        for (var at = 0; at < predicates.Length; at++)
        {
            if (!predicates[at](record.Key, record.Value)) continue;
            Context.Forward(record, children[at]);
            return;
        }
    }
}
