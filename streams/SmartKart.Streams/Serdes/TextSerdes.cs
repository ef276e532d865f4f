using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace SmartKart.Streams;

internal sealed class StringSerde : ISerde<string>
{
    internal static readonly StringSerde Instance = new();

    // Bytes that are no UTF-8 are an error, not a replacement character that no one asked for.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public void Serialize(string value, IBufferWriter<byte> output)
    {
        try
        {
            output.Advance(Utf8.GetBytes(value, output.GetSpan(Utf8.GetMaxByteCount(value.Length))));
        }
        catch (EncoderFallbackException fault)
        {
            throw new SerializationException($"A text of {value.Length} characters has half a surrogate pair at {fault.Index}, which has no UTF-8.", fault);
        }
    }

    public string Deserialize(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Utf8.GetString(bytes);
        }
        catch (DecoderFallbackException fault)
        {
            throw new SerializationException(
                $"{bytes.Length} bytes are no UTF-8 text: the first that is not is at {fault.Index}. The record was probably written by another serde.", fault);
        }
    }
}

internal sealed class GuidSerde : ISerde<Guid>
{
    internal static readonly GuidSerde Instance = new();
    private const int Characters = 36;

    public void Serialize(Guid value, IBufferWriter<byte> output)
    {
        value.TryFormat(output.GetSpan(Characters), out var written);
        output.Advance(written);
    }

    public Guid Deserialize(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Characters) throw SerializationException.WrongLength("A Guid", Characters, bytes.Length);
        return Utf8Parser.TryParse(bytes, out Guid value, out var read, 'D') && read == Characters ? value : throw new SerializationException(
            $"'{Encoding.Latin1.GetString(bytes)}' is no Guid: 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12 are.");
    }
}

internal sealed class ByteArraySerde : ISerde<byte[]>
{
    internal static readonly ByteArraySerde Instance = new();

    public void Serialize(byte[] value, IBufferWriter<byte> output) => output.Write(value);

    public byte[] Deserialize(ReadOnlySpan<byte> bytes) => bytes.ToArray();
}
