using System.Buffers.Binary;

namespace SmartKart.FeatureStore.Online.Writing;

/// <summary>
/// What lies in a view's field: a blob, or both of a hot key, or the number of a deletion, behind the write's sequence, which the fence compares.
/// Both of a hot key lie in one value, not in two fields: so they are read like any other, by one HGET, and can't be read apart; and of a small
/// hash, which is one run of bytes, Redis would move all of it for a field of the head's own, too. A commit of the head alone sends its bytes only.
/// <code>
/// whole    | 1 | sequence: 8 | blob |
/// pair     | 2 | sequence: 8 | closed sequence: 8 | closed bytes: 4 | head bytes: 4 | closed blob | head blob |
/// deleted  | 3 | sequence: 8 |                                                   numbers are big-endian
/// </code>
/// </summary>
internal static class StoredValue
{
    /// <summary>The kinds, as they are stored.</summary>
    public const byte Whole = 1, Pair = 2, Deleted = 3;

    /// <summary>Bytes before a blob.</summary>
    public const int HeaderBytes = 1 + sizeof(long);

    /// <summary>Bytes before a pair.</summary>
    public const int PairHeaderBytes = HeaderBytes + sizeof(long) + (2 * sizeof(int));

    /// <summary>A value of one blob.</summary>
    public static byte[] OfWhole(long sequence, ReadOnlySpan<byte> blob)
    {
        var value = new byte[HeaderBytes + blob.Length];
        value[0] = Whole;
        BinaryPrimitives.WriteInt64BigEndian(value.AsSpan(1), sequence);
        blob.CopyTo(value.AsSpan(HeaderBytes));
        return value;
    }

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
        if (value.Length < HeaderBytes) return false;
        switch (value[0])
        {
            case Whole:
                head = value[HeaderBytes..];
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
