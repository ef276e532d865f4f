using SmartKart.FeatureStore.Definitions;

namespace SmartKart.FeatureStore.Sql.Queries;

/// <summary>
/// What a query computes, in which order: aggregates in step 0, and a ratio or an on-demand feature a step after the last of those that it
/// reads. Only what a service's features need is there.
/// </summary>
internal sealed class FeatureSteps
{
    private readonly List<(ServiceFeature Feature, int Step)> _features = [];

    /// <exception cref="ArgumentException">Two features would have one column.</exception>
    internal FeatureSteps(IReadOnlyList<ServiceFeature> features)
    {
        foreach (var feature in features) Include(feature);
        var isTwice = _features.GroupBy(known => ColumnOf(known.Feature)).FirstOrDefault(column => column.Count() > 1);
        if (isTwice is not null)
        {
            throw new ArgumentException($"{string.Join(" and ", isTwice.Select(known => known.Feature))} would both be the column {isTwice.Key}. "
                + "Ask for the training set of one version of a view at a time.", nameof(features));
        }
    }

    /// <summary>How many steps there are.</summary>
    internal int Count => _features.Max(known => known.Step) + 1;

    /// <summary>The column of a feature: <c>view__feature</c>.</summary>
    internal static string ColumnOf(ServiceFeature feature) => $"{feature.View.Name}__{feature.Feature.Name}";

    /// <summary>The features of a step.</summary>
    internal IEnumerable<ServiceFeature> At(int step) => _features.Where(known => known.Step == step).Select(known => known.Feature);

    /// <summary>The feature that a definition of a view means by a name: of its own, or of a view that it reads.</summary>
    internal static ServiceFeature Named(FeatureView view, string name)
    {
        if (view.Find(name) is { } own) return new ServiceFeature(view, own);
        var read = view.Reads.First(read => name.StartsWith(read.Name + ".", StringComparison.Ordinal));
        return new ServiceFeature(read, read.Find(name[(read.Name.Length + 1)..])!);       // the reader of definitions has held the name to it
    }

    private int Include(ServiceFeature feature)
    {
        var at = _features.FindIndex(known => IsSame(known.Feature, feature));
        if (at >= 0) return _features[at].Step;
        var step = feature.Feature.Definition is AggregateDefinition ? 0 : 1 + ReadsOf(feature).Select(Include).DefaultIfEmpty(0).Max();
        _features.Add((feature, step));
        return step;
    }

    private static IEnumerable<ServiceFeature> ReadsOf(ServiceFeature feature) => feature.Feature.Definition switch
    {
        RatioDefinition ratio => [Named(feature.View, ratio.Of), Named(feature.View, ratio.To)],
        OnDemandDefinition onDemand => onDemand.Expression.Fields.Where(field => field.Name != "now").Select(field => Named(feature.View, field.Name)),
        _ => [],
    };

    private static bool IsSame(ServiceFeature left, ServiceFeature right) => left.View.Id == right.View.Id && left.Feature.Name == right.Feature.Name;
}
