using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Tiles;
using Function = SmartKart.FeatureStore.Aggregation.AggregateKind;

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
        if (definition.Kind != AggregateKind.Quantiles)
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
        var function = FunctionOf(definition);
        var spec = new AggregateSpec(definition.Name, function)
        {
            Length = definition.K ?? definition.Top ?? 10,
            HalfLife = definition.HalfLife ?? default,
            Windows = definition.Windows.Count == 0 ? [AggregateSpec.Lifetime] : [.. definition.Windows.Select(window => window.Length)],
        };
        if (definition.By is { } by) spec = spec with { By = inputs.PlaceOf(by, definition.Filter), ByType = by.Type };
        if (definition.Of is { } of) return spec with { Of = inputs.PlaceOf(of, definition.Filter), OfType = of.Type };
        // Without a value each event counts, unless a filter says which; a key that the filter takes away says it, too.
        if (definition.Filter is null || definition.By is not null) return spec;
        var (place, type) = function == Function.Count ? inputs.PlaceOfPresence(definition.Filter) : inputs.PlaceOfOne(definition.Filter);
        return spec with { Of = place, OfType = type };
    }

    private static Function FunctionOf(AggregateDefinition definition) => definition.Kind switch
    {
        AggregateKind.Count => Function.Count,
        AggregateKind.Sum => Function.Sum,
        AggregateKind.Avg => Function.Avg,
        AggregateKind.Min => Function.Min,
        AggregateKind.Max => Function.Max,
        AggregateKind.Variance => Function.Variance,
        AggregateKind.StdDev => Function.Stddev,
        AggregateKind.First => Function.First,
        AggregateKind.Last => Function.Last,
        AggregateKind.LastK => Function.LastK,
        AggregateKind.CountDistinct => Function.CountDistinct,
        AggregateKind.TopK => Function.TopK,
        AggregateKind.DecayedSum when definition.By is null => Function.DecayedSum,
        AggregateKind.DecayedSum => Function.DecayedTopK,
        AggregateKind.Quantiles => Function.Quantile,
        _ => throw new ArgumentOutOfRangeException(nameof(definition), definition.Kind, "No such aggregate."),
    };
}
