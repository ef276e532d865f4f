namespace SmartKart.Streams.Operators.Stateless;

/// <summary>Forwards the value under the key that the function gives.</summary>
internal sealed class SelectKeyProcessor<K, V, KR>(Func<K, V, KR> mapper) : ForwardingProcessor<K, V, KR, V>
{
    public override void Process(in Record<K, V> record) => Context.Forward(record.WithKey(mapper(record.Key, record.Value)));
}
