using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.Operators.ForeignKeys;

/// <summary>Hashes rows by the bytes that their serde writes; null is the hash of no row. One processor's.</summary>
internal sealed class RowHash<V>(ISerde<V> values)
{
    private readonly ByteBuffer _bytes = new();

    public UInt128? Of(Optional<V> row)
    {
        if (!row.TryGet(out var value)) return null;
        _bytes.Clear();
        values.Serialize(value, _bytes);
        return ValueHash.Of(_bytes.Written);
    }
}
