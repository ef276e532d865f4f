using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Aggregation.Sketches;

/// <summary>
/// DDSketch (C. Masson, J. E. Rim, H. K. Lee, VLDB 2019): counts in buckets whose bounds grow by γ = 1.01 / 0.99, so the middle of a bucket
/// is within 1 % of all its values. At most 1,024 buckets a sign: what is below a 7·10^8th of the greatest magnitude counts as that. The
/// buckets depend on the values alone, so merges in any grouping give the same number. NaN counts as NULL.
/// </summary>
/// <param name="isWhole">Whether the values are Int64.</param>
internal readonly struct Quantiles(bool isWhole) : IAggregate<Quantiles.Partial>
{
    private const double Accuracy = 0.01;
    private const double Gamma = (1 + Accuracy) / (1 - Accuracy);
    private static readonly double LogGamma = Math.Log(Gamma);

    internal struct Partial
    {
        public BucketCounts Negative;
        public BucketCounts Positive;
        public long Zeros;
    }

    public void Add(ref Partial partial, in Scalar value, in Scalar key, long ts)
    {
        var number = isWhole ? value.Int64 : value.Double;
        if (number > 0) partial.Positive.Add(IndexOf(number), 1);
        else if (number < 0) partial.Negative.Add(IndexOf(-number), 1);
        else if (number == 0) partial.Zeros++;
    }

    public void Merge(ref Partial partial, ref readonly Partial other)
    {
        partial.Negative.Merge(other.Negative);
        partial.Positive.Merge(other.Positive);
        partial.Zeros += other.Zeros;
    }

    public Scalar Finalize(ref readonly Partial partial, in Readout readout, long t, FeatureLists? lists)
    {
        var (below, zeros) = (partial.Negative.Total, partial.Zeros);
        var count = below + zeros + partial.Positive.Total;
        if (count == 0) return Scalar.Null;
        var rank = (long)Math.Floor(readout.Rank * (count - 1));
        if (rank < below) return Scalar.From(-ValueOf(partial.Negative.IndexAt(below - 1 - rank)));
        return Scalar.From(rank < below + zeros ? 0 : ValueOf(partial.Positive.IndexAt(rank - below - zeros)));
    }

    public void Reset(ref Partial partial)
    {
        partial.Negative.Clear();
        partial.Positive.Clear();
        partial.Zeros = 0;
    }

    public void Write(ref readonly Partial partial, ref BlobWriter writer)
    {
        writer.WriteCount(partial.Zeros);
        partial.Negative.Write(ref writer);
        partial.Positive.Write(ref writer);
    }

    public void Read(ref Partial partial, ref BlobReader reader)
    {
        partial.Zeros = reader.ReadCount();
        partial.Negative.Read(ref reader);
        partial.Positive.Read(ref reader);
    }

    // An infinity is put with the greatest Double.
    private static int IndexOf(double magnitude) => (int)Math.Ceiling(Math.Log(Math.Min(magnitude, double.MaxValue)) / LogGamma);

    // The harmonic middle of (γ^(i-1), γ^i]. As exp of a difference, lest γ^i overflow where the value does not.
    private static double ValueOf(int index) => Math.Exp((index * LogGamma) + Math.Log(2 / (Gamma + 1)));
}
