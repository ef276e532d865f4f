using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace SmartKart.Topologies.Keys;

/// <summary>
/// Keys of several parts. A text is its length in UTF-8 (2 bytes, big-endian) and its bytes; a number is 8 bytes, big-endian, its sign
/// flipped. So keys that share their first parts lie side by side in a store, in the order of the number that follows them, and the
/// bytes of the first parts are the prefix to walk by. Hot path: per record.
/// </summary>
internal static class KeyParts
{
    /// <summary>Appends a text.</summary>
    public static void Write(IBufferWriter<byte> output, string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        var span = output.GetSpan(sizeof(ushort) + bytes);
        BinaryPrimitives.WriteUInt16BigEndian(span, checked((ushort)bytes));
        Encoding.UTF8.GetBytes(text, span[sizeof(ushort)..]);
        output.Advance(sizeof(ushort) + bytes);
    }

    /// <summary>Appends a number.</summary>
    public static void Write(IBufferWriter<byte> output, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(output.GetSpan(sizeof(long)), number ^ long.MinValue);
        output.Advance(sizeof(long));
    }

    /// <summary>Takes a text from the front.</summary>
    public static string ReadText(ref ReadOnlySpan<byte> bytes)
    {
        var length = BinaryPrimitives.ReadUInt16BigEndian(bytes);
        var text = Encoding.UTF8.GetString(bytes.Slice(sizeof(ushort), length));
        bytes = bytes[(sizeof(ushort) + length)..];
        return text;
    }

    /// <summary>Takes a number from the front.</summary>
    public static long ReadNumber(ref ReadOnlySpan<byte> bytes)
    {
        var number = BinaryPrimitives.ReadInt64BigEndian(bytes) ^ long.MinValue;
        bytes = bytes[sizeof(long)..];
        return number;
    }

    /// <summary>The bytes with which all keys begin whose first part is this text.</summary>
    public static byte[] Prefix(string text)
    {
        var output = new ArrayBufferWriter<byte>();
        Write(output, text);
        return output.WrittenSpan.ToArray();
    }
}
