using System.Buffers;

namespace SmartKart.Streams.State.Bytes;

/// <summary>
/// Bytes being written, in memory that is kept from use to use: a serialized key, a value read from a store. One thread at a time.
/// </summary>
internal sealed class ByteBuffer(int capacity = 256) : IBufferWriter<byte>
{
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(capacity);

    /// <summary>How many bytes are written.</summary>
    public int Count { get; private set; }

    /// <summary>What is written; valid until the next write.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Count);

    /// <summary>What is written; valid until the next write.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _bytes.AsMemory(0, Count);

    /// <summary>Forgets what is written, and keeps the memory.</summary>
    public void Clear() => Count = 0;

    /// <summary>Drops all but the first bytes.</summary>
    public void Truncate(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)Count, nameof(count));
        Count = count;
    }

    /// <summary>Appends bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Count += bytes.Length;
    }

    /// <summary>Writes a number over 4 bytes that are written already, big-endian: a length that was not known before.</summary>
    public void WriteInt32At(int at, int value) => System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(0, Count)[at..], value);

    /// <summary>Begins anew with these bytes.</summary>
    public void Set(ReadOnlySpan<byte> bytes)
    {
        Count = 0;
        Append(bytes);
    }

    /// <inheritdoc />
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_bytes.Length - Count), nameof(count));
        Count += count;
    }

    /// <inheritdoc />
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsMemory(Count);
    }

    /// <inheritdoc />
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _bytes.AsSpan(Count);
    }

    private void Reserve(int bytes)
    {
        if (_bytes.Length - Count >= bytes) return;
        Array.Resize(ref _bytes, Math.Max(checked(Count + bytes), Math.Min(_bytes.Length * 2, Array.MaxLength)));
    }
}
