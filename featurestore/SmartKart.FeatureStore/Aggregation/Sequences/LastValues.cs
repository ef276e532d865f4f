using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Aggregation.Sequences;

/// <summary>
/// The values of the latest k events: the greatest by (time, value), so that arrival doesn't matter. Kept in a ring in ascending order: an
/// event in order overwrites the oldest and moves nothing.
/// </summary>
/// <param name="type">The value's.</param>
/// <param name="k">How many at most.</param>
internal readonly struct LastValues(ScalarType type, int k) : IAggregate<LastValues.Partial>
{
    internal struct Partial
    {
        /// <summary>A ring of a capacity that is a power of two up to k, then k; <see cref="First"/> is the oldest.</summary>
        public Item[]? Ring;
        public int First;
        public int Count;

        /// <summary>The n-th oldest.</summary>
        public readonly ref Item this[int n] => ref Ring![First + n < Ring.Length ? First + n : First + n - Ring.Length];
    }

    internal struct Item
    {
        public long Time;
        public Scalar Value;
    }

    public void Add(ref Partial partial, in Scalar value, in Scalar key, long ts)
    {
        var at = partial.Count;
        while (at > 0 && IsBefore(value, ts, partial[at - 1])) at--;
        if (partial.Count == k)
        {
            // Full: the oldest goes, unless the new one is older still; those between move down.
            if (at == 0) return;
            if (++partial.First == partial.Ring!.Length) partial.First = 0;
            partial.Count--;
            at--;
            // The slot that was the oldest's is now behind the newest: the ring is exactly k long here.
        }
        else if (partial.Ring is null || partial.Count == partial.Ring.Length)
        {
            Grow(ref partial);
        }
        for (var i = partial.Count; i > at; i--) partial[i] = partial[i - 1];
        partial.Count++;
        ref var item = ref partial[at];
        (item.Time, item.Value) = (ts, value);
    }

    public void Merge(ref Partial partial, ref readonly Partial other)
    {
        // From the newest: once one finds no place in a full list, no older one will.
        for (var i = other.Count - 1; i >= 0; i--)
        {
            ref readonly var item = ref other[i];
            if (partial.Count == k && IsBefore(item.Value, item.Time, partial[0])) return;
            Add(ref partial, item.Value, default, item.Time);
        }
    }

    public Scalar Finalize(ref readonly Partial partial, in Readout readout, long t, FeatureLists? lists)
    {
        for (var i = partial.Count - 1; i >= 0 && lists is not null; i--) lists.Add(partial[i].Value, 0);
        return Scalar.From((long)partial.Count);
    }

    public void Reset(ref Partial partial)
    {
        if (partial.Ring is not null) Array.Clear(partial.Ring);
        (partial.First, partial.Count) = (0, 0);
    }

    public void Write(ref readonly Partial partial, ref BlobWriter writer)
    {
        writer.WriteCount(partial.Count);
        var time = 0L;
        for (var i = partial.Count - 1; i >= 0; i--)
        {
            ref readonly var item = ref partial[i];
            if (i == partial.Count - 1) writer.WriteTime(item.Time);
            else writer.WriteCount(time - item.Time);
            time = item.Time;
            writer.WriteScalar(type, item.Value);
        }
    }

    public void Read(ref Partial partial, ref BlobReader reader)
    {
        var count = reader.ReadLength(k);
        if (partial.Ring is null || partial.Ring.Length < count) partial.Ring = new Item[Capacity(count)];
        partial.Count = count;
        var time = 0L;
        for (var i = count - 1; i >= 0; i--)
        {
            time = i == count - 1 ? reader.ReadTime() : reader.Before(time);
            ref var item = ref partial[i];
            (item.Time, item.Value) = (time, reader.ReadScalar(type));
        }
    }

    private void Grow(ref Partial partial)
    {
        var ring = new Item[Capacity(partial.Count + 1)];
        for (var i = 0; i < partial.Count; i++) ring[i] = partial[i];
        (partial.Ring, partial.First) = (ring, 0);
    }

    private int Capacity(int count) => Math.Min(k, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(count, 4)));

    private bool IsBefore(in Scalar value, long ts, in Item item) =>
        ts < item.Time || (ts == item.Time && ScalarOrder.Compare(type, value, item.Value) < 0);
}
