namespace SmartKart.Streams.Operators.Tables;

/// <summary>Makes a table's changes records of a stream: the new value, or a tombstone. Hot path: per record.</summary>
internal sealed class TableToStreamProcessor<K, V> : ForwardingProcessor<K, Change<V>, K, V>
{
    public override void Process(in Record<K, Change<V>> record) =>
        Context.Forward(record.Value.New.TryGet(out var value) ? record.WithValue(value) : record.AsTombstone<V>());
}
