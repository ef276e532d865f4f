using System.Buffers.Binary;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Aggregation.Sketches;

/// <summary>
/// How many different values: up to the cap as the set of their 48-bit hashes (256 different values collide with a chance of 1 in 10^10),
/// beyond it as a <see cref="HyperLogLog"/>. Which of the two it is, and what it holds, depends on the set of values alone: a tile that
/// passed the cap is part of a window that did. So merges in any grouping give the very same number, estimates included.
/// </summary>
/// <param name="type">The value's.</param>
/// <param name="cap">Values counted exactly, at most.</param>
internal readonly struct DistinctCount(ScalarType type, int cap) : IAggregate<DistinctCount.Partial>
{
    public const int HashBytes = 6;

    /// <summary>From so many hashes on most of those that are new are told by a filter, without a search. Fewer are searched as quickly.</summary>
    private const int FilterFrom = 16;

    /// <summary>4,096 bits: of a new hash, a set of 256 has the bit in 1 case of 16.</summary>
    private const int FilterWords = 64;

    internal struct Partial
    {
        /// <summary>The set, in no order: the runtime searches 256 of them in 60 steps of 4, which beats a table of that size.</summary>
        public ulong[]? Hashes;
        public int Count;

        /// <summary>A bit for each hash, by its lowest 12 bits; in use if <see cref="HasFilter"/>, and made when it is first needed.</summary>
        public ulong[]? Filter;
        public bool HasFilter;

        /// <summary>There once the set passed the cap, and in use if <see cref="IsSketch"/>: kept for the next use of this state.</summary>
        public byte[]? Registers;
        public bool IsSketch;
    }

    public void Add(ref Partial partial, in Scalar value, in Scalar key, long ts) => Add(ref partial, ScalarHash.Of(type, value) >> (64 - (8 * HashBytes)));

    public void Merge(ref Partial partial, ref readonly Partial other)
    {
        if (other.IsSketch)
        {
            BecomeSketch(ref partial);
            HyperLogLog.Merge(partial.Registers, other.Registers);
            return;
        }
        if (partial is { Count: 0, IsSketch: false })
        {
            if (partial.Hashes is null || partial.Hashes.Length < other.Count) partial.Hashes = new ulong[other.Count];
            other.Hashes.AsSpan(0, other.Count).CopyTo(partial.Hashes);
            partial.Count = other.Count;
            if (!other.HasFilter) return;
            partial.Filter ??= new ulong[FilterWords];
            other.Filter!.CopyTo(partial.Filter, 0);    // it has one
            partial.HasFilter = true;
            return;
        }
        for (var i = 0; i < other.Count; i++) Add(ref partial, other.Hashes![i]);
    }

    public Scalar Finalize(ref readonly Partial partial, in Readout readout, long t, FeatureLists? lists) =>
        Scalar.From(partial.IsSketch ? HyperLogLog.Estimate(partial.Registers) : partial.Count);

    public void Reset(ref Partial partial) => (partial.Count, partial.HasFilter, partial.IsSketch) = (0, false, false);

    public void Write(ref readonly Partial partial, ref BlobWriter writer)
    {
        writer.WriteCount(partial.IsSketch ? 0 : partial.Count);      // a set is never empty, so 0 tells a sketch
        if (partial.IsSketch)
        {
            HyperLogLog.Pack(partial.Registers, writer.Take(HyperLogLog.PackedBytes));
            return;
        }
        for (var i = 0; i < partial.Count; i++) writer.WriteFixed(partial.Hashes![i], HashBytes);
    }

    public void Read(ref Partial partial, ref BlobReader reader)
    {
        var count = reader.ReadLength(cap);
        if (count == 0)
        {
            BecomeSketch(ref partial);
            if (!HyperLogLog.TryUnpack(reader.Take(HyperLogLog.PackedBytes), partial.Registers))
                throw reader.Corrupt("a HyperLogLog register beyond its range");
            return;
        }
        if (partial.Hashes is null || partial.Hashes.Length < count) partial.Hashes = new ulong[count];
        var hashes = reader.Take(count * HashBytes);
        for (var i = 0; i < count; i++) partial.Hashes[i] = HashAt(hashes[(i * HashBytes)..]);
        partial.Count = count;
    }

    /// <summary>The hash that some bytes begin with.</summary>
    public static ulong HashAt(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes) | ((ulong)BinaryPrimitives.ReadUInt16LittleEndian(bytes[sizeof(uint)..]) << 32);

    private void Add(ref Partial partial, ulong hash)
    {
        if (partial.IsSketch)
        {
            HyperLogLog.Add(partial.Registers, hash);
            return;
        }
        if (IsIn(ref partial, hash)) return;
        if (partial.Count == cap)
        {
            BecomeSketch(ref partial);
            HyperLogLog.Add(partial.Registers, hash);
            return;
        }
        if (partial.Hashes is null || partial.Count == partial.Hashes.Length) Array.Resize(ref partial.Hashes, Math.Min(cap, Math.Max(4, 2 * partial.Count)));
        partial.Hashes[partial.Count++] = hash;
    }

    // And from then on it is in the filter.
    private static bool IsIn(ref Partial partial, ulong hash)
    {
        var hashes = partial.Hashes.AsSpan(0, partial.Count);
        if (hashes.Length < FilterFrom) return hashes.Contains(hash);
        if (!partial.HasFilter) MakeFilter(ref partial);
        ref var word = ref partial.Filter![(int)(hash >> 6) & (FilterWords - 1)];
        var bit = 1UL << (int)(hash & 63);
        if ((word & bit) != 0) return hashes.Contains(hash);
        word |= bit;
        return false;
    }

    private static void MakeFilter(ref Partial partial)
    {
        if (partial.Filter is null) partial.Filter = new ulong[FilterWords];
        else Array.Clear(partial.Filter);
        foreach (var hash in partial.Hashes.AsSpan(0, partial.Count)) partial.Filter[(int)(hash >> 6) & (FilterWords - 1)] |= 1UL << (int)(hash & 63);
        partial.HasFilter = true;
    }

    private static void BecomeSketch(ref Partial partial)
    {
        if (partial.IsSketch) return;
        partial.IsSketch = true;
        if (partial.Registers is null) partial.Registers = new byte[HyperLogLog.Registers];
        else Array.Clear(partial.Registers);
        for (var i = 0; i < partial.Count; i++) HyperLogLog.Add(partial.Registers, partial.Hashes![i]);
        (partial.Count, partial.HasFilter) = (0, false);
    }
}
