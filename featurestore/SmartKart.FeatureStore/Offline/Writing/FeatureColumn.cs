using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Sql;

namespace SmartKart.FeatureStore.Offline.Writing;

/// <summary>A feature as a column of a training set.</summary>
/// <param name="Name">As Feast has it with full feature names: <c>view__feature</c>.</param>
/// <param name="Type">What its values are.</param>
internal sealed record FeatureColumn(string Name, FeatureType Type)
{
    /// <summary>DuckDB's type: a list is a LIST, a ranking a LIST of STRUCTs of key and weight, both in order.</summary>
    public string SqlType => Type.Shape switch
    {
        FeatureShape.List => $"{SqlTypeOf(Type.Value)}[]",
        FeatureShape.Ranking => $"STRUCT(\"key\" {SqlTypeOf(Type.Key!.Value)}, weight DOUBLE)[]",     // a ranking has keys
        _ => SqlTypeOf(Type.Value),
    };

    /// <summary>The columns of a service. Where it has several versions of a view, a column also names its version.</summary>
    public static FeatureColumn[] Of(IReadOnlyList<ServiceFeature> features)
    {
        var several = features.Select(feature => (feature.View.Name, feature.View.Version)).Distinct()
            .CountBy(view => view.Name).Where(view => view.Value > 1).Select(view => view.Key).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. features.Select(feature => new FeatureColumn(
                $"{feature.View.Name}{(several.Contains(feature.View.Name) ? $"_v{feature.View.Version}" : "")}__{feature.Feature.Name}",
                feature.Feature.Type)),
        ];
    }

    // Instants say in the file that they are UTC.
    private static string SqlTypeOf(ScalarType type) => type == ScalarType.Timestamp ? "TIMESTAMPTZ" : SqlDialect.DuckDb.TypeName(type);
}
