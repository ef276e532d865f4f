using System.Buffers;
using System.Text;

namespace SmartKart.Broker.Protocol;

/// <summary>Numbers, lengths and text as the wire has them, each checked against the bytes that are left.</summary>
internal ref partial struct MessageReader
{
    private byte Byte(string name) => _input.TryRead(out var value) ? value : throw TooFew(1, name);

    private short Short(string name) => _input.TryReadBigEndian(out short value) ? value : throw TooFew(sizeof(short), name);

    private int Int(string name) => _input.TryReadBigEndian(out int value) ? value : throw TooFew(sizeof(int), name);

    private long Long(string name) => _input.TryReadBigEndian(out long value) ? value : throw TooFew(sizeof(long), name);

    private Guid Sixteen(string name)
    {
        Span<byte> bytes = stackalloc byte[WireSize.Uuid];
        if (!_input.TryCopyTo(bytes))
            throw TooFew(bytes.Length, name);
        _input.Advance(bytes.Length);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Seven bits a byte, the lowest first; at most five bytes, of which the last has four bits to give.</summary>
    private uint Varint(string name)
    {
        uint value = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            var next = Byte(name);
            if (shift == 28 && next > 0x0F)
                break;
            value |= (uint)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
        throw Wrong("a variable-length number takes more than 32 bits", name);
    }

    /// <summary>The length of bytes or the count of an array; -1 is null. Not yet held against the bytes that are left.</summary>
    private int Length(string name)
    {
        var length = _flexible ? Varint(name) - 1L : Int(name);
        return length is >= -1 and <= int.MaxValue ? (int)length : throw Wrong($"a length of {length} is none", name);
    }

    private string? Text(bool compact, string name)
    {
        var length = compact ? Varint(name) - 1L : Short(name);
        if (length == -1)
            return null;
        if (length is < 0 or > short.MaxValue)
            throw Wrong($"a string of {length} bytes; the protocol's longest has {short.MaxValue}", name);
        Require(length, name);
        if (length == 0)
            return "";
        var bytes = (int)length;
        var text = _input.UnreadSpan.Length >= bytes
            ? Encoding.UTF8.GetString(_input.UnreadSpan[..bytes])
            : Encoding.UTF8.GetString(_input.Sequence.Slice(_input.Position, bytes));
        _input.Advance(bytes);
        return text;
    }

    private byte[]? Copy(string name)
    {
        var length = Length(name);
        if (length < 0)
            return null;
        Require(length, name);
        var bytes = new byte[length];
        _input.TryCopyTo(bytes);
        _input.Advance(length);
        return bytes;
    }

    private readonly void Require(long bytes, string name)
    {
        if (bytes > _input.Remaining)
            throw TooFew(bytes, name);
    }

    private readonly ProtocolException TooFew(long wanted, string name) =>
        Wrong($"{wanted} bytes wanted, {_input.Remaining} left", name);

    private readonly ProtocolException Null(string name) => Wrong("null, which this version forbids here", name);

    private readonly ProtocolException Wrong(string problem, string name) => new(problem, _message, _version, name, _input.Consumed);
}
