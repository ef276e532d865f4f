namespace SmartKart.Streams.Operators.Stateless;

/// <summary>Forwards the key with each value that the function makes of the value.</summary>
internal sealed class FlatMapValuesProcessor<K, V, VR>(Func<K, V, IEnumerable<VR>> mapper) : ForwardingProcessor<K, V, K, VR>
{
    public override void Process(in Record<K, V> record)
    {
        if (record.LacksValue) return; // of no value, no values
        foreach (var value in mapper(record.Key, record.Value)) Context.Forward(record.WithValue(value));
    }
}
