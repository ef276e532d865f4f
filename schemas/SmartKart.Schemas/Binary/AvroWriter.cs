using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace SmartKart.Schemas;

/// <summary>
/// Writes Avro's binary encoding into the caller's bytes. Hot path: per record. It allocates nothing. The name of the field
/// travels along only for the error that says where a value did not fit.
/// </summary>
/// <remarks>Every method throws <see cref="AvroDataException"/> where the output is full.</remarks>
public ref struct AvroWriter
{
    private readonly Span<byte> _output;
    private int _position;
    private int _depth;

    /// <summary>Begins at the first byte.</summary>
    public AvroWriter(Span<byte> output) => _output = output;

    /// <summary>Bytes written so far.</summary>
    public readonly int Position => _position;

    /// <summary>Writes a boolean.</summary>
    public void WriteBoolean(bool value) => WriteByte(value ? (byte)1 : (byte)0);

    /// <summary>Writes an int.</summary>
    public void WriteInt(int value) => WriteVarint((ulong)(uint)((value << 1) ^ (value >> 31)));

    /// <summary>Writes a long.</summary>
    public void WriteLong(long value) => WriteVarint((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Writes a float.</summary>
    public void WriteFloat(float value) => BinaryPrimitives.WriteSingleLittleEndian(Take(sizeof(float)), value);

    /// <summary>Writes a double.</summary>
    public void WriteDouble(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Take(sizeof(double)), value);

    /// <summary>Writes bytes: their count, then themselves.</summary>
    public void WriteBytes(scoped ReadOnlySpan<byte> value)
    {
        WriteLong(value.Length);
        value.CopyTo(Take(value.Length));
    }

    /// <summary>Writes a fixed.</summary>
    /// <param name="value">Its bytes.</param>
    /// <param name="sizeBytes">How many the schema asks for.</param>
    /// <param name="field">For the error.</param>
    public void WriteFixed(scoped ReadOnlySpan<byte> value, int sizeBytes, string field)
    {
        if (value.Length != sizeBytes) AvroFault.NotHeld($"a fixed of {sizeBytes} bytes was given {value.Length}.", _position, field);
        value.CopyTo(Take(sizeBytes));
    }

    /// <summary>Writes a string.</summary>
    /// <param name="value">The text.</param>
    /// <param name="field">For the error.</param>
    public void WriteString(string value, string field)
    {
        if (value is null) AvroFault.Null(field);
        // The length stands before the text and is known after it. Most text is ASCII, so leave the room that ASCII's length
        // takes, write the text behind it, and move it only if the guess was wrong.
        var start = _position;
        var guess = value.Length < 64 ? 1 : VarintBytes((ulong)value.Length << 1);
        if (start + guess > _output.Length) AvroFault.OutputFull(start, field);
        var bytes = Utf8Text.Encode(value, _output[(start + guess)..], start, field);
        var needed = bytes < 64 ? 1 : VarintBytes((ulong)bytes << 1);
        if (needed != guess)
        {
            if (start + needed + bytes > _output.Length) AvroFault.OutputFull(start, field);
            _output.Slice(start + guess, bytes).CopyTo(_output[(start + needed)..]);
        }
        WriteLong(bytes);
        _position += bytes;
    }

    /// <summary>Writes the index of an enum's symbol.</summary>
    /// <param name="index">The symbol's.</param>
    /// <param name="symbols">How many there are.</param>
    /// <param name="field">For the error.</param>
    public void WriteEnum(int index, int symbols, string field)
    {
        if ((uint)index >= (uint)symbols) AvroFault.NotHeld($"{index} is none of the enum's {symbols} symbols.", _position, field);
        WriteInt(index);
    }

    /// <summary>Writes the index of a union's branch.</summary>
    public void WriteUnion(int branch)
    {
        if (branch < 64) WriteByte((byte)(branch << 1));
        else WriteInt(branch);
    }

    /// <summary>Writes the head of an array's or a map's only block, or the end.</summary>
    /// <param name="count">How many items follow; 0 ends it.</param>
    public void WriteBlock(int count) => WriteLong(count);

    /// <summary>Enters a record of a recursive schema.</summary>
    public void Enter() => AvroSize.Enter(ref _depth);

    /// <summary>Leaves it again.</summary>
    public void Leave() => _depth--;

    internal void WriteRaw(ReadOnlySpan<byte> encoded) => encoded.CopyTo(Take(encoded.Length));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<byte> Take(int count)
    {
        var position = _position;
        if (count > _output.Length - position) AvroFault.OutputFull(position, "");
        _position = position + count;
        return _output.Slice(position, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteByte(byte value)
    {
        var position = _position;
        if ((uint)position >= (uint)_output.Length) AvroFault.OutputFull(position, "");
        _output[position] = value;
        _position = position + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void WriteVarint(ulong raw)
    {
        if (raw < 0x80) WriteByte((byte)raw);
        else WriteVarintSlowly(raw);
    }

    private void WriteVarintSlowly(ulong raw)
    {
        var output = Take(VarintBytes(raw));
        for (var i = 0; i < output.Length - 1; i++)
        {
            output[i] = (byte)(raw | 0x80);
            raw >>= 7;
        }
        output[^1] = (byte)raw;
    }

    // Seven bits a byte; a table or a loop is slower than the count of leading zeros.
    private static int VarintBytes(ulong raw) => ((63 - System.Numerics.BitOperations.LeadingZeroCount(raw | 1)) * 9 + 73) >> 6;
}
