using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Aggregation.Numbers;

/// <summary>
/// Sum and mean of Int64, exact: 128 bits hold 2^63 values of any size, so no order of events can overflow on the way to a sum that fits.
/// Only the finished sum is checked.
/// </summary>
internal readonly struct WholeSum : IAggregate<WholeSum.Partial>
{
    internal struct Partial
    {
        public Int128 Sum;
        public long Count;
    }

    public void Add(ref Partial partial, in Scalar value, in Scalar key, long ts)
    {
        partial.Sum += value.Int64;
        partial.Count++;
    }

    public void Merge(ref Partial partial, ref readonly Partial other)
    {
        partial.Sum += other.Sum;
        partial.Count += other.Count;
    }

    public Scalar Finalize(ref readonly Partial partial, in Readout readout, long t, FeatureLists? lists)
    {
        if (partial.Count == 0) return Scalar.Null;
        if (readout.Kind == AggregateKind.Avg) return Scalar.From(ToDouble(partial.Sum) / partial.Count);
        if (partial.Sum < long.MinValue || partial.Sum > long.MaxValue) throw new AggregateOverflowException(partial.Sum);
        return Scalar.From((long)partial.Sum);
    }

    public void Reset(ref Partial partial) => partial = default;

    public void Write(ref readonly Partial partial, ref BlobWriter writer)
    {
        writer.WriteCount(partial.Count);
        writer.WriteWhole(partial.Sum);
    }

    public void Read(ref Partial partial, ref BlobReader reader)
    {
        partial.Count = reader.ReadCount();
        partial.Sum = reader.ReadWhole128();
    }

    // Most fit an Int64, which is converted by one instruction; both round to the nearest.
    private static double ToDouble(Int128 sum) => sum == (long)sum ? (long)sum : (double)sum;
}
