namespace SmartKart.Streams.Operators.Stateless;

/// <summary>Gives each record to a function; nothing is forwarded.</summary>
internal sealed class ForeachProcessor<K, V>(Action<K, V> action) : ForwardingProcessor<K, V, K, V>
{
    public override void Process(in Record<K, V> record) => action(record.Key, record.Value);
}
