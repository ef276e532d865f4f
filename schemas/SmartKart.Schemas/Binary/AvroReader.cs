using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace SmartKart.Schemas;

/// <summary>
/// Reads Avro's binary encoding from the caller's bytes. Hot path: per record. It allocates nothing but the strings it
/// returns, and no length or count that it reads is believed before the bytes that are left could justify it.
/// </summary>
/// <remarks>Every method throws <see cref="AvroDataException"/> where the bytes do not hold what it reads.</remarks>
public ref struct AvroReader
{
    /// <summary>How deep records may be nested in the data of a recursive schema.</summary>
    public const int MaxDepth = 512;

    /// <summary>How many array items of no bytes (nulls, empty records) one message may hold: they cost the sender nothing.</summary>
    public const int MaxEmptyItems = 65_536;

    private const int BelievedItems = 256;

    private readonly ReadOnlySpan<byte> _input;
    private int _position;
    private int _depth;
    private int _emptyItems;

    /// <summary>Begins at the first byte.</summary>
    public AvroReader(ReadOnlySpan<byte> input) => _input = input;

    /// <summary>Bytes read so far.</summary>
    public readonly int Position => _position;

    /// <summary>Bytes not yet read.</summary>
    public readonly int Remaining => _input.Length - _position;

    /// <summary>Reads a boolean.</summary>
    public bool ReadBoolean()
    {
        var value = ReadByte();
        if (value > 1) AvroFault.NotBoolean(value, _position - 1);
        return value != 0;
    }

    /// <summary>Reads an int.</summary>
    public int ReadInt()
    {
        var start = _position;
        var value = ReadLong();
        if (value != (int)value) AvroFault.NotInt(value, start);
        return (int)value;
    }

    /// <summary>Reads a long: zigzag, seven bits a byte, the lowest first, at most ten bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long ReadLong()
    {
        var position = _position;
        if ((uint)position < (uint)_input.Length)
        {
            uint first = _input[position];
            if (first < 0x80)
            {
                _position = position + 1;
                return (int)(first >> 1) ^ -(int)(first & 1);
            }
        }
        return ReadLongSlowly();
    }

    /// <summary>Reads a float.</summary>
    public float ReadFloat() => BinaryPrimitives.ReadSingleLittleEndian(Take(sizeof(float)));

    /// <summary>Reads a double.</summary>
    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Take(sizeof(double)));

    /// <summary>Reads bytes: a view of the input, good as long as the input is.</summary>
    public ReadOnlySpan<byte> ReadBytes() => Take(ReadLength());

    /// <summary>Reads a fixed: a view of the input, good as long as the input is.</summary>
    public ReadOnlySpan<byte> ReadFixed(int sizeBytes) => Take(sizeBytes);

    /// <summary>Reads a string.</summary>
    public string ReadString()
    {
        var start = _position;
        var utf8 = Take(ReadLength());
        return Utf8Text.Decode(utf8, start);
    }

    /// <summary>Reads the index of an enum's symbol.</summary>
    /// <param name="symbols">How many there are.</param>
    public int ReadEnum(int symbols)
    {
        var start = _position;
        var index = ReadLong();
        if ((ulong)index >= (ulong)symbols) AvroFault.NoSuchSymbol(index, symbols, start);
        return (int)index;
    }

    /// <summary>Reads the index of a union's branch.</summary>
    /// <param name="branches">How many there are.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadUnion(int branches)
    {
        var start = _position;
        if (TryReadSmall(out var index) && index < branches) return index;
        return ReadUnionSlowly(start, branches);
    }

    /// <summary>Reads the head of a block of an array or a map.</summary>
    /// <param name="minItemBytes">The fewest bytes that an item takes; a count that the bytes left cannot hold is refused.</param>
    /// <returns>How many items follow; 0 at the end.</returns>
    public int ReadBlock(int minItemBytes)
    {
        var start = _position;
        var count = ReadLong();
        if (count < 0)
        {
            if (count == long.MinValue) AvroFault.ImpossibleCount(count, Remaining, start);
            count = -count;
            var size = ReadLong();      // lets a reader skip the block; the items themselves say more
            if (size < 0 || size > Remaining) AvroFault.ImpossibleLength(size, Remaining, start);
        }
        if (minItemBytes > 0)
        {
            if (count > Remaining / minItemBytes) AvroFault.ImpossibleCount(count, Remaining, start);
        }
        else if (count > MaxEmptyItems - _emptyItems)
        {
            AvroFault.TooManyEmptyItems(count, start);
        }
        else
        {
            _emptyItems += (int)count;
        }
        return (int)count;
    }

    /// <summary>How large a list should be made for items that a block's head has promised. The first few hundred are believed, and
    /// from then on as many as came: in a tree, each level could promise what only one of them can hold.</summary>
    /// <param name="itemsRead">How many there are.</param>
    /// <param name="itemsPromised">How many there are to be.</param>
    public static int Capacity(int itemsRead, int itemsPromised) => Math.Max(itemsRead * 2, Math.Min(itemsPromised, itemsRead + BelievedItems));

    /// <summary>Passes over one value. Its structure is checked, and not whether its texts are UTF-8 or its numbers what their logical
    /// types allow.</summary>
    /// <param name="schema">The value's.</param>
    public void Skip(AvroSchema schema) => AvroSkip.Value(schema, ref this);

    /// <summary>Enters a record of a recursive schema.</summary>
    public void Enter()
    {
        if (++_depth > MaxDepth) AvroFault.TooDeep(_position);
    }

    /// <summary>Leaves it again.</summary>
    public void Leave() => _depth--;

    /// <summary>Goes back, or on, to a place in the same input.</summary>
    internal void Seek(int position) => _position = position;

    internal readonly ReadOnlySpan<byte> Since(int start) => _input[start.._position];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte ReadByte()
    {
        var position = _position;
        if ((uint)position >= (uint)_input.Length) AvroFault.Truncated(1, 0, position);
        _position = position + 1;
        return _input[position];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ReadLength()
    {
        var start = _position;
        if (TryReadSmall(out var length) && length <= _input.Length - _position) return length;
        return ReadLengthSlowly(start);
    }

    // 0 to 63 is one even byte below 128: nearly every length and index.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadSmall(out int value)
    {
        value = 0;
        var position = _position;
        if ((uint)position >= (uint)_input.Length) return false;
        uint first = _input[position];
        if ((first & 0x81) != 0) return false;
        _position = position + 1;
        value = (int)(first >> 1);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ReadOnlySpan<byte> Take(int count)
    {
        var position = _position;
        if ((uint)count > (uint)(_input.Length - position)) AvroFault.Truncated(count, Remaining, position);
        _position = position + count;
        return _input.Slice(position, count);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int ReadUnionSlowly(int start, int branches)
    {
        _position = start;
        var index = ReadLong();
        if ((ulong)index >= (ulong)branches) AvroFault.NoSuchBranch(index, branches, start);
        return (int)index;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int ReadLengthSlowly(int start)
    {
        _position = start;
        var length = ReadLong();
        if ((ulong)length > (ulong)Remaining) AvroFault.ImpossibleLength(length, Remaining, start);
        return (int)length;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long ReadLongSlowly()
    {
        var input = _input[_position..];
        var raw = 0UL;
        for (var i = 0; i < input.Length; i++)
        {
            ulong b = input[i];
            // The tenth byte holds the 64th bit alone.
            if (i == 9 && b > 1) AvroFault.LongTooLong(_position);
            raw |= (b & 0x7F) << (7 * i);
            if (b < 0x80)
            {
                _position += i + 1;
                return (long)(raw >> 1) ^ -(long)(raw & 1);
            }
        }
        AvroFault.Truncated(input.Length + 1, input.Length, _position);
        return 0;
    }
}
