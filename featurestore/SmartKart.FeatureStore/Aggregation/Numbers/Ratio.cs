using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Aggregation.Numbers;

/// <summary>
/// A ratio of two finished values, drawn towards a prior while there is little evidence: (a + p m) / (b + m), where p is the ratio expected
/// of an entity nothing is known of, and m how much of the denominator outweighs half of that belief.
/// </summary>
public readonly record struct Ratio
{
    /// <summary>With a prior; the default has none.</summary>
    /// <param name="prior">p: the ratio before any event; finite.</param>
    /// <param name="weight">m: 0 (the plain ratio) or more, in units of the denominator.</param>
    /// <exception cref="ArgumentOutOfRangeException">The prior is not finite, or the weight negative or not finite.</exception>
    public Ratio(double prior, double weight)
    {
        if (!double.IsFinite(prior)) throw new ArgumentOutOfRangeException(nameof(prior), prior, "The prior of a ratio is a finite number.");
        if (!(weight >= 0 && double.IsFinite(weight)))
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "The weight of a ratio's prior is 0 or more.");
        (Prior, Weight) = (prior, weight);
    }

    /// <summary>p.</summary>
    public double Prior { get; }

    /// <summary>m.</summary>
    public double Weight { get; }

    /// <summary>The ratio (Double). NULL counts as 0; NULL where the denominator and the weight are both 0.</summary>
    /// <param name="numerator">An Int64 or a Double.</param>
    /// <param name="numeratorType">Which of them.</param>
    /// <param name="denominator">An Int64 or a Double.</param>
    /// <param name="denominatorType">Which of them.</param>
    public Scalar Of(in Scalar numerator, ScalarType numeratorType, in Scalar denominator, ScalarType denominatorType)
    {
        var below = Number(denominator, denominatorType) + Weight;
        return below == 0 ? Scalar.Null : Scalar.From((Number(numerator, numeratorType) + (Prior * Weight)) / below);
    }

    private static double Number(in Scalar value, ScalarType type) => value.IsNull ? 0 : type == ScalarType.Double ? value.Double : value.Int64;
}
