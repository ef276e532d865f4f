using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Aggregation.Numbers;

/// <summary>Sum and mean of Doubles, the same to the last digits in any order.</summary>
internal readonly struct RealSum : IAggregate<RealSum.Partial>
{
    internal struct Partial
    {
        public DoubleDouble Sum;
        public long Count;
    }

    public void Add(ref Partial partial, in Scalar value, in Scalar key, long ts)
    {
        partial.Sum.Add(value.Double);
        partial.Count++;
    }

    public void Merge(ref Partial partial, ref readonly Partial other)
    {
        partial.Sum.Add(other.Sum);
        partial.Count += other.Count;
    }

    public Scalar Finalize(ref readonly Partial partial, in Readout readout, long t, FeatureLists? lists) => partial.Count == 0
        ? Scalar.Null
        : Scalar.From(readout.Kind == AggregateKind.Avg ? partial.Sum.Value / partial.Count : partial.Sum.Value);

    public void Reset(ref Partial partial) => partial = default;

    public void Write(ref readonly Partial partial, ref BlobWriter writer)
    {
        writer.WriteCount(partial.Count);
        partial.Sum.Write(ref writer);
    }

    public void Read(ref Partial partial, ref BlobReader reader)
    {
        partial.Count = reader.ReadCount();
        partial.Sum = DoubleDouble.Read(ref reader);
    }
}
