using System.Buffers;
using System.Buffers.Binary;
using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams;

/// <summary>
/// Writes a change of a table's row for an internal topic: 1 byte that says what follows (1: the new value, 2: the old one, 3: both), and,
/// where both follow, the length of the first in 4 bytes, big-endian; then the values. Hot path.
/// </summary>
internal sealed class ChangeSerde<V>(ISerde<V> values) : ISerde<Change<V>>
{
    private const byte HasNew = 1;
    private const byte HasOld = 2;

    // The first value's length goes before it, and an output does not say how much was written to it.
    [ThreadStatic]
    private static ByteBuffer? _first;

    public void Serialize(Change<V> value, IBufferWriter<byte> output)
    {
        var hasNew = value.New.TryGet(out var present);
        var hasOld = value.Old.TryGet(out var old);
        output.GetSpan(1)[0] = (byte)((hasNew ? HasNew : 0) | (hasOld ? HasOld : 0));
        output.Advance(1);
        if (hasNew && hasOld)
        {
            var first = _first ??= new ByteBuffer();
            first.Clear();
            values.Serialize(present!, first); // it has one
            BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(sizeof(int)), first.Count);
            output.Advance(sizeof(int));
            output.Write(first.Written);
        }
        else if (hasNew)
        {
            values.Serialize(present!, output); // it has one
        }
        if (hasOld) values.Serialize(old!, output); // it has one
    }

    public Change<V> Deserialize(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) throw SerializationException.TooShort("A change of a table's row", 1, 0);
        var kind = bytes[0];
        var rest = bytes[1..];
        if (kind == HasNew) return new Change<V>(Optional<V>.Of(values.Deserialize(rest)), default);
        if (kind == HasOld) return new Change<V>(default, Optional<V>.Of(values.Deserialize(rest)));
        if (kind == 0) return default;
        if (rest.Length < sizeof(int)) throw SerializationException.TooShort("A change of a table's row", 1 + sizeof(int), bytes.Length);
        var length = BinaryPrimitives.ReadInt32BigEndian(rest);
        rest = rest[sizeof(int)..];
        if ((uint)length > (uint)rest.Length) throw SerializationException.TooShort("A change of a table's row", 1 + sizeof(int) + length, bytes.Length);
        return new Change<V>(Optional<V>.Of(values.Deserialize(rest[..length])), Optional<V>.Of(values.Deserialize(rest[length..])));
    }
}
