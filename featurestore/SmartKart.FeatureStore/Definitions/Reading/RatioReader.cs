using SmartKart.FeatureStore.Definitions.Reading.Yaml;
using SmartKart.FeatureStore.Expressions;

namespace SmartKart.FeatureStore.Definitions.Reading;

/// <summary>Reads ratios of features that are known already.</summary>
/// <param name="faults">Takes the faults.</param>
/// <param name="features">The aggregates of the view, and the features of those that it reads, by the name that the ratio uses.</param>
/// <param name="isBroken">Whether a name is of a feature that has a fault of its own.</param>
internal sealed class RatioReader(FaultList faults, IReadOnlyDictionary<string, Feature> features, Func<string, bool> isBroken)
{
    private const string Example = "{of: clicks_7d, to: impressions_7d, prior: [1, 50]}";

    internal RatioDefinition? Read(YamlText name, YamlMapping body, string path)
    {
        var faultsBefore = faults.Count;
        var outer = new KeyReader(body, path, faults, ["ratio", "description"]);
        var description = outer.Description();
        if (outer.Mapping("ratio", Example) is not { } ratio) return null;
        var keys = new KeyReader(ratio, outer.PathOf("ratio"), faults, ["of", "to", "prior"]);
        var of = Number(keys, "of");
        var to = Number(keys, "to");
        var prior = keys.Numbers("prior", 0, 1e12);
        if (keys.Has("prior") && prior.Count != 2)
            keys.Fault("prior", "a prior is two numbers, added above and below the line: prior: [1, 50] makes (a + 1) / (b + 50).");
        return faults.Count > faultsBefore || of is null || to is null
            ? null
            : new RatioDefinition(name.Text, description, name.At, of, to, prior.Count == 2 ? prior[0] : 0, prior.Count == 2 ? prior[1] : 0);
    }

    private string? Number(KeyReader keys, string key)
    {
        if (keys.RequiredText(key, "views_7d") is not { } text || isBroken(text.Text)) return null;
        if (!features.TryGetValue(text.Text, out var feature))
        {
            var numbers = features.Where(known => known.Value.Type.IsNumber).Select(known => known.Key).ToArray();
            keys.Fault(key, $"there is no feature '{text.Text}' to make a ratio of. "
                + (NearestName.Of(text.Text, numbers) is { } nearest ? $"Did you mean '{nearest}'?"
                    : numbers.Length == 0 ? "Add the aggregates that it divides."
                    : $"There are {string.Join(", ", numbers)}."));
            return null;
        }
        if (feature.Type.IsNumber) return text.Text;
        keys.Fault(key, $"'{text.Text}' is a {feature.Type}, and a ratio is of two numbers. Choose a count, a sum or the like.");
        return null;
    }
}
