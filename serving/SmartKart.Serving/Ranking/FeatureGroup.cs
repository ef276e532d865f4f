using System.Collections.Concurrent;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Views;

namespace SmartKart.Serving.Ranking;

/// <summary>Features of a ranker that have the same keys, so that they are read together. Immutable but for idle vectors; thread safe.</summary>
internal sealed class FeatureGroup
{
    private readonly ScalarType[] _types;
    private readonly int[] _columns;
    private readonly ConcurrentBag<OnlineVectors> _idle = [];

    /// <param name="service">Of which they are a part.</param>
    /// <param name="features">The features, each with its column among the ranker's features.</param>
    public FeatureGroup(FeatureService service, IReadOnlyList<(ServiceFeature Feature, int Column)> features)
    {
        Features = [.. features.Select(each => each.Feature)];
        _columns = [.. features.Select(each => each.Column)];
        Plan = ServicePlan.Compile(service with { Features = Features });
        Keys = OnlineStore.JoinKeys(Plan);
        _types = [.. Features.Select(each => each.Feature.Type.Value)];
    }

    /// <summary>The features.</summary>
    public IReadOnlyList<ServiceFeature> Features { get; }

    /// <summary>Each one's column among the ranker's features.</summary>
    public IReadOnlyList<int> Columns => _columns;

    /// <summary>What reads them.</summary>
    public ServicePlan Plan { get; }

    /// <summary>The columns of a row of keys.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Room for what is read; to be given back.</summary>
    public OnlineVectors Rent() => _idle.TryTake(out var idle) ? idle : new OnlineVectors(Plan);

    /// <summary>Takes it back.</summary>
    public void Return(OnlineVectors vectors) => _idle.Add(vectors);

    /// <summary>Puts a vector's values where a row has them. Hot path: per candidate.</summary>
    /// <param name="values">A vector of the plan.</param>
    /// <param name="row">The ranker's features of a row.</param>
    public void CopyTo(ReadOnlySpan<Scalar> values, Span<float> row)
    {
        var (columns, types) = (_columns, _types);
        for (var feature = 0; feature < columns.Length; feature++) row[columns[feature]] = Value(values[feature], types[feature]);
    }

    /// <summary>A feature's value as the ranker was taught with it: not a number where there is none. Hot path: per candidate.</summary>
    /// <param name="values">A vector of the plan.</param>
    /// <param name="feature">The feature's place in <see cref="Features"/>.</param>
    public float Value(ReadOnlySpan<Scalar> values, int feature) => Value(values[feature], _types[feature]);

    /// <inheritdoc cref="Value(ReadOnlySpan{Scalar}, int)"/>
    public static float Value(Scalar value, ScalarType type)
    {
        if (value.IsNull) return float.NaN;
        var number = type switch
        {
            ScalarType.Double => (float)value.Double,
            ScalarType.Boolean => value.Boolean ? 1 : 0,
            _ => value.Int64,
        };
        return float.IsFinite(number) ? number : float.NaN;
    }
}
