using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Tiles;

namespace SmartKart.FeatureStore.Views;

/// <summary>What a view's definitions ask of its tiles.</summary>
/// <param name="inputs">Gives each value its place.</param>
internal sealed class AggregateSpecs(TileInputs inputs)
{
    private readonly List<AggregateSpec> _all = [];
    private readonly Dictionary<string, int> _resultsByDefinition = new(StringComparer.Ordinal);
    private int _results;

    public IReadOnlyList<AggregateSpec> All => _all;

    /// <summary>The place of a definition's first result, by its name. Its others follow: a quantile's windows, then the next quantile's.</summary>
    public IReadOnlyDictionary<string, int> ResultsByDefinition => _resultsByDefinition;

    public void Add(AggregateDefinition definition)
    {
        _resultsByDefinition.Add(definition.Name, _results);
        if (definition.Kind != AggregateKind.Quantile)
        {
            Add(SpecOf(definition));
            return;
        }
        foreach (var rank in definition.Quantiles) Add(SpecOf(definition) with { Rank = rank });
    }

    private void Add(AggregateSpec spec)
    {
        _all.Add(spec);
        _results += spec.Windows.Count;
    }

    private AggregateSpec SpecOf(AggregateDefinition definition)
    {
        var spec = new AggregateSpec(definition.Name, definition.Kind)
        {
            Length = definition.K ?? definition.Top ?? 10,
            HalfLife = definition.HalfLife ?? default,
            Windows = definition.Windows.Count == 0 ? [AggregateSpec.Lifetime] : [.. definition.Windows.Select(window => window.Length)],
        };
        if (definition.By is { } by) spec = spec with { By = inputs.PlaceOf(by, definition.Filter), ByType = by.Type };
        if (definition.Of is { } of) return spec with { Of = inputs.PlaceOf(of, definition.Filter), OfType = of.Type };
        // Without a value each event counts, unless a filter says which; a key that the filter takes away says it, too.
        if (definition.Filter is null || definition.By is not null) return spec;
        var (place, type) = definition.Kind == AggregateKind.Count ? inputs.PlaceOfPresence(definition.Filter) : inputs.PlaceOfOne(definition.Filter);
        return spec with { Of = place, OfType = type };
    }
}
