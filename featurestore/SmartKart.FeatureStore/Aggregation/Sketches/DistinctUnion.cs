using System.Numerics;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Aggregation.Sketches;

/// <summary>
/// The union of states of <see cref="DistinctCount"/> as they are read from a blob, which counts as they do when they are merged. It is a table
/// of hashes by their lowest bits: twice as fast as merging, but too large to keep one for each tile. Hot path: per hash of a read.
/// </summary>
/// <param name="cap">Hashes at most; beyond it is a <see cref="HyperLogLog"/>.</param>
internal sealed class DistinctUnion(int cap)
{
    private const int HashBits = 8 * DistinctCount.HashBytes;

    // A hash with the era that it was put here in above it: the table is emptied by beginning another.
    private readonly ulong[] _table = new ulong[BitOperations.RoundUpToPowerOf2((uint)(2 * cap))];
    private ulong _era = 1UL << HashBits;
    private int _count;
    private byte[]? _registers;
    private bool _isSketch;

    /// <summary>How many different values there are, or about how many.</summary>
    public long Count => _isSketch ? HyperLogLog.Estimate(_registers) : _count;

    /// <summary>Drops all.</summary>
    public void Clear()
    {
        (_count, _isSketch) = (0, false);
        _era += 1UL << HashBits;
        if (_era != 0) return;
        Array.Clear(_table);        // eras begin anew
        _era = 1UL << HashBits;
    }

    /// <summary>Takes in a state, as <see cref="DistinctCount.Write"/> wrote it.</summary>
    /// <exception cref="TileBlobException">The bytes are no such state, or exceed its bounds.</exception>
    public void Read(ref BlobReader reader)
    {
        var count = reader.ReadLength(cap);
        if (count == 0)
        {
            ReadSketch(ref reader);
            return;
        }
        var hashes = reader.Take(count * DistinctCount.HashBytes);
        if (!_isSketch) hashes = AddToTable(hashes);
        for (; !hashes.IsEmpty; hashes = hashes[DistinctCount.HashBytes..]) HyperLogLog.Add(_registers, DistinctCount.HashAt(hashes));
    }

    // Gives what is left once the table has more than it may.
    private ReadOnlySpan<byte> AddToTable(ReadOnlySpan<byte> hashes)
    {
        var (table, era, count) = (_table, _era, _count);
        while (!hashes.IsEmpty && count <= cap)
        {
            var hash = DistinctCount.HashAt(hashes);
            var (entry, at) = (hash | era, (int)hash & (table.Length - 1));
            var found = table[at];
            // On from another's place; what is of an earlier era is less. Whether a hash is new is anybody's guess, so no branch asks for it.
            while (found >= era & found != entry)
            {
                at = (at + 1) & (table.Length - 1);
                found = table[at];
            }
            table[at] = entry;
            count += found != entry ? 1 : 0;
            hashes = hashes[DistinctCount.HashBytes..];
        }
        _count = count;
        if (count > cap) BecomeSketch();
        return hashes;
    }

    private void ReadSketch(ref BlobReader reader)
    {
        Span<byte> other = stackalloc byte[HyperLogLog.Registers];
        if (!HyperLogLog.TryUnpack(reader.Take(HyperLogLog.PackedBytes), other)) throw reader.Corrupt("a HyperLogLog register beyond its range");
        if (!_isSketch) BecomeSketch();
        HyperLogLog.Merge(_registers, other);
    }

    private void BecomeSketch()
    {
        _isSketch = true;
        if (_registers is null) _registers = new byte[HyperLogLog.Registers];
        else Array.Clear(_registers);
        foreach (var entry in _table)
        {
            if (entry >= _era) HyperLogLog.Add(_registers, entry & ((1UL << HashBits) - 1));
        }
    }
}
