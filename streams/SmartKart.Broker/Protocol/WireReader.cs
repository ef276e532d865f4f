using System.Buffers;
using System.Text;

namespace SmartKart.Broker.Protocol;

/// <summary>
/// What messages are made of, as the wire has it: numbers, lengths, text, bytes, lists of them. Each is checked against the
/// bytes that are left before it is believed. Hot path: per field of a request.
/// </summary>
internal ref struct WireReader(in ReadOnlySequence<byte> input, string message, short version, bool flexible)
{
    /// <summary>Room that a list gets on its count's word alone; beyond it, it grows with what is really read.</summary>
    private const int BelievedCount = 64;

    // An item of one byte on the wire is an object of a hundred in memory: without a limit of its own, a request of 100 MB could
    // take gigabytes. More than ten times what a client of 10,000 partitions ever says at once.
    private const int MaxItems = 250_000;

    private int _items;

    private readonly string _message = message;
    private SequenceReader<byte> _input = new(input);

    public short Version { get; } = version;

    /// <summary>Whether that version has compact lengths and tagged fields.</summary>
    public bool IsFlexible { get; } = flexible;

    public readonly long Consumed => _input.Consumed;

    public byte Byte(string name) => _input.TryRead(out var value) ? value : throw TooFew(1, name);

    public short Short(string name) => _input.TryReadBigEndian(out short value) ? value : throw TooFew(sizeof(short), name);

    public int Int(string name) => _input.TryReadBigEndian(out int value) ? value : throw TooFew(sizeof(int), name);

    public long Long(string name) => _input.TryReadBigEndian(out long value) ? value : throw TooFew(sizeof(long), name);

    public Guid Sixteen(string name)
    {
        Span<byte> bytes = stackalloc byte[WireSize.Uuid];
        if (!_input.TryCopyTo(bytes))
            throw TooFew(bytes.Length, name);
        _input.Advance(bytes.Length);
        return new Guid(bytes, bigEndian: true);
    }

    /// <summary>Seven bits a byte, the lowest first; at most five bytes, of which the last has four bits to give.</summary>
    public uint Varint(string name)
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
    public int Length(string name)
    {
        var length = IsFlexible ? Varint(name) - 1L : Int(name);
        return length is >= -1 and <= int.MaxValue ? (int)length : throw Wrong($"a length of {length} is none", name);
    }

    public string? Text(bool compact, string name)
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

    public byte[]? Copy(string name)
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

    /// <summary>Records are not copied: a slice of the input.</summary>
    public Records? Slice(string name)
    {
        var length = Length(name);
        if (length < 0)
            return null;
        Require(length, name);
        var records = new Records(_input.Sequence.Slice(_input.Position, length));
        _input.Advance(length);
        return records;
    }

    public List<int>? Ints(List<int>? list, string name)
    {
        var count = Count(sizeof(int), name);
        if (count < 0)
            return null;
        list = Emptied(list, count);
        for (var i = 0; i < count; i++)
            list.Add(Int(name));
        return list;
    }

    public List<long>? Longs(List<long>? list, string name)
    {
        var count = Count(sizeof(long), name);
        if (count < 0)
            return null;
        list = Emptied(list, count);
        for (var i = 0; i < count; i++)
            list.Add(Long(name));
        return list;
    }

    public List<string>? Strings(List<string>? list, string name)
    {
        var count = Count(IsFlexible ? 1 : sizeof(short), name);
        if (count < 0)
            return null;
        list = Emptied(list, count);
        for (var i = 0; i < count; i++)
            list.Add(Text(IsFlexible, name) ?? throw Null(name));
        return list;
    }

    public int Count(int smallestItem, string name)
    {
        var count = Length(name);
        if (count > _input.Remaining / smallestItem) throw Wrong($"{count} items counted, {_input.Remaining} bytes left", name);
        _items += Math.Max(0, count);
        return _items <= MaxItems ? count : throw Wrong($"{_items} items counted so far, and no message may have more than {MaxItems}", name);
    }

    public static List<T> Emptied<T>(List<T>? list, int count)
    {
        if (list is null)
            return new List<T>(Math.Min(count, BelievedCount));
        list.Clear();
        list.EnsureCapacity(Math.Min(count, BelievedCount));
        return list;
    }

    public void Skip(int bytes) => _input.Advance(bytes);

    public readonly void Require(long bytes, string name)
    {
        if (bytes > _input.Remaining)
            throw TooFew(bytes, name);
    }

    private readonly ProtocolException TooFew(long wanted, string name) =>
        Wrong($"{wanted} bytes wanted, {_input.Remaining} left", name);

    public readonly ProtocolException Null(string name) => Wrong("null, which this version forbids here", name);

    public readonly ProtocolException Wrong(string problem, string name) => new(problem, _message, Version, name, _input.Consumed);
}
