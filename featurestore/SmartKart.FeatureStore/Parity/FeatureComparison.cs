using System.Collections;
using System.Globalization;
using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Online;

namespace SmartKart.FeatureStore.Parity;

/// <summary>
/// Holds a feature's online value to its offline one: whole numbers, texts, instants and lists exactly, Doubles to 1e-9. What the tiles sketch is
/// held to the exact value of SQL within the sketch's stated error; so is a ranking of more keys than its cap, to SQL as to another sketch.
/// </summary>
/// <param name="feature">The feature.</param>
/// <param name="place">Its place in the vector.</param>
/// <param name="engine">What computed the offline value.</param>
internal sealed class FeatureComparison(Feature feature, int place, OfflineEngine engine)
{
    private const double Rounding = 1e-9;
    private const double QuantileError = 0.0101;        // 1 %, and what rounding adds at a bucket's edge
    private const double DistinctError = 5 * 0.023;     // five standard errors
    private const int DistinctExactTo = 256;

    private readonly AggregateKind? _sketch = engine == OfflineEngine.Sql && feature.Definition is AggregateDefinition aggregate ? aggregate.Kind : null;

    private readonly int _length = feature.Definition is AggregateDefinition ranking ? ranking.K ?? ranking.Top ?? 0 : 0;

    /// <summary>The feature's name.</summary>
    public string Name => feature.Name;

    /// <summary>Whether the two agree.</summary>
    /// <param name="offline">As the warehouse gives it; null for NULL.</param>
    /// <param name="online">The store's vectors.</param>
    /// <param name="row">Which of them.</param>
    /// <param name="difference">The relative difference, where both are Doubles of rounding alone; else 0.</param>
    /// <param name="size">Of a ranking: its size, which says how exact it must be; the default, none, asks for all.</param>
    public bool Agrees(object? offline, OnlineVectors online, int row, out double difference, RankingSize size = default)
    {
        difference = 0;
        switch (feature.Type.Shape)
        {
            case FeatureShape.List:
                return Same(Elements(offline), online.Items(row, place));
            case FeatureShape.Ranking:
                return size.ErrorOf(_length) is var error and > 0
                    ? SameRanking(Ranking(offline), online.Items(row, place), online.Weights(row, place), error)
                    : SameRanking(Ranking(offline), online.Items(row, place), online.Weights(row, place), out difference);
            default:
                return SameValue(ToScalar(offline, feature.Type.Value), online.Values(row)[place], out difference);
        }
    }

    /// <summary>The offline value, for people.</summary>
    public string Offline(object? value) => feature.Type.Shape switch
    {
        FeatureShape.List => $"[{string.Join(", ", Elements(value).Select(item => Text(item, feature.Type.Value)))}]",
        FeatureShape.Ranking => $"[{string.Join(", ", Ranking(value).Select(item => $"{Text(item.Key, KeyType)}: {Number(item.Weight)}"))}]",
        _ => Text(ToScalar(value, feature.Type.Value), feature.Type.Value),
    };

    /// <summary>The online value, for people.</summary>
    public string Online(OnlineVectors online, int row) => feature.Type.Shape switch
    {
        FeatureShape.List => $"[{string.Join(", ", online.Items(row, place).ToArray().Select(item => Text(item, feature.Type.Value)))}]",
        FeatureShape.Ranking => $"[{string.Join(", ", online.Items(row, place).ToArray().Zip(
            online.Weights(row, place).ToArray(), (key, weight) => $"{Text(key, KeyType)}: {Number(weight)}"))}]",
        _ => Text(online.Values(row)[place], feature.Type.Value),
    };

    private ScalarType KeyType => feature.Type.Key ?? ScalarType.String;

    private bool SameValue(Scalar offline, Scalar online, out double difference)
    {
        difference = 0;
        if (offline.IsNull || online.IsNull) return offline.IsNull && online.IsNull;
        if (_sketch == AggregateKind.CountDistinct && offline.Int64 > DistinctExactTo)
            return Math.Abs(offline.Int64 - online.Int64) <= DistinctError * offline.Int64;
        if (feature.Type.Value != ScalarType.Double) return offline == online;
        var relative = Difference(offline.Double, online.Double);
        if (_sketch == AggregateKind.Quantile) return relative <= QuantileError;
        difference = relative;
        return relative <= Rounding;
    }

    private static bool Same(Scalar[] offline, ReadOnlySpan<Scalar> online) => online.SequenceEqual(offline);

    // Weights that differ in rounding alone may change places.
    private static bool SameRanking((Scalar Key, double Weight)[] offline, ReadOnlySpan<Scalar> keys, ReadOnlySpan<double> weights, out double difference)
    {
        difference = 0;
        if (offline.Length != keys.Length) return false;
        for (var i = 0; i < offline.Length; i++)
        {
            difference = Math.Max(difference, Difference(offline[i].Weight, weights[i]));
            if (offline[i].Key == keys[i]) continue;
            var elsewhere = keys.IndexOf(offline[i].Key);
            // The last place may be shared with a key that was left out.
            var weight = elsewhere >= 0 ? weights[elsewhere] : weights[^1];
            if (Difference(offline[i].Weight, weight) > Rounding) return false;
        }
        return difference <= Rounding;
    }

    // Beyond the cap each side that is a sketch may have a key's weight off by the error, and so show other keys at its end.
    private bool SameRanking((Scalar Key, double Weight)[] offline, ReadOnlySpan<Scalar> keys, ReadOnlySpan<double> weights, double error)
    {
        if (engine == OfflineEngine.Local) error *= 2;
        error += Rounding * offline.Select(item => Math.Abs(item.Weight)).DefaultIfEmpty().Max();
        for (var i = 0; i < keys.Length; i++)
        {
            var key = keys[i];
            var at = Array.FindIndex(offline, item => item.Key == key);
            var isFine = at >= 0
                ? Math.Abs(offline[at].Weight - weights[i]) <= error
                : MayBeLeftOut(weights[i], offline.Length, offline.LastOrDefault().Weight, error);
            if (!isFine) return false;
        }
        foreach (var (key, weight) in offline)
        {
            if (keys.IndexOf(key) < 0 && !MayBeLeftOut(weight, weights.Length, weights.IsEmpty ? 0 : weights[^1], error)) return false;
        }
        return true;
    }

    // A ranking that isn't full has no more keys; one that is has none above its last.
    private bool MayBeLeftOut(double weight, int length, double last, double error) => length < _length ? Math.Abs(weight) <= error : weight <= last + error;

    private static double Difference(double left, double right)
    {
        if (left.Equals(right) || left == right) return 0;
        var scale = Math.Max(Math.Abs(left), Math.Abs(right));
        return double.IsFinite(scale) ? Math.Abs(left - right) / scale : double.PositiveInfinity;
    }

    private Scalar[] Elements(object? list) => list is null ? [] : [.. ((IEnumerable)list).Cast<object?>().Select(item => ToScalar(item, feature.Type.Value))];

    private (Scalar Key, double Weight)[] Ranking(object? list) => list is null
        ? []
        : [.. ((IEnumerable)list).Cast<IReadOnlyDictionary<string, object?>>()
            .Select(item => (ToScalar(item["key"], KeyType), Convert.ToDouble(item["weight"], CultureInfo.InvariantCulture)))];

    private static Scalar ToScalar(object? value, ScalarType type) => (type, value) switch
    {
        (_, null or DBNull) => Scalar.Null,
        (ScalarType.Boolean, bool boolean) => Scalar.From(boolean),
        (ScalarType.String, string text) => Scalar.From(text),
        (ScalarType.Timestamp, DateTimeOffset instant) => Scalar.FromTimestamp((instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond),
        (ScalarType.Timestamp, DateTime instant) => Scalar.FromTimestamp((instant - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond),
        (ScalarType.Int64, _) => Scalar.From(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        (ScalarType.Double, _) => Scalar.From(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        _ => throw new InvalidCastException($"A {type} was wanted, and the warehouse gave a {value.GetType().Name}."),
    };

    private static string Text(Scalar value, ScalarType type) => value.IsNull ? "NULL" : type switch
    {
        ScalarType.Boolean => value.Boolean ? "true" : "false",
        ScalarType.Double => Number(value.Double),
        ScalarType.String => value.String!,
        ScalarType.Timestamp => DateTimeOffset.UnixEpoch.AddMicroseconds(value.Timestamp).ToString("O", CultureInfo.InvariantCulture),
        _ => value.Int64.ToString(CultureInfo.InvariantCulture),
    };

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
