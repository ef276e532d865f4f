using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;
using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Tiles.Blobs;

/// <summary>
/// Reads what <see cref="BlobWriter"/> wrote. No length is believed before the bytes that are left could justify it, and whatever is wrong is
/// a <see cref="TileBlobException"/>. Hot path: per value; it allocates only the texts it gives, and each text of a blob once.
/// </summary>
internal ref struct BlobReader
{
    private const int CharsOnStack = 512;

    private readonly ReadOnlySpan<byte> _input;
    private string[]? _texts;           // rented with the first
    private int _position;
    private int _textCount;
    private string _lastText = "";

    public BlobReader(ReadOnlySpan<byte> input) => _input = input;

    /// <summary>What instants are told from: the horizon, once the header is read.</summary>
    public long Origin { get; set; }

    /// <summary>Bytes not yet read.</summary>
    public readonly int Remaining => _input.Length - _position;

    /// <summary>Gives the buffer back.</summary>
    public readonly void Dispose()
    {
        if (_texts is not null) ArrayPool<string>.Shared.Return(_texts, clearArray: true);
    }

    /// <summary>What to throw where the bytes don't hold what is read.</summary>
    public readonly TileBlobException Corrupt(string what) => TileBlobException.Corrupt(what, _position);

    public ReadOnlySpan<byte> Take(int bytes)
    {
        if (bytes > Remaining) throw Corrupt($"an end {bytes - Remaining} bytes too early");
        _position += bytes;
        return _input.Slice(_position - bytes, bytes);
    }

    public byte ReadByte() => _position < _input.Length ? _input[_position++] : throw Corrupt("an end 1 bytes too early");

    /// <summary>A number of 0 or more.</summary>
    public long ReadCount()
    {
        var value = (long)ReadVarint();
        return value >= 0 ? value : throw Corrupt("a negative count");
    }

    /// <summary>The same, of which it can't be guessed how many bytes it has: else a count has one.</summary>
    public long ReadFarCount()
    {
        var value = (long)ReadLongVarint();
        return value >= 0 ? value : throw Corrupt("a negative count");
    }

    /// <summary>A count of items, each of a byte at least.</summary>
    public int ReadLength(int max)
    {
        var length = ReadCount();
        if (length > max || length > Remaining) throw Corrupt($"{length} items, where at most {max} are kept and {Remaining} bytes are left");
        return (int)length;
    }

    public long ReadWhole()
    {
        var value = ReadVarint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public Int128 ReadWhole128()
    {
        if (TryReadShort(out var low)) return (long)(low >> 1) ^ -(long)(low & 1);
        UInt128 value = 0;
        for (var shift = 0; shift < 128; shift += 7)
        {
            var next = ReadByte();
            value |= (UInt128)(next & 0x7Fu) << shift;
            if (next < 0x80) return (Int128)(value >> 1) ^ -(Int128)(value & 1);
        }
        throw Corrupt("a number of more than 128 bits");
    }

    /// <summary>An instant, told by how long it is before the origin.</summary>
    public long ReadTime() => InRange(unchecked(Origin - ReadWhole()));

    /// <summary>An instant, told by how long it is before another.</summary>
    public long Before(long ts) => InRange(unchecked(ts - ReadCount()));

    public double ReadDouble()
    {
        var value = ReadVarint();
        var number = (long)(value >> 3) ^ -(long)((value >> 2) & 1);
        return (value & 3) switch
        {
            0 => number,
            2 => number / 100.0,
            1 when value == 1 => ReadRaw(),
            _ => throw Corrupt("a number of no known form"),
        };
    }

    public double ReadRaw() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    /// <summary>The low bytes of a number, little-endian.</summary>
    public ulong ReadFixed(int bytes)
    {
        if (Remaining >= sizeof(ulong))
        {
            // Most often there are more than it has, and one look is enough.
            var whole = BinaryPrimitives.ReadUInt64LittleEndian(_input[_position..]);
            _position += bytes;
            return whole & (ulong.MaxValue >> (64 - (8 * bytes)));
        }
        var input = Take(bytes);
        var value = 0UL;
        for (var i = 0; i < bytes; i++) value |= (ulong)input[i] << (8 * i);
        return value;
    }

    public Scalar ReadScalar(ScalarType type) => type switch
    {
        ScalarType.String => Scalar.From(ReadText()),
        ScalarType.Double => Scalar.From(ReadDouble()),
        ScalarType.Boolean => Scalar.From(ReadByte() != 0),
        ScalarType.Timestamp => Scalar.FromTimestamp(ReadWhole()),
        _ => Scalar.From(ReadWhole()),
    };

    private string ReadText()
    {
        var header = ReadCount();
        var number = header >> 1;
        if ((header & 1) != 0) return number < _textCount ? _texts![number] : throw Corrupt($"a reference to text {number} of {_textCount}");
        var shared = ReadByte();
        if (shared > _lastText.Length) throw Corrupt($"a text that shares {shared} characters with one of {_lastText.Length}");
        if (number > Remaining) throw Corrupt($"a text of {number} bytes where {Remaining} are left");
        var bytes = Take((int)number);
        if (!Utf8.IsValid(bytes)) throw Corrupt("a text that is not UTF-8");
        var text = Joined(_lastText.AsSpan(0, shared), bytes);
        _lastText = text;
        if (_textCount < BlobWriter.KnownTexts) (_texts ??= ArrayPool<string>.Shared.Rent(BlobWriter.KnownTexts))[_textCount++] = text;
        return text;
    }

    private static string Joined(ReadOnlySpan<char> shared, ReadOnlySpan<byte> rest)
    {
        if (shared.IsEmpty) return Encoding.UTF8.GetString(rest);
        // UTF-8 has never fewer bytes than UTF-16 has units.
        var length = shared.Length + rest.Length;
        Span<char> text = length <= CharsOnStack ? stackalloc char[CharsOnStack] : new char[length];
        shared.CopyTo(text);
        return new string(text[..(shared.Length + Encoding.UTF8.GetChars(rest, text[shared.Length..]))]);
    }

    // Most are of one byte.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong ReadVarint() => _position < _input.Length && _input[_position] < 0x80 ? _input[_position++] : ReadLongVarint();

    private ulong ReadLongVarint()
    {
        if (TryReadShort(out var value)) return value;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = ReadByte();
            value |= (next & 0x7FUL) << shift;
            if (next < 0x80) return value;
        }
        throw Corrupt("a number of more than 64 bits");
    }

    // A varint of eight bytes at most, where so many are left, without a branch for its length: none could be guessed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadShort(out ulong value)
    {
        value = 0;
        if (Remaining < sizeof(ulong)) return false;
        var word = BinaryPrimitives.ReadUInt64LittleEndian(_input[_position..]);
        var ends = ~word & 0x8080_8080_8080_8080;
        if (ends == 0) return false;
        var bits = BitOperations.TrailingZeroCount(ends) + 1;
        _position += bits / 8;
        // Seven bits of each byte; then neighbours are joined: 14 of two, 28 of four, 56 of eight.
        word &= 0x7F7F_7F7F_7F7F_7F7F & (ulong.MaxValue >> (64 - bits));
        word = (word & 0x007F_007F_007F_007F) | ((word & 0x7F00_7F00_7F00_7F00) >> 1);
        word = (word & 0x0000_3FFF_0000_3FFF) | ((word & 0x3FFF_0000_3FFF_0000) >> 2);
        value = (word & 0x0FFF_FFFF) | ((word & 0x0FFF_FFFF_0000_0000) >> 4);
        return true;
    }

    private readonly long InRange(long ts) => ts is > -Hops.TimeMax and < Hops.TimeMax ? ts : throw Corrupt("an instant out of range");
}
