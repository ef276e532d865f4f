using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Aggregation.Numbers;

/// <summary>How many events.</summary>
internal readonly struct CountAggregate : IAggregate<CountAggregate.Partial>
{
    internal struct Partial
    {
        public long Count;
    }

    public void Add(ref Partial partial, in Scalar value, in Scalar key, long ts) => partial.Count++;

    public void Merge(ref Partial partial, ref readonly Partial other) => partial.Count += other.Count;

    public Scalar Finalize(ref readonly Partial partial, in Readout readout, long t, FeatureLists? lists) => Scalar.From(partial.Count);

    public void Reset(ref Partial partial) => partial = default;

    public void Write(ref readonly Partial partial, ref BlobWriter writer) => writer.WriteCount(partial.Count);

    public void Read(ref Partial partial, ref BlobReader reader) => partial.Count = reader.ReadCount();
}
