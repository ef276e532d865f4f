using System.Collections;
using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Views;

namespace SmartKart.FeatureStore.Tests.Views;

/// <summary>
/// Whether what DuckDB gives for a feature is what a vector has: whole numbers, instants, texts and lists exactly, Doubles to 1e-9, quantiles
/// to the sketch's 1 %.
/// </summary>
internal static class VectorFault
{
    private const double Tolerance = 1e-9;

    // Of values to a million that cancel, so much of a Double's digits is left.
    private const double Cancelled = 1e-9;

    /// <summary>What is wrong with a value, as a data reader gives it; null for nothing.</summary>
    public static string? Of(ServicePlan service, FeatureRow expected, int feature, object? actual)
    {
        var definition = service.Features[feature].Feature;
        return definition.Type.Shape switch
        {
            FeatureShape.List => OfList(expected.Items(feature).ToArray().Select(item => Text(item, definition.Type.Value)), (IEnumerable)actual!),
            FeatureShape.Ranking => OfRanking(expected.Items(feature).ToArray(), expected.Weights(feature).ToArray(), definition, (IEnumerable)actual!),
            _ => OfValue(expected.Values[feature], definition, actual),
        };
    }

    private static string? OfValue(Scalar expected, Feature feature, object? actual)
    {
        if (expected.IsNull || actual is null) return expected.IsNull && actual is null ? null : $"expected {expected}, got {actual ?? "NULL"}";
        if (feature.Type.Value != ScalarType.Double)
            return Text(expected, feature.Type.Value) == Text(actual) ? null : $"expected {Text(expected, feature.Type.Value)}, got {Text(actual)}";
        var number = (double)actual;
        var isNear = feature.Quantile is null
            ? IsNear(expected.Double, number, Tolerance)
            // It is the sketch that is off, and it keeps an infinity as the greatest Double.
            : IsNear(double.IsInfinity(number) ? Math.CopySign(double.MaxValue, number) : number, expected.Double, 0.0100001);
        return isNear ? null : $"expected {expected.Double:R}, got {number:R}";
    }

    private static string? OfList(IEnumerable<string> expected, IEnumerable actual)
    {
        string[] items = [.. actual.Cast<object>().Select(Text)];
        return expected.SequenceEqual(items) ? null : $"expected [{string.Join(", ", expected)}], got [{string.Join(", ", items)}]";
    }

    private static string? OfRanking(Scalar[] keys, double[] weights, Feature feature, IEnumerable actual)
    {
        string[] expected = [.. keys.Select(key => Text(key, feature.Type.Key!.Value))];        // a ranking has keys
        var ranked = actual.Cast<IDictionary>().Select(item => (Key: Text(item["key"]!), Weight: (double)item["weight"]!)).ToArray();
        if (ranked.Length != keys.Length || ranked.DistinctBy(item => item.Key).Count() != ranked.Length)
            return $"expected {keys.Length} keys, got {ranked.Length}";
        var isWhole = feature.Definition is AggregateDefinition { Kind: AggregateKind.TopK, Of: null or { Type: ScalarType.Int64 } };
        for (var i = 0; i < ranked.Length; i++)
        {
            if (!IsNear(weights[i], ranked[i].Weight, Tolerance)) return $"expected weight {weights[i]:R} at {i}, got {ranked[i].Weight:R}";
            if (expected[i] == ranked[i].Key) continue;
            // Weights that are equal but for rounding may come in either order, also at the end of the list.
            var at = Array.IndexOf(expected, ranked[i].Key);
            if (isWhole || !IsNear(at < 0 ? weights[^1] : weights[at], ranked[i].Weight, Tolerance))
                return $"expected {expected[i]} at {i}, got {ranked[i].Key}";
        }
        return null;
    }

    private static bool IsNear(double expected, double actual, double tolerance) =>
        expected.Equals(actual) || Math.Abs(expected - actual) <= (tolerance * Math.Abs(expected)) + Cancelled;

    private static string Text(Scalar value, ScalarType type) => type switch
    {
        ScalarType.Boolean => Text(value.Boolean),
        ScalarType.Double => Text(value.Double),
        ScalarType.String => value.String!,
        ScalarType.Timestamp => Text(DateTime.UnixEpoch.AddMicroseconds(value.Timestamp)),
        _ => Text(value.Int64),
    };

    private static string Text(object value) => value switch
    {
        DateTime instant => instant.ToString("O").TrimEnd('Z'),
        // Both zeros are one value to all engines.
        double number => (number + 0.0).ToString("R"),
        _ => value.ToString()!,
    };
}
