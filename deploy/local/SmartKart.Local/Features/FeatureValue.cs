using System.Globalization;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;

namespace SmartKart.Local.Features;

/// <summary>A feature's value as it was read, for people and as JSON.</summary>
internal static class FeatureValue
{
    /// <summary>For a person; a dash for NULL and for a list without items.</summary>
    /// <param name="vectors">What was read, a vector in its first row.</param>
    /// <param name="feature">The feature's place.</param>
    public static string Text(OnlineVectors vectors, int feature)
    {
        var type = vectors.Plan.Features[feature].Feature.Type;
        if (type.Shape == FeatureShape.Single) return Text(vectors.Values(0)[feature], type.Value);
        var items = vectors.Items(0, feature);
        var weights = vectors.Weights(0, feature);
        var texts = new string[items.Length];
        for (var at = 0; at < texts.Length; at++)
        {
            texts[at] = type.Shape == FeatureShape.List
                ? Text(items[at], type.Value)
                : $"{Text(items[at], type.Key!.Value)} {Number(weights[at])}";     // a ranking has keys
        }
        return texts.Length == 0 ? "–" : string.Join(", ", texts);
    }

    /// <summary>For a program: a value, a list, or a list of keys with their weights.</summary>
    /// <param name="vectors">What was read, a vector in its first row.</param>
    /// <param name="feature">The feature's place.</param>
    public static object? Document(OnlineVectors vectors, int feature)
    {
        var type = vectors.Plan.Features[feature].Feature.Type;
        if (type.Shape == FeatureShape.Single) return Document(vectors.Values(0)[feature], type.Value);
        var items = vectors.Items(0, feature);
        var weights = vectors.Weights(0, feature);
        var values = new object?[items.Length];
        for (var at = 0; at < values.Length; at++)
        {
            values[at] = type.Shape == FeatureShape.List
                ? Document(items[at], type.Value)
                : new { Key = Document(items[at], type.Key!.Value), Weight = weights[at] };
        }
        return values;
    }

    private static string Text(in Scalar value, ScalarType type) => Document(value, type) switch
    {
        null => "–",
        double number => Number(number),
        bool truth => truth ? "true" : "false",
        var other => Convert.ToString(other, CultureInfo.InvariantCulture)!,      // no null comes here
    };

    // What is no finite number has no JSON of its own.
    private static object? Document(in Scalar value, ScalarType type) => value.IsNull ? null : type switch
    {
        ScalarType.Boolean => value.Boolean,
        ScalarType.Int64 => value.Int64,
        ScalarType.Double when double.IsFinite(value.Double) => value.Double,
        ScalarType.Double => Number(value.Double),
        ScalarType.Timestamp => Instant.Text(value.Timestamp),
        _ => value.String,
    };

    private static string Number(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);
}
