using System.Buffers;
using System.Text;

namespace SmartKart.Training.DeepFm.Export;

/// <summary>
/// Writes one message in protocol buffers' wire format: each field is its number and wire type as a varint, then a varint, or a length and as many
/// bytes; a model takes no others. (protobuf.dev/programming-guides/encoding)
/// </summary>
internal sealed class ProtobufWriter
{
    private const int VarintType = 0, LengthType = 2;
    private const int VarintBytesMax = 10;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public ProtobufWriter Integer(int field, long value)
    {
        Tag(field, VarintType);
        Varint((ulong)value);
        return this;
    }

    public ProtobufWriter Text(int field, string text) => Delimited(field, Encoding.UTF8.GetBytes(text));

    public ProtobufWriter Message(int field, ProtobufWriter message) => Delimited(field, message.Written);

    /// <summary>The head of a field whose bytes the caller writes after these.</summary>
    public ProtobufWriter Head(int field, long length)
    {
        Tag(field, LengthType);
        Varint((ulong)length);
        return this;
    }

    private ProtobufWriter Delimited(int field, ReadOnlySpan<byte> value)
    {
        Head(field, value.Length);
        _bytes.Write(value);
        return this;
    }

    private void Tag(int field, int wireType) => Varint((ulong)(field << 3 | wireType));

    private void Varint(ulong value)
    {
        var bytes = _bytes.GetSpan(VarintBytesMax);
        var length = 0;
        for (; value >= 0x80; value >>= 7) bytes[length++] = (byte)(value | 0x80);
        bytes[length++] = (byte)value;
        _bytes.Advance(length);
    }
}
