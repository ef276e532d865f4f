using System.Globalization;
using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Aggregation.Sketches;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Parity;

/// <summary>
/// How large a ranking is. To its cap of keys it is exact; beyond, the tiles may be off by a share of all weight. The ranking itself, which is
/// cut to its head, tells neither: so the offline side computes both beside it.
/// </summary>
/// <param name="Keys">How many keys there are.</param>
/// <param name="Weight">The sum of all events' weights, each without its sign.</param>
internal readonly record struct RankingSize(long Keys, double Weight)
{
    /// <summary>Columns that a ranking's size takes.</summary>
    public const int Columns = 2;

    /// <summary>The view, and after its features those that tell the size of each of its rankings, in their order.</summary>
    public static FeatureView AddTo(FeatureView view)
    {
        Feature[] sizes = [.. view.Features.Where(feature => feature.Type.Shape == FeatureShape.Ranking).SelectMany(feature => FeaturesOf(feature, view))];
        if (sizes.Length == 0) return view;
        return view with
        {
            Definitions = [.. view.Definitions, .. sizes.Select(size => size.Definition)],
            Features = [.. view.Features, .. sizes],
            OnDemandRow = new RowSchema([.. view.OnDemandRow.Fields, .. sizes.Select(size => new RowField(size.Name, size.Type.Value))]),
        };
    }

    /// <summary>Reads it from where its columns begin.</summary>
    public static RankingSize Read(ReadOnlySpan<object?> columns) => new(
        Convert.ToInt64(columns[0] ?? 0, CultureInfo.InvariantCulture),
        Convert.ToDouble(columns[1] ?? 0, CultureInfo.InvariantCulture));

    /// <summary>By how much the tiles' weight of a key may be off.</summary>
    /// <param name="length">How many keys the ranking shows.</param>
    public double ErrorOf(int length)
    {
        var cap = HeavyKeys.CapOf(length);
        return Keys <= cap ? 0 : Weight * HeavyKeys.ErrorOf(cap);
    }

    private static Feature[] FeaturesOf(Feature feature, FeatureView view)
    {
        var ranking = (AggregateDefinition)feature.Definition;
        var row = view.Source!.Row;         // only what has a source has rankings
        var by = ranking.By!.Text;          // which is what makes it one
        var (isThere, weight) = ranking.Of is { } of ? ($"({of.Text}) is not null", $"abs({of.Text}) * 1.0") : ("true", "1.0");
        var one = ranking with { By = null, K = null, Top = null, Windows = feature.Window is { } window ? [window] : [] };
        var keys = one with
        {
            Name = $"{feature.Name}__keys",
            Kind = AggregateKind.CountDistinct,
            HalfLife = null,
            Of = Expression.Parse($"case when {isThere} then {by} end").Bind(row),
        };
        var total = one with
        {
            Name = $"{feature.Name}__weight",
            Kind = ranking.HalfLife is null ? AggregateKind.Sum : AggregateKind.DecayedSum,
            Of = Expression.Parse($"case when ({by}) is not null then {weight} end").Bind(row),
        };
        return
        [
            new Feature(keys.Name, FeatureType.Single(ScalarType.Int64), keys, feature.Window),
            new Feature(total.Name, FeatureType.Single(ScalarType.Double), total, feature.Window),
        ];
    }
}
