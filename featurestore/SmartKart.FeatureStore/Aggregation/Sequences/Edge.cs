using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Aggregation.Sequences;

/// <summary>The value of the earliest or of the latest event. Ties go by the value, never by arrival: the least is first, the greatest last.</summary>
/// <param name="type">The value's.</param>
/// <param name="isLast">Whether the latest.</param>
internal readonly struct Edge(ScalarType type, bool isLast) : IAggregate<Edge.Partial>
{
    internal struct Partial
    {
        public Scalar Value;
        public long Time;
    }

    public void Add(ref Partial partial, in Scalar value, in Scalar key, long ts)
    {
        if (partial.Value.IsNull || IsBeyond(value, ts, partial)) (partial.Value, partial.Time) = (value, ts);
    }

    public void Merge(ref Partial partial, ref readonly Partial other)
    {
        if (!other.Value.IsNull) Add(ref partial, other.Value, default, other.Time);
    }

    public Scalar Finalize(ref readonly Partial partial, in Readout readout, long t, FeatureLists? lists) => partial.Value;

    public void Reset(ref Partial partial) => partial = default;

    public void Write(ref readonly Partial partial, ref BlobWriter writer)
    {
        writer.WriteScalar(type, partial.Value);
        writer.WriteTime(partial.Time);
    }

    public void Read(ref Partial partial, ref BlobReader reader)
    {
        partial.Value = reader.ReadScalar(type);
        partial.Time = reader.ReadTime();
    }

    private bool IsBeyond(in Scalar value, long ts, in Partial partial)
    {
        var order = ts != partial.Time ? ts.CompareTo(partial.Time) : ScalarOrder.Compare(type, value, partial.Value);
        return isLast ? order > 0 : order < 0;
    }
}
