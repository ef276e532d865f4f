using SmartKart.FeatureStore.Tiles.Blobs;

namespace SmartKart.FeatureStore.Aggregation.Numbers;

/// <summary>
/// A sum kept as two doubles, about 106 bits (T. J. Dekker, 1971; the exact error of an addition by D. Knuth's TwoSum). Each step rounds in
/// the 32nd decimal, so sums of the same values in any order agree far beyond 1e-9, unless they cancel to less than 1e-20 of their size.
/// </summary>
internal struct DoubleDouble
{
    private double _high;
    private double _low;

    /// <summary>Rounded to a Double.</summary>
    public readonly double Value => _high;

    /// <summary>Adds a number.</summary>
    public void Add(double value)
    {
        var sum = _high + value;
        var part = sum - _high;
        Renormalize(sum, (_high - (sum - part)) + (value - part) + _low);
    }

    /// <summary>Adds another sum.</summary>
    public void Add(in DoubleDouble other)
    {
        Add(other._low);
        Add(other._high);
    }

    /// <summary>Adds the exact square of a number: its rounding error comes from a fused multiply-add.</summary>
    public void AddSquare(double value)
    {
        var square = value * value;
        if (double.IsFinite(square)) Add(Math.FusedMultiplyAdd(value, value, -square));
        Add(square);
    }

    /// <summary>This, less the square of a sum over a count: n times the variance.</summary>
    public readonly double LessSquare(in DoubleDouble sum, long count)
    {
        // (h + l)² = h² + 2hl, and what is below the 32nd decimal; h² and its error are exact.
        var square = sum._high * sum._high;
        var error = Math.FusedMultiplyAdd(sum._high, sum._high, -square) + (2 * sum._high * sum._low);
        var quotient = square / count;
        var rest = Math.FusedMultiplyAdd(-quotient, count, square);
        var difference = this;
        difference.Add(-quotient);
        difference.Add(-(rest + error) / count);
        return difference._high;
    }

    /// <summary>Multiplies by two to a power: exact.</summary>
    public void Scale(int exponent)
    {
        _high = Math.ScaleB(_high, exponent);
        _low = Math.ScaleB(_low, exponent);
    }

    public readonly void Write(ref BlobWriter writer)
    {
        writer.WriteDouble(_high);
        writer.WriteDouble(_low);
    }

    public static DoubleDouble Read(ref BlobReader reader) => new() { _high = reader.ReadDouble(), _low = reader.ReadDouble() };

    private void Renormalize(double sum, double error)
    {
        _high = sum + error;
        // An infinite or undefined sum has no error to keep: ∞ − ∞ would turn it into NaN.
        _low = double.IsFinite(_high) ? error - (_high - sum) : 0;
        if (!double.IsFinite(sum)) _high = sum;
    }
}
