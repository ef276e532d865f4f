using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Aggregation.Numbers;

/// <summary>A sum in which each value halves per half-life of its age; without a value each event is 1.</summary>
/// <param name="decay">How fast.</param>
/// <param name="hasValue">Whether events have a value.</param>
/// <param name="isWhole">Whether it is an Int64.</param>
internal readonly struct DecayedSum(Decay decay, bool hasValue, bool isWhole) : IAggregate<DecayedSum.Partial>
{
    internal struct Partial
    {
        public DoubleDouble Sum;
        public long Landmark;
        public bool HasEvents;
    }

    public void Add(ref Partial partial, in Scalar value, in Scalar key, long ts)
    {
        Reach(ref partial, decay.LandmarkOf(ts));
        var number = !hasValue ? 1 : isWhole ? value.Int64 : value.Double;
        partial.Sum.Add(number * decay.WeightOf(ts, partial.Landmark));
    }

    public void Merge(ref Partial partial, ref readonly Partial other)
    {
        if (!other.HasEvents) return;
        Reach(ref partial, other.Landmark);
        var moved = other.Sum;
        moved.Scale(decay.Exponent(other.Landmark, partial.Landmark));
        partial.Sum.Add(moved);
    }

    public Scalar Finalize(ref readonly Partial partial, in Readout readout, long t, FeatureLists? lists) =>
        partial.HasEvents ? Scalar.From(partial.Sum.Value / decay.WeightOf(t, partial.Landmark)) : Scalar.Null;

    public void Reset(ref Partial partial) => partial = default;

    public void Write(ref readonly Partial partial, ref BlobWriter writer)
    {
        writer.WriteTime(partial.Landmark);
        partial.Sum.Write(ref writer);
    }

    public void Read(ref Partial partial, ref BlobReader reader)
    {
        partial.Landmark = reader.ReadTime();
        partial.Sum = DoubleDouble.Read(ref reader);
        partial.HasEvents = true;
    }

    private void Reach(ref Partial partial, long landmark)
    {
        if (!partial.HasEvents)
        {
            (partial.HasEvents, partial.Landmark) = (true, landmark);
        }
        else if (landmark > partial.Landmark)
        {
            partial.Sum.Scale(decay.Exponent(partial.Landmark, landmark));
            partial.Landmark = landmark;
        }
    }
}
