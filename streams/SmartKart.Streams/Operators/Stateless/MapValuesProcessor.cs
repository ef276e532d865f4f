namespace SmartKart.Streams.Operators.Stateless;

/// <summary>Forwards the key with what the function makes of the value.</summary>
internal sealed class MapValuesProcessor<K, V, VR>(Func<K, V, VR> mapper) : ForwardingProcessor<K, V, K, VR>
{
    public override void Process(in Record<K, V> record) =>
        Context.Forward(record.LacksValue ? record.AsTombstone<VR>() : record.WithValue(mapper(record.Key, record.Value)));
}
