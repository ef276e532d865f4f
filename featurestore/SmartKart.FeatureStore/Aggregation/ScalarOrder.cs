using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Aggregation;

/// <summary>The order of values that are not NULL: numbers by size with NaN above all (as in SQL engines), texts by code point.</summary>
internal static class ScalarOrder
{
    public static int Compare(ScalarType type, in Scalar left, in Scalar right) => type switch
    {
        ScalarType.Double => CompareDoubles(left.Double, right.Double),
        ScalarType.String => CodePoints.Compare(left.String!, right.String!),
        _ => left.Int64.CompareTo(right.Int64),
    };

    private static int CompareDoubles(double left, double right)
    {
        if (left < right) return -1;
        if (left > right) return 1;
        return left == right ? 0 : double.IsNaN(left).CompareTo(double.IsNaN(right));
    }
}
