using SmartKart.FeatureStore.Aggregation;
using SmartKart.FeatureStore.Definitions.Reading.Yaml;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Tiles;

namespace SmartKart.FeatureStore.Definitions.Reading;

/// <summary>Reads one aggregate of a view that has events.</summary>
internal sealed class AggregateReader(FaultList faults, ExpressionReader expressions, SourceFields fields)
{
    private const int MaxWindows = 16;
    private const int MaxQuantiles = 16;

    private readonly RowSchema _row = fields.Row;

    /// <summary>The aggregate and its features, or null where it is unsound and there is a fault.</summary>
    internal (AggregateDefinition Definition, IReadOnlyList<Feature> Features)? Read(YamlText name, YamlMapping body, string path)
    {
        var faultsBefore = faults.Count;
        var keys = new KeyReader(body, path, faults, AggregateRule.AllKeys);
        if (Rule(keys) is not { } rule) return null;
        foreach (var (key, _) in body.Entries)
        {
            if (AggregateRule.AllKeys.Contains(key.Text) && !rule.Takes(key.Text))
                faults.Add(key.At, keys.PathOf(key.Text), $"{rule.Keyword} has no use for '{key.Text}'. Leave it out; it is written {rule.Example}.");
        }
        foreach (var needed in rule.Needs.Where(needed => !keys.Has(needed)))
            faults.Add(body.At, keys.PathOf(needed), $"{rule.Keyword} needs '{needed}'. It is written {rule.Example}.");
        if (rule.Kind == AggregateKind.DecayedSum && keys.Has("by") != keys.Has("top"))
            faults.Add(body.At, keys.PathOf(keys.Has("by") ? "top" : "by"), "a sum by key keeps the heaviest keys. Write both 'by' and 'top', "
                + "such as by: category_id, top: 10.");

        var definition = new AggregateDefinition(name.Text, keys.Description(), name.At, rule.KindOf(hasKey: keys.Has("by")))
        {
            Of = Typed(keys, "of", rule.OfTypes, rule.Keyword),
            By = Typed(keys, "by", AggregateRule.ByTypes, "a key"),
            Filter = Bound(keys, "filter", ScalarType.Boolean),
            Windows = Windows(keys),
            K = keys.Integer("k", 1, AggregateSpec.LengthMax),
            Top = keys.Integer("top", 1, AggregateSpec.LengthMax),
            HalfLife = keys.Duration("half_life"),
            Quantiles = Quantiles(keys),
        };
        return faults.Count > faultsBefore ? null : (definition, Expand(definition, rule.ResultType(definition.Of?.Type, definition.By?.Type)));
    }

    private static AggregateRule? Rule(KeyReader keys)
    {
        if (keys.Text("aggregate") is not { } named) return null;
        var rule = AggregateRule.Table.FirstOrDefault(rule => rule.Keyword == named.Text);
        if (rule is not null) return rule;
        var known = AggregateRule.Table.Select(rule => rule.Keyword).ToArray();
        var remedy = named.Text == "ratio" ? "A ratio is of two features: write {ratio: {of: clicks_7d, to: impressions_7d}}."
            : NearestName.Of(named.Text, known) is { } nearest ? $"Did you mean '{nearest}'?"
            : $"The aggregates are {string.Join(", ", known)}.";
        keys.Fault("aggregate", $"there is no aggregate '{named.Text}'. {remedy}");
        return null;
    }

    private BoundExpression? Bound(KeyReader keys, string key, ScalarType? type) =>
        keys.Text(key) is { } text ? expressions.Bind(text, keys.PathOf(key), _row, type, fields.WhyUnreadable) : null;

    private BoundExpression? Typed(KeyReader keys, string key, IReadOnlyList<ScalarType> types, string taker)
    {
        if (Bound(keys, key, type: null) is not { } bound) return null;
        if (types.Contains(bound.Type)) return bound;
        keys.Fault(key, $"{taker} takes {string.Join(" or ", types)}, and '{bound.Text}' is a {bound.Type}. Choose another field, or cast it: "
            + $"cast(x as {types[0].ToString().ToLowerInvariant()}).");
        return null;
    }

    private List<FeatureWindow> Windows(KeyReader keys)
    {
        var windows = new List<FeatureWindow>();
        var texts = keys.Texts("windows");
        if (texts.Count > MaxWindows) keys.Fault("windows", $"there are {texts.Count} windows, and {MaxWindows} are the most. Leave some out.");
        foreach (var text in texts)
        {
            if (!Durations.TryParse(text.Text, out var length))
                faults.Add(text.At, keys.PathOf("windows"), $"'{text.Text}' is no duration. {Durations.Form}");
            else if (length < FeatureWindow.Shortest || length > FeatureWindow.Longest)
                faults.Add(text.At, keys.PathOf("windows"), $"the window '{text.Text}' isn't from 1m to 3650d. Write one that is.");
            else if (length.Ticks % TimeSpan.TicksPerMinute != 0)
            {
                faults.Add(text.At, keys.PathOf("windows"),
                    $"the window '{text.Text}' isn't whole minutes, the finest step there is. Write minutes, such as 2m.");
            }
            else if (windows.Find(window => window.Length == length) is { } same)
                faults.Add(text.At, keys.PathOf("windows"), $"the window '{text.Text}' stands here already, as '{same.Text}'. Keep one of them.");
            else
                windows.Add(new FeatureWindow(text.Text, length));
        }
        return windows;
    }

    private static IReadOnlyList<double> Quantiles(KeyReader keys)
    {
        var quantiles = keys.Numbers("at", 0, 1);
        if (quantiles.Count > MaxQuantiles) keys.Fault("at", $"there are {quantiles.Count} quantiles, and {MaxQuantiles} are the most. Leave some out.");
        if (quantiles.Distinct().Count() < quantiles.Count) keys.Fault("at", "a quantile stands here twice. Keep it once.");
        return quantiles;
    }

    private static List<Feature> Expand(AggregateDefinition definition, FeatureType type)
    {
        var features = new List<Feature>();
        IReadOnlyList<double?> quantiles = definition.Quantiles.Count == 0 ? [null] : [.. definition.Quantiles.Select(quantile => (double?)quantile)];
        IReadOnlyList<FeatureWindow?> windows = definition.Windows;
        if (windows.Count == 0) windows = [null];
        foreach (var quantile in quantiles)
        {
            foreach (var window in windows)
            {
                var name = definition.Name + (quantile is { } share ? "_" + QuantileName(share) : "") + (window is null ? "" : "_" + window.Text);
                features.Add(new Feature(name, type, definition, window, quantile));
            }
        }
        return features;
    }

    // 0.5 is p50, 0.999 is p99_9. By way of decimal: as doubles, 0.29 × 100 isn't 29.
    private static string QuantileName(double quantile) => FormattableString.Invariant($"p{(decimal)quantile * 100:0.##########}").Replace('.', '_');
}
