namespace SmartKart.Scoring.Native.XgBoost;

/// <summary>How XGBoost splits a feature.</summary>
public enum XgBoostFeatureType
{
    /// <summary>By a threshold.</summary>
    Quantitative,

    /// <summary>
    /// By a set of categories: whole numbers from 0, less than 16,777,216, held as floats. Needs <c>tree_method</c> <c>hist</c> or <c>approx</c>.
    /// Fewer than <c>max_cat_to_onehot</c> categories are split one from the rest, more by sets.
    /// </summary>
    Categorical,
}
