using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Definitions;

/// <summary>How many values a feature has.</summary>
public enum FeatureShape
{
    /// <summary>One, or NULL.</summary>
    Single,
    /// <summary>Several, in the order of their events, newest first.</summary>
    List,
    /// <summary>Keys with a weight each, heaviest first.</summary>
    Ranking,
}

/// <summary>What a feature's value is.</summary>
/// <param name="Shape">One value, or several.</param>
/// <param name="Value">The type of the value, of each element, or of a ranking's weights.</param>
/// <param name="Key">The type of a ranking's keys; else null.</param>
public sealed record FeatureType(FeatureShape Shape, ScalarType Value, ScalarType? Key = null)
{
    /// <summary>One value.</summary>
    public static FeatureType Single(ScalarType type) => new(FeatureShape.Single, type);

    /// <summary>Whether it is one number: what ratios take.</summary>
    public bool IsNumber => Shape == FeatureShape.Single && Value is (ScalarType.Int64 or ScalarType.Double);

    /// <summary>For people: <c>Int64</c>, <c>list of String</c>, <c>String → Double</c>.</summary>
    public override string ToString() => Shape switch
    {
        FeatureShape.List => $"list of {Value}",
        FeatureShape.Ranking => $"{Key} → {Value}",
        _ => $"{Value}",
    };
}
