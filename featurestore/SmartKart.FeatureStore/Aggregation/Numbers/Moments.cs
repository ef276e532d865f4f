using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Aggregation.Numbers;

/// <summary>
/// Sample variance and standard deviation from n, Σx and Σx², both sums in twice a Double's digits. Chan's merge of Welford's states rounds
/// in the 16th decimal at every merge, and loses as many digits as the mean has over the deviation; here 32 are kept, so nothing is lost
/// until the mean is 10^10 deviations from zero, and the order of merges doesn't show. Beyond |x| = 1e154 squares overflow: NaN.
/// </summary>
/// <param name="isWhole">Whether the values are Int64.</param>
internal readonly struct Moments(bool isWhole) : IAggregate<Moments.Partial>
{
    // What a sum in two doubles may be off by at each step, relative to it: 2^-104.
    private const double Rounding = 4.930380657631324e-32;

    internal struct Partial
    {
        public DoubleDouble Sum;
        public DoubleDouble Squares;
        public long Count;
    }

    public void Add(ref Partial partial, in Scalar value, in Scalar key, long ts)
    {
        var number = isWhole ? value.Int64 : value.Double;
        partial.Sum.Add(number);
        partial.Squares.AddSquare(number);
        partial.Count++;
    }

    public void Merge(ref Partial partial, ref readonly Partial other)
    {
        partial.Sum.Add(other.Sum);
        partial.Squares.Add(other.Squares);
        partial.Count += other.Count;
    }

    public Scalar Finalize(ref readonly Partial partial, in Readout readout, long t, FeatureLists? lists)
    {
        if (partial.Count < 2) return Scalar.Null;
        var deviations = partial.Squares.LessSquare(partial.Sum, partial.Count);
        // Equal values have no deviation, whatever the roundings leave of it. NaN passes through the comparison.
        var variance = (deviations <= Rounding * partial.Count * partial.Squares.Value ? 0 : deviations) / (partial.Count - 1);
        return Scalar.From(readout.Kind == AggregateKind.Stddev ? Math.Sqrt(variance) : variance);
    }

    public void Reset(ref Partial partial) => partial = default;

    public void Write(ref readonly Partial partial, ref BlobWriter writer)
    {
        writer.WriteCount(partial.Count);
        partial.Sum.Write(ref writer);
        partial.Squares.Write(ref writer);
    }

    public void Read(ref Partial partial, ref BlobReader reader)
    {
        partial.Count = reader.ReadCount();
        partial.Sum = DoubleDouble.Read(ref reader);
        partial.Squares = DoubleDouble.Read(ref reader);
    }
}
