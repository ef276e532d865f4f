namespace SmartKart.Streams.Operators.Stateless;

/// <summary>Forwards each record that the function makes of key and value.</summary>
internal sealed class FlatMapProcessor<K, V, KR, VR>(Func<K, V, IEnumerable<KeyValuePair<KR, VR>>> mapper) : ForwardingProcessor<K, V, KR, VR>
{
    public override void Process(in Record<K, V> record)
    {
        if (record.LacksValue) return; // of no value, no records
        foreach (var (key, value) in mapper(record.Key, record.Value)) Context.Forward(record.WithKey(key).WithValue(value));
    }
}
