using System.Diagnostics;
using SmartKart.FeatureStore.Definitions.Reading.Yaml;
using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Definitions.Reading;

/// <summary>Reads the <c>features</c> of one view: aggregates first, then ratios of them, then what is computed on demand from both.</summary>
internal sealed class FeatureListReader
{
    /// <summary>The most entries of a view.</summary>
    private const int MaxDefinitions = 1_000;

    private static readonly string[] Ways = ["aggregate", "ratio", "on_demand"];

    private const string Forms = "Write {aggregate: count, windows: [24h]}, {ratio: {of: clicks_7d, to: impressions_7d}} or "
        + "{on_demand: \"seconds(now - last_at)\"}.";

    private readonly FaultList _faults;
    private readonly string _path;
    private readonly AggregateReader? _aggregates;
    private readonly ExpressionReader _expressions;
    private readonly Dictionary<string, FeatureDefinition> _definitions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Feature> _features = new(StringComparer.Ordinal);
    private readonly HashSet<string> _broken = new(StringComparer.Ordinal);

    /// <param name="faults">Takes the faults.</param>
    /// <param name="path">What the features are part of, for messages.</param>
    /// <param name="fields">The fields of the source; null where the view reads other views.</param>
    /// <param name="reads">Those views.</param>
    internal FeatureListReader(FaultList faults, string path, SourceFields? fields, IReadOnlyList<FeatureView> reads)
    {
        (_faults, _path) = (faults, path);
        _expressions = new ExpressionReader(faults);
        if (fields is not null) _aggregates = new AggregateReader(faults, _expressions, fields);
        foreach (var view in reads)
        {
            foreach (var feature in view.Features) _features.TryAdd($"{view.Name}.{feature.Name}", feature);
        }
    }

    /// <summary>The definitions and features in the order written, and what on-demand features read.</summary>
    internal (IReadOnlyList<FeatureDefinition> Definitions, IReadOnlyList<Feature> Features, RowSchema OnDemandRow) Read(YamlMapping features)
    {
        if (features.Entries.Count > MaxDefinitions)
            _faults.Add(features.At, _path, $"there are {features.Entries.Count} entries, and {MaxDefinitions} are the most. Divide the view.");
        var entries = features.Entries.Take(MaxDefinitions).Select(Entry).OfType<(YamlText Name, YamlMapping Body, string Form)>().ToArray();
        foreach (var (name, body, _) in entries.Where(entry => entry.Form == "aggregate")) ReadAggregate(name, body);
        var ratios = new RatioReader(_faults, new Dictionary<string, Feature>(_features, StringComparer.Ordinal), IsBroken);
        foreach (var (name, body, _) in entries.Where(entry => entry.Form == "ratio"))
        {
            if (ratios.Read(name, body, PathOf(name)) is { } ratio) Keep(ratio, [new Feature(ratio.Name, FeatureType.Single(ScalarType.Double), ratio)]);
            else _broken.Add(name.Text);
        }
        var row = ReadOnDemand(entries);
        Debug.Assert(_faults.Count > 0 || _definitions.Count == entries.Length, "an entry was lost without a fault");

        FeatureDefinition[] inOrder = [.. entries.Select(entry => _definitions.GetValueOrDefault(entry.Name.Text)).OfType<FeatureDefinition>()];
        return (inOrder, [.. inOrder.SelectMany(definition => _features.Values.Where(feature => ReferenceEquals(feature.Definition, definition)))], row);
    }

    private string PathOf(YamlText name) => $"{_path}.{name.Text}";

    private (YamlText Name, YamlMapping Body, string Form)? Entry(KeyValuePair<YamlText, YamlValue> entry)
    {
        var (name, value) = entry;
        _broken.Add(name.Text);
        if (!Names.Check(name, PathOf(name), _faults)) return null;
        if (value is not YamlMapping body)
        {
            if (value is not YamlRefused) _faults.Add(value.At, PathOf(name), $"a feature is keys and values, and this is {value.Kind}. {Forms}");
            return null;
        }
        string[] forms = [.. Ways.Where(form => body.Find(form) is not null)];
        if (forms.Length != 1)
        {
            _faults.Add(body.At, PathOf(name), forms.Length == 0
                ? $"this says not how it is computed. {Forms}"
                : $"this is computed in two ways: {string.Join(" and ", forms)}. Keep one, and make the other a feature of its own.");
            return null;
        }
        _broken.Remove(name.Text);
        return (name, body, forms[0]);
    }

    private void ReadAggregate(YamlText name, YamlMapping body)
    {
        if (_aggregates is null)
            _faults.Add(body.Find("aggregate")!.At, $"{PathOf(name)}.aggregate", "a view without a source has no events to aggregate. "
                + "Move the feature to a view with a source, and read it here.");
        else if (_aggregates.Read(name, body, PathOf(name)) is { } read)
        {
            Keep(read.Definition, read.Features);
            return;
        }
        _broken.Add(name.Text);
    }

    private RowSchema ReadOnDemand((YamlText Name, YamlMapping Body, string Form)[] entries)
    {
        var onDemand = new OnDemandReader(_faults, _expressions, WhyUnreadable, IsBroken);
        foreach (var (name, body, _) in entries.Where(entry => entry.Form == "on_demand")) onDemand.Add(name, body, PathOf(name));
        var single = _features.Where(feature => feature.Value.Type.Shape == FeatureShape.Single);
        var (definitions, row) = onDemand.Bind(new RowSchema(
            [new RowField("now", ScalarType.Timestamp, IsNullable: false), .. single.Select(feature => new RowField(feature.Key, feature.Value.Type.Value))]));
        foreach (var definition in definitions) Keep(definition, [new Feature(definition.Name, FeatureType.Single(definition.Expression.Type), definition)]);
        return row;
    }

    private void Keep(FeatureDefinition definition, IReadOnlyList<Feature> features)
    {
        _definitions.Add(definition.Name, definition);
        foreach (var feature in features)
        {
            if (_features.TryAdd(feature.Name, feature)) continue;
            _broken.Add(definition.Name);
            _faults.Add(definition.At, $"{_path}.{definition.Name}",
                $"the feature '{feature.Name}' is there already: '{_features[feature.Name].Definition.Name}' at line "
                    + $"{_features[feature.Name].Definition.At.Line} gives it. Rename one of them.");
        }
    }

    private string? WhyUnreadable(string name) => _features.TryGetValue(name, out var feature) && feature.Type.Shape != FeatureShape.Single
        ? $"'{name}' is a {feature.Type}, and expressions read single values. Choose another feature."
        : null;

    // A definition's features begin with its name.
    private bool IsBroken(string feature) => _broken.Any(name => feature == name || feature.StartsWith(name + "_", StringComparison.Ordinal));
}
