namespace SmartKart.Streams.Operators.Stateless;

/// <summary>Forwards the records for which the predicate says so.</summary>
internal sealed class FilterProcessor<K, V>(Func<K, V, bool> predicate, bool keepIf) : ForwardingProcessor<K, V, K, V>
{
    public override void Process(in Record<K, V> record)
    {
        if (record.LacksValue || predicate(record.Key, record.Value) == keepIf) Context.Forward(record);
    }
}
