using System.Buffers.Binary;

namespace SmartKart.FeatureStore.Online.Writing;

/// <summary>
/// What lies in a view's field: a blob as it is, whose header has the write's sequence, which the fence compares; or both of a hot key; or the
/// number of a deletion. Both of a hot key lie in one value, not in two fields: so they are read like any other, by one HGET, and can't be read
/// apart; and of a small hash, which is one run of bytes, Redis would move all of it for a field of the head's own, too. A commit of the head
/// alone sends its bytes only.
/// <code>
/// whole    | blob |                                  its first byte is 16 or more: the blob's version, and flags
/// pair     | 2 | sequence: 8 | closed sequence: 8 | closed bytes: 4 | head bytes: 4 | closed blob | head blob |
/// deleted  | 3 | sequence: 8 |                       numbers are big-endian
/// </code>
/// </summary>
internal static class StoredValue
{
    /// <summary>The kinds that are no blob, as they are stored.</summary>
    public const byte Pair = 2, Deleted = 3;

    private const int BlobFrom = 16;
    private const int HeaderBytes = 1 + sizeof(long);
    private const int PairHeaderBytes = HeaderBytes + sizeof(long) + (2 * sizeof(int));

    /// <summary>A value of a hot key's two blobs.</summary>
    public static byte[] OfPair(long sequence, long closedSequence, ReadOnlySpan<byte> closed, ReadOnlySpan<byte> head)
    {
        var value = new byte[PairHeaderBytes + closed.Length + head.Length];
        value[0] = Pair;
        BinaryPrimitives.WriteInt64BigEndian(value.AsSpan(1), sequence);
        BinaryPrimitives.WriteInt64BigEndian(value.AsSpan(HeaderBytes), closedSequence);
        BinaryPrimitives.WriteInt32BigEndian(value.AsSpan(HeaderBytes + 8), closed.Length);
        BinaryPrimitives.WriteInt32BigEndian(value.AsSpan(HeaderBytes + 12), head.Length);
        closed.CopyTo(value.AsSpan(PairHeaderBytes));
        head.CopyTo(value.AsSpan(PairHeaderBytes + closed.Length));
        return value;
    }

    /// <summary>The value of a deletion.</summary>
    public static byte[] OfDeletion(long sequence)
    {
        var value = new byte[HeaderBytes];
        value[0] = Deleted;
        BinaryPrimitives.WriteInt64BigEndian(value.AsSpan(1), sequence);
        return value;
    }

    /// <summary>Takes a value apart.</summary>
    /// <param name="value">What was read.</param>
    /// <param name="head">The blob, or the head; empty of a deletion.</param>
    /// <param name="closed">The closed blob of a pair; else empty.</param>
    /// <returns>Whether it is a value at all.</returns>
    public static bool TryRead(ReadOnlySpan<byte> value, out ReadOnlySpan<byte> head, out ReadOnlySpan<byte> closed)
    {
        head = closed = default;
        if (value.IsEmpty) return false;
        switch (value[0])
        {
            case >= BlobFrom:
                head = value;
                return true;
            case Deleted:
                return value.Length == HeaderBytes;
            case Pair when value.Length >= PairHeaderBytes:
                var closedBytes = BinaryPrimitives.ReadInt32BigEndian(value[(HeaderBytes + 8)..]);
                var headBytes = BinaryPrimitives.ReadInt32BigEndian(value[(HeaderBytes + 12)..]);
                var blobs = value[PairHeaderBytes..];
                if (closedBytes < 0 || headBytes < 0 || (long)closedBytes + headBytes != blobs.Length) return false;
                closed = blobs[..closedBytes];
                head = blobs[closedBytes..];
                return true;
            default:
                return false;
        }
    }
}
