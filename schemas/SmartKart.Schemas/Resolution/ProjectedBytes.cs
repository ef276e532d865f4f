using System.Buffers;
using System.Buffers.Binary;

namespace SmartKart.Schemas;

/// <summary>Growing output of a projection, in a pooled array. Hot path: per record of an older schema.</summary>
internal ref struct ProjectedBytes(int sizeHint)
{
    // Larger than any message. What a reader adds is its defaults, and thousands of items of no bytes could each be given one.
    private const int MaxBytes = 1 << 27;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Math.Max(sizeHint, 64));
    private int _count;

    /// <summary>What was written.</summary>
    public readonly ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

    /// <summary>Appends bytes.</summary>
    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _count += bytes.Length;
    }

    /// <summary>Appends a long.</summary>
    public void WriteLong(long value)
    {
        var writer = new AvroWriter(Room(AvroSize.Long));
        writer.WriteLong(value);
        _count += writer.Position;
    }

    /// <summary>Appends a float.</summary>
    public void WriteFloat(float value)
    {
        BinaryPrimitives.WriteSingleLittleEndian(Room(sizeof(float)), value);
        _count += sizeof(float);
    }

    /// <summary>Appends a double.</summary>
    public void WriteDouble(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Room(sizeof(double)), value);
        _count += sizeof(double);
    }

    /// <summary>Gives the array back.</summary>
    public void Dispose()
    {
        if (_bytes.Length > 0) ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _count = 0;
    }

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - _count < count)
        {
            if (count > MaxBytes - _count) AvroFault.BadLogical($"the data, with the reader's defaults, come to over {MaxBytes} bytes.", _count);
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Math.Min(_bytes.Length, MaxBytes / 2) * 2, _count + count));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = larger;
        }
        return _bytes.AsSpan(_count);
    }
}
