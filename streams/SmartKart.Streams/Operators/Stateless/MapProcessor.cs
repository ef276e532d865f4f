namespace SmartKart.Streams.Operators.Stateless;

/// <summary>Forwards what the function makes of key and value.</summary>
internal sealed class MapProcessor<K, V, KR, VR>(Func<K, V, KeyValuePair<KR, VR>> mapper) : ForwardingProcessor<K, V, KR, VR>
{
    public override void Process(in Record<K, V> record)
    {
        if (record.LacksValue)
            throw new InvalidOperationException($"map() was given a tombstone, and {typeof(V)} has no null to stand for it. Name the values' type {typeof(V)}?, or filter tombstones before.");
        var (key, value) = mapper(record.Key, record.Value);
        Context.Forward(record.WithKey(key).WithValue(value));
    }
}
