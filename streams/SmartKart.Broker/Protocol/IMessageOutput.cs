using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace SmartKart.Broker.Protocol;

/// <summary>
/// Where an encoder's bytes go. There are two outputs, a count and a buffer, under one encoder: what is announced as a
/// message's size and what is then written cannot disagree.
/// </summary>
internal interface IMessageOutput
{
    /// <summary>Bytes written so far.</summary>
    long Written { get; }

    void Byte(byte value);

    void Int16(short value);

    void Int32(int value);

    void Int64(long value);

    void Uuid(Guid value);

    void Varint(uint value);

    /// <param name="text">What is written as UTF-8.</param>
    /// <param name="bytes">How many bytes that takes.</param>
    void Text(string text, int bytes);

    void Bytes(ReadOnlySpan<byte> bytes);

    void Records(in Records records);
}

/// <summary>Counts what would be written.</summary>
internal struct CountingOutput : IMessageOutput
{
    public long Written { get; private set; }

    public void Byte(byte value) => Written += sizeof(byte);

    public void Int16(short value) => Written += sizeof(short);

    public void Int32(int value) => Written += sizeof(int);

    public void Int64(long value) => Written += sizeof(long);

    public void Uuid(Guid value) => Written += WireSize.Uuid;

    public void Varint(uint value) => Written += 1 + (BitOperations.Log2(value | 1) / 7);

    public void Text(string text, int bytes) => Written += bytes;

    public void Bytes(ReadOnlySpan<byte> bytes) => Written += bytes.Length;

    public void Records(in Records records) => Written += records.Length;
}

/// <summary>Writes to a buffer: <see cref="Flush"/> hands it the bytes of the last span.</summary>
internal ref struct BufferOutput(IBufferWriter<byte> buffer) : IMessageOutput
{
    private Span<byte> _span;
    private int _used;
    private long _flushed;

    public readonly long Written => _flushed + _used;

    public void Byte(byte value) => Next(sizeof(byte))[0] = value;

    public void Int16(short value) => BinaryPrimitives.WriteInt16BigEndian(Next(sizeof(short)), value);

    public void Int32(int value) => BinaryPrimitives.WriteInt32BigEndian(Next(sizeof(int)), value);

    public void Int64(long value) => BinaryPrimitives.WriteInt64BigEndian(Next(sizeof(long)), value);

    public void Uuid(Guid value) => value.TryWriteBytes(Next(WireSize.Uuid), bigEndian: true, out _);

    public void Varint(uint value)
    {
        for (; value >= 0x80; value >>= 7)
            Byte((byte)(value | 0x80));
        Byte((byte)value);
    }

    public void Text(string text, int bytes) => Encoding.UTF8.GetBytes(text, Next(bytes));

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        Flush();
        buffer.Write(bytes);
        _flushed += bytes.Length;
    }

    public void Records(in Records records)
    {
        Flush();
        records.CopyTo(buffer);
        _flushed += records.Length;
    }

    public void Flush()
    {
        buffer.Advance(_used);
        _flushed += _used;
        _used = 0;
        _span = default;
    }

    private Span<byte> Next(int bytes)
    {
        if (_span.Length - _used < bytes)
        {
            Flush();
            _span = buffer.GetSpan(bytes);
        }
        var next = _span.Slice(_used, bytes);
        _used += bytes;
        return next;
    }
}
