using SmartKart.FeatureStore.Aggregation.Numbers;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Aggregation.Sketches;

/// <summary>
/// The keys with the greatest counts, sums or decayed sums. To the cap all keys are there and all is exact. One key more, and the weights of
/// all shrink towards zero by that of the (cap/2 + 1)-th, which leaves at most cap/2 (Misra and Gries, 1982, as merged by Agarwal et al.,
/// "Mergeable Summaries", 2012). Each shrink takes at least (cap/2 + 1) times its step from the sum of all weights, so no key is ever short
/// by more than Σ|w| / (cap/2 + 1): with the default cap of 64, 3 % of the whole.
/// </summary>
/// <param name="keyType">The key's.</param>
/// <param name="cap">Keys kept at most.</param>
/// <param name="decay">How weights decay, if they do.</param>
/// <param name="hasValue">Whether an event weighs its value; else 1.</param>
/// <param name="isWhole">Whether that is an Int64.</param>
internal readonly struct HeavyKeys(ScalarType keyType, int cap, Decay decay, bool hasValue, bool isWhole) : IAggregate<HeavyKeys.Partial>
{
    /// <summary>The most keys a definition may ask for: what a shrink sorts on the stack.</summary>
    public const int CapMax = 1024;

    /// <summary>The cap of a ranking that shows so many keys, unless its specification says otherwise.</summary>
    public static int CapOf(int length) => Math.Max(64, 4 * length);

    /// <summary>What a key may be short by beyond a cap, as a share of the sum of all events' weights without their signs.</summary>
    public static double ErrorOf(int cap) => 1.0 / ((cap / 2) + 1);

    internal struct Partial
    {
        public Scalar[]? Keys;
        public int[]? Hashes;
        public double[]? Weights;
        public int Count;
        public long Landmark;
        public bool HasEvents;
    }

    public void Add(ref Partial partial, in Scalar value, in Scalar key, long ts)
    {
        var weight = !hasValue ? 1 : isWhole ? value.Int64 : value.Double;
        if (!decay.IsNone)
        {
            Reach(ref partial, decay.LandmarkOf(ts));
            weight *= decay.WeightOf(ts, partial.Landmark);
        }
        Add(ref partial, key, (int)ScalarHash.Of(keyType, key), weight);
    }

    public void Merge(ref Partial partial, ref readonly Partial other)
    {
        var exponent = 0;
        if (!decay.IsNone && other.HasEvents)
        {
            Reach(ref partial, other.Landmark);
            exponent = decay.Exponent(other.Landmark, partial.Landmark);
        }
        for (var i = 0; i < other.Count; i++)
        {
            var weight = other.Weights![i];
            Add(ref partial, other.Keys![i], other.Hashes![i], exponent == 0 ? weight : Math.ScaleB(weight, exponent));
        }
    }

    public Scalar Finalize(ref readonly Partial partial, in Readout readout, long t, FeatureLists? lists)
    {
        if (lists is not null)
        {
            var now = decay.IsNone ? 1 : decay.WeightOf(t, partial.Landmark);
            for (var i = 0; i < partial.Count; i++) lists.AddRanked(partial.Keys![i], partial.Weights![i] / now, readout.Length, keyType);
        }
        return Scalar.From((long)Math.Min(partial.Count, readout.Length));
    }

    public void Reset(ref Partial partial)
    {
        if (partial.Keys is not null) Array.Clear(partial.Keys);
        (partial.Count, partial.Landmark, partial.HasEvents) = (0, 0, false);
    }

    public void Write(ref readonly Partial partial, ref BlobWriter writer)
    {
        if (!decay.IsNone) writer.WriteTime(partial.Landmark);
        writer.WriteCount(partial.Count);
        for (var i = 0; i < partial.Count; i++)
        {
            writer.WriteScalar(keyType, partial.Keys![i]);
            if (decay.IsNone) writer.WriteDouble(partial.Weights![i]);
            else writer.WriteRaw(partial.Weights![i]);
        }
    }

    public void Read(ref Partial partial, ref BlobReader reader)
    {
        if (!decay.IsNone) partial.Landmark = reader.ReadTime();
        partial.HasEvents = true;
        var count = reader.ReadLength(cap);
        if (partial.Keys is null || partial.Keys.Length < count) Resize(ref partial, count);
        for (var i = 0; i < count; i++)
        {
            var key = reader.ReadScalar(keyType);
            (partial.Keys![i], partial.Hashes![i]) = (key, (int)ScalarHash.Of(keyType, key));
            partial.Weights![i] = decay.IsNone ? reader.ReadDouble() : reader.ReadRaw();
        }
        partial.Count = count;
    }

    private void Add(ref Partial partial, in Scalar key, int hash, double weight)
    {
        var from = 0;
        while (from < partial.Count)
        {
            var at = partial.Hashes.AsSpan(from, partial.Count - from).IndexOf(hash);
            if (at < 0) break;
            if (ScalarOrder.Compare(keyType, partial.Keys![from + at], key) == 0)
            {
                partial.Weights![from + at] += weight;
                return;
            }
            from += at + 1;
        }
        if (partial.Keys is null || partial.Count == partial.Keys.Length) Resize(ref partial, Math.Min(cap + 1, Math.Max(4, 2 * partial.Count)));
        (partial.Keys![partial.Count], partial.Hashes![partial.Count], partial.Weights![partial.Count]) = (key, hash, weight);
        if (++partial.Count > cap) Shrink(ref partial);
    }

    private void Shrink(ref Partial partial)
    {
        Span<double> sizes = stackalloc double[CapMax + 1];
        sizes = sizes[..partial.Count];
        for (var i = 0; i < sizes.Length; i++) sizes[i] = Math.Abs(partial.Weights![i]);
        sizes.Sort();
        var step = sizes[^((cap / 2) + 1)];
        var kept = 0;
        for (var i = 0; i < partial.Count; i++)
        {
            var weight = partial.Weights![i];
            if (!(Math.Abs(weight) > step)) continue;
            (partial.Keys![kept], partial.Hashes![kept]) = (partial.Keys[i], partial.Hashes[i]);
            partial.Weights[kept++] = weight - Math.CopySign(step, weight);
        }
        Array.Clear(partial.Keys!, kept, partial.Count - kept);
        partial.Count = kept;
    }

    private void Reach(ref Partial partial, long landmark)
    {
        if (!partial.HasEvents)
        {
            (partial.HasEvents, partial.Landmark) = (true, landmark);
        }
        else if (landmark > partial.Landmark)
        {
            var exponent = decay.Exponent(partial.Landmark, landmark);
            for (var i = 0; i < partial.Count; i++) partial.Weights![i] = Math.ScaleB(partial.Weights[i], exponent);
            partial.Landmark = landmark;
        }
    }

    private static void Resize(ref Partial partial, int length)
    {
        Array.Resize(ref partial.Keys, length);
        Array.Resize(ref partial.Hashes, length);
        Array.Resize(ref partial.Weights, length);
    }
}
