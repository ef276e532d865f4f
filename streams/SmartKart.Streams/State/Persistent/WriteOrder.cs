using System.Buffers.Binary;
using SmartKart.Streams.State.Bytes;

namespace SmartKart.Streams.State.Persistent;

/// <summary>
/// In which order a commit's writes go into RocksDB's batch: about that of their keys. RocksDB inserts them one by one into a skip list,
/// beginning where it inserted the last, so that neighbours find their place in a few steps where others search from the top. Only
/// the first eight bytes by which keys differ are compared: what they leave in disorder costs time and nothing else. Hot path: per record.
/// </summary>
internal sealed class WriteOrder
{
    private ulong[] _beginnings = [];
    private int[] _writes = [];

    /// <summary>The numbers of the writes in order; valid until the next call.</summary>
    public ReadOnlySpan<int> Of(WriteSet writes)
    {
        var count = writes.Count;
        if (count == 0) return [];
        if (count > _writes.Length) (_beginnings, _writes) = (new ulong[count * 2], new int[count * 2]);
        var shared = SharedBytes(writes);
        for (var i = 0; i < count; i++) (_beginnings[i], _writes[i]) = (BeginningOf(writes.KeyAt(i)[shared..]), i);
        _beginnings.AsSpan(0, count).Sort(_writes.AsSpan(0, count));
        return _writes.AsSpan(0, count);
    }

    // The bytes with which all the keys begin: they tell none apart.
    private static int SharedBytes(WriteSet writes)
    {
        var first = writes.KeyAt(0);
        var shared = first.Length;
        for (var i = 1; i < writes.Count && shared > 0; i++) shared = first[..shared].CommonPrefixLength(writes.KeyAt(i));
        return shared;
    }

    // As a number, less where the bytes come earlier; a key that ends is filled up with zeros.
    private static ulong BeginningOf(ReadOnlySpan<byte> key)
    {
        if (key.Length >= sizeof(ulong)) return BinaryPrimitives.ReadUInt64BigEndian(key);
        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        padded.Clear();
        key.CopyTo(padded);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }
}
