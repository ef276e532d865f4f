namespace SmartKart.Streams.Operators.Stateless;

/// <summary>Shows each record to a function, and forwards it.</summary>
internal sealed class PeekProcessor<K, V>(Action<K, V> action) : ForwardingProcessor<K, V, K, V>
{
    public override void Process(in Record<K, V> record)
    {
        action(record.Key, record.Value);
        Context.Forward(record);
    }
}
