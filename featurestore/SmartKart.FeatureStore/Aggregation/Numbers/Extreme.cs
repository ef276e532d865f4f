using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Aggregation.Numbers;

/// <summary>The least or the greatest value.</summary>
/// <param name="type">The value's.</param>
/// <param name="isMax">Whether the greatest.</param>
internal readonly struct Extreme(ScalarType type, bool isMax) : IAggregate<Extreme.Partial>
{
    internal struct Partial
    {
        public Scalar Value;
    }

    public void Add(ref Partial partial, in Scalar value, in Scalar key, long ts)
    {
        if (partial.Value.IsNull || (isMax ? ScalarOrder.Compare(type, value, partial.Value) > 0 : ScalarOrder.Compare(type, value, partial.Value) < 0))
        {
            partial.Value = value;
        }
    }

    public void Merge(ref Partial partial, ref readonly Partial other)
    {
        if (!other.Value.IsNull) Add(ref partial, other.Value, default, 0);
    }

    public Scalar Finalize(ref readonly Partial partial, in Readout readout, long t, FeatureLists? lists) => partial.Value;

    public void Reset(ref Partial partial) => partial = default;

    public void Write(ref readonly Partial partial, ref BlobWriter writer) => writer.WriteScalar(type, partial.Value);

    public void Read(ref Partial partial, ref BlobReader reader) => partial.Value = reader.ReadScalar(type);
}
