using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Tiles.Blobs;

/// <summary>
/// Builds a blob in a rented buffer. Hot path: per value.
/// <code>
/// count   unsigned varint: seven bits a byte, the lowest first
/// whole   zigzag, then varint
/// double  varint of whole · 4         a whole number below 2^53
///         varint of hundredths · 4 + 2   a price: some hundredths, below 2^50
///         0x01, 8 bytes                  any other
/// text    varint of bytes · 2, chars shared with the text before (a byte), UTF-8 of the rest
///         varint of place · 2 + 1        one of the first 128 texts of this blob again
/// </code>
/// </summary>
internal ref struct BlobWriter
{
    /// <summary>Texts that can be referred to again. What lies further back is written again: a search of more would cost more than it saves.</summary>
    public const int KnownTexts = 128;

    private byte[] _buffer;
    private readonly string[] _texts;
    private readonly int[] _hashes;
    private int _length;
    private int _textCount;
    private string? _lastText;

    public BlobWriter()
    {
        _buffer = ArrayPool<byte>.Shared.Rent(2048);
        _texts = ArrayPool<string>.Shared.Rent(KnownTexts);
        _hashes = ArrayPool<int>.Shared.Rent(KnownTexts);
    }

    /// <summary>What instants are told from: the horizon, once the header is written; then most are near it.</summary>
    public long Origin { get; set; }

    /// <summary>What was written so far.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    /// <summary>Gives the buffers back.</summary>
    public readonly void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        ArrayPool<string>.Shared.Return(_texts, clearArray: true);
        ArrayPool<int>.Shared.Return(_hashes);
    }

    /// <summary>Room for so many bytes, which the caller fills.</summary>
    public Span<byte> Take(int bytes)
    {
        if (_buffer.Length - _length < bytes) Grow(bytes);
        _length += bytes;
        return _buffer.AsSpan(_length - bytes, bytes);
    }

    public void WriteByte(byte value) => Take(1)[0] = value;

    /// <summary>A number of 0 or more.</summary>
    public void WriteCount(long count)
    {
        var rest = (ulong)count;
        for (; rest >= 0x80; rest >>= 7) WriteByte((byte)(rest | 0x80));
        WriteByte((byte)rest);
    }

    public void WriteWhole(long value) => WriteCount((value << 1) ^ (value >> 63));

    public void WriteWhole(Int128 value)
    {
        var rest = (UInt128)((value << 1) ^ (value >> 127));
        for (; rest >= 0x80; rest >>= 7) WriteByte((byte)((byte)rest | 0x80));
        WriteByte((byte)rest);
    }

    /// <summary>An instant, told by how long it is before the origin.</summary>
    public void WriteTime(long ts) => WriteWhole(Origin - ts);

    public void WriteDouble(double value)
    {
        if (IsWhole(value, 1L << 53))
        {
            WriteTagged((long)value, 0);
            return;
        }
        var hundredths = Math.Round(value * 100);
        if (IsWhole(hundredths, 1L << 50) && BitConverter.DoubleToInt64Bits(hundredths / 100) == BitConverter.DoubleToInt64Bits(value))
        {
            WriteTagged((long)hundredths, 2);
            return;
        }
        WriteByte(1);
        WriteRaw(value);
    }

    /// <summary>A number that is never whole, such as a decayed weight: eight bytes.</summary>
    public void WriteRaw(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Take(sizeof(double)), value);

    /// <summary>The low bytes of a number, little-endian.</summary>
    public void WriteFixed(ulong value, int bytes)
    {
        var output = Take(bytes);
        for (var i = 0; i < bytes; i++) output[i] = (byte)(value >> (8 * i));
    }

    /// <summary>A value that is not NULL.</summary>
    public void WriteScalar(ScalarType type, in Scalar value)
    {
        switch (type)
        {
            case ScalarType.String: WriteText(value.String!); break;
            case ScalarType.Double: WriteDouble(value.Double); break;
            case ScalarType.Boolean: WriteByte(value.Boolean ? (byte)1 : (byte)0); break;
            default: WriteWhole(value.Int64); break;
        }
    }

    private void WriteText(string text)
    {
        var hash = text.GetHashCode(StringComparison.Ordinal);
        for (var from = 0; from < _textCount;)
        {
            var at = _hashes.AsSpan(from, _textCount - from).IndexOf(hash);
            if (at < 0) break;
            if (string.Equals(_texts[from + at], text, StringComparison.Ordinal))
            {
                WriteCount(((long)(from + at) << 1) | 1L);
                return;
            }
            from += at + 1;
        }
        if (_textCount < KnownTexts) (_texts[_textCount], _hashes[_textCount++]) = (text, hash);
        // Ids of a kind begin alike. What is shared never ends within a surrogate pair: each half alone has no UTF-8.
        var shared = Math.Min(text.AsSpan().CommonPrefixLength(_lastText), byte.MaxValue);
        if (shared > 0 && char.IsHighSurrogate(text[shared - 1])) shared--;
        _lastText = text;
        var rest = text.AsSpan(shared);
        var bytes = Encoding.UTF8.GetByteCount(rest);
        WriteCount((long)bytes << 1);
        WriteByte((byte)shared);
        Encoding.UTF8.GetBytes(rest, Take(bytes));
    }

    // Bit by bit, so that -0.0, which a whole number can't tell, stays itself.
    private static bool IsWhole(double value, long bound) =>
        Math.Abs(value) < bound && BitConverter.DoubleToInt64Bits((long)value) == BitConverter.DoubleToInt64Bits(value);

    private void WriteTagged(long value, long tag) => WriteCount((((value << 1) ^ (value >> 63)) << 2) | tag);

    private void Grow(int bytes)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_length + bytes, 2 * _buffer.Length));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
