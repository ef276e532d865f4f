using System.Buffers.Binary;
using System.Text;
using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.Operators.Suppressions;

/// <summary>
/// How a change lies in the buffer that holds it back; numbers are big-endian:
/// <code>
/// time     8 bytes: the record's, ms since 1970
/// headers  4 bytes: how many; of each the name's length and bytes (UTF-8), the value's length (-1: null) and bytes
/// prior    4 bytes: its length (-1: none); its bytes
/// new      4 bytes: its length (-1: none); its bytes
/// </code>
/// The prior value is what was let out of the key before: it is downstream's old value, whatever was held back in between.
/// </summary>
internal static class HeldChange<V>
{
    private const int None = -1;

    /// <summary>Writes a change.</summary>
    /// <param name="record">It.</param>
    /// <param name="heldBefore">The one of its key that waits and that it takes the place of; empty for none.</param>
    /// <param name="serde">Writes values.</param>
    /// <param name="output">Is set to the bytes.</param>
    public static void Write<K>(in Record<K, Change<V>> record, ReadOnlySpan<byte> heldBefore, ISerde<V> serde, ByteBuffer output)
    {
        output.Clear();
        BinaryPrimitives.WriteInt64BigEndian(output.GetSpan(sizeof(long)), record.TimestampMs);
        output.Advance(sizeof(long));
        WriteHeaders(record.Headers, output);
        if (heldBefore.IsEmpty) WriteValue(record.Value.Old, serde, output);
        else output.Append(PriorOf(heldBefore));
        WriteValue(record.Value.New, serde, output);
    }

    /// <summary>Reads a change.</summary>
    public static Record<K, Change<V>> Read<K>(K key, ReadOnlySpan<byte> bytes, ISerde<V> serde)
    {
        var timestampMs = BinaryPrimitives.ReadInt64BigEndian(bytes);
        bytes = bytes[sizeof(long)..];
        var headers = ReadHeaders(ref bytes);
        var prior = ReadValue(ref bytes, serde);
        var value = ReadValue(ref bytes, serde);
        return new Record<K, Change<V>>(key, new Change<V>(value, prior), timestampMs, headers);
    }

    /// <summary>Reads the prior value alone.</summary>
    public static Optional<V> ReadPrior(ReadOnlySpan<byte> bytes, ISerde<V> serde)
    {
        var prior = PriorOf(bytes);
        return ReadValue(ref prior, serde);
    }

    // The prior value with its length.
    private static ReadOnlySpan<byte> PriorOf(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[sizeof(long)..];
        ReadHeaders(ref bytes);
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes);
        return bytes[..(sizeof(int) + Math.Max(length, 0))];
    }

    private static void WriteHeaders(Headers headers, ByteBuffer output)
    {
        WriteInt32(headers.Count, output);
        for (var i = 0; i < headers.Count; i++)
        {
            var (name, value) = headers[i];
            WriteInt32(Encoding.UTF8.GetByteCount(name), output);
            output.Advance(Encoding.UTF8.GetBytes(name, output.GetSpan(Encoding.UTF8.GetMaxByteCount(name.Length))));
            WriteInt32(value?.Length ?? None, output);
            if (value is { } bytes) output.Append(bytes.Span);
        }
    }

    private static Headers? ReadHeaders(ref ReadOnlySpan<byte> bytes)
    {
        var count = ReadInt32(ref bytes);
        if (count == 0) return null;
        var headers = new Header[count];
        for (var i = 0; i < count; i++)
        {
            var name = Encoding.UTF8.GetString(Take(ref bytes, ReadInt32(ref bytes)));
            var length = ReadInt32(ref bytes);
            headers[i] = new Header(name, length == None ? default(ReadOnlyMemory<byte>?) : Take(ref bytes, length).ToArray());
        }
        return Headers.Of(headers);
    }

    private static void WriteValue(in Optional<V> optional, ISerde<V> serde, ByteBuffer output)
    {
        var lengthAt = output.Count;
        WriteInt32(None, output);
        if (!optional.TryGet(out var value)) return;
        serde.Serialize(value, output);
        output.WriteInt32At(lengthAt, output.Count - lengthAt - sizeof(int));
    }

    private static Optional<V> ReadValue(ref ReadOnlySpan<byte> bytes, ISerde<V> serde)
    {
        var length = ReadInt32(ref bytes);
        return length == None ? Optional<V>.None : Optional<V>.Of(serde.Deserialize(Take(ref bytes, length)));
    }

    private static void WriteInt32(int value, ByteBuffer output)
    {
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(sizeof(int)), value);
        output.Advance(sizeof(int));
    }

    private static int ReadInt32(ref ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadInt32BigEndian(Take(ref bytes, sizeof(int)));

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, int count)
    {
        var taken = bytes[..count];
        bytes = bytes[count..];
        return taken;
    }
}
