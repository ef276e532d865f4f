using System.Buffers;
using System.Buffers.Binary;
using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.Operators.ForeignKeys;

/// <summary>
/// Writes <c>length of the foreign key (4, big-endian) ‖ foreign key ‖ primary key</c>: all rows that name one foreign key lie together, and
/// no foreign key's range holds another's.
/// </summary>
internal sealed class CombinedKeySerde<KO, K>(ISerde<KO> foreignKeys, ISerde<K> primaryKeys) : ISerde<CombinedKey<KO, K>>
{
    // The foreign key's length goes before it, and an output does not say how much was written to it.
    [ThreadStatic]
    private static ByteBuffer? _foreignKey;

    public void Serialize(CombinedKey<KO, K> value, IBufferWriter<byte> output)
    {
        WritePrefix(value.ForeignKey, output);
        primaryKeys.Serialize(value.PrimaryKey, output);
    }

    /// <summary>Writes what the keys of all rows begin with that name this foreign key.</summary>
    public void WritePrefix(KO foreignKey, IBufferWriter<byte> output)
    {
        var bytes = _foreignKey ??= new ByteBuffer();
        bytes.Clear();
        foreignKeys.Serialize(foreignKey, bytes);
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(sizeof(int)), bytes.Count);
        output.Advance(sizeof(int));
        output.Write(bytes.Written);
    }

    public CombinedKey<KO, K> Deserialize(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < sizeof(int)) throw SerializationException.TooShort("A combined key of a foreign-key join", sizeof(int), bytes.Length);
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes);
        var rest = bytes[sizeof(int)..];
        if ((uint)length > (uint)rest.Length) throw SerializationException.TooShort("A combined key of a foreign-key join", sizeof(int) + length, bytes.Length);
        return new CombinedKey<KO, K>(foreignKeys.Deserialize(rest[..length]), primaryKeys.Deserialize(rest[length..]));
    }
}
