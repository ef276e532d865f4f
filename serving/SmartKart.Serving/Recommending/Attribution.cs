using SmartKart.Scoring.Ranking;
using SmartKart.Serving.Models;

namespace SmartKart.Serving.Recommending;

/// <summary>What a candidate's score comes from: the components' parts of it, the features' part, and which of them did most.</summary>
/// <param name="Breakdown">By component; with a ranker also <c>features</c>, and then all add up to the score less what every product gets.</param>
/// <param name="Component">The number of the component that did most for it and can say why; -1 for none.</param>
/// <param name="Feature">The feature that did most for it, where that is more than any component; null for none.</param>
internal sealed record Attribution(IReadOnlyDictionary<string, double> Breakdown, int Component, string? Feature)
{
    private const string FeaturesName = "features", HistoryName = "history";

    /// <param name="model">The model.</param>
    /// <param name="scratch">Has the candidate.</param>
    /// <param name="at">The candidate's place in it.</param>
    /// <param name="parts">What each column of the ranker's row did for its score; empty where the ranker didn't give it.</param>
    public static Attribution Of(ServedModel model, RequestScratch scratch, int at, ReadOnlySpan<double> parts) =>
        model.Artifact.Ranker is { } ranker && !parts.IsEmpty ? OfRanker(ranker.Inputs, model.Components, parts) : OfSum(model, scratch, at);

    private static Attribution OfSum(ServedModel model, RequestScratch scratch, int at)
    {
        var (components, breakdown) = (model.Components, new Dictionary<string, double>(model.Components.Count, StringComparer.Ordinal));
        var (strongest, most) = (-1, 0d);
        for (var part = 0; part < components.Count; part++)
        {
            if (components[part].Weight == 0) continue;
            var share = components[part].Weight * (double)scratch.Parts[at * components.Count + part];
            breakdown[components[part].Name] = Math.Round(share, 4);
            if (share > most && components[part].Explains) (strongest, most) = (part, share);
        }
        return new Attribution(breakdown, strongest, null);
    }

    private static Attribution OfRanker(RankerInputs inputs, IReadOnlyList<Component> components, ReadOnlySpan<double> parts)
    {
        var breakdown = new Dictionary<string, double>(components.Count + 2, StringComparer.Ordinal);
        var (strongest, most, features) = (-1, 0d, 0d);
        for (var part = 0; part < components.Count; part++)
        {
            breakdown[components[part].Name] = Math.Round(parts[part], 4);
            if (parts[part] > most && components[part].Explains) (strongest, most) = (part, parts[part]);
        }
        breakdown[HistoryName] = Math.Round(parts[components.Count], 4);
        string? feature = null;
        for (var column = inputs.FirstFeature; column < parts.Length - 1; column++)
        {
            features += parts[column];
            if (parts[column] > most) (feature, most) = (inputs.Features[column - inputs.FirstFeature], parts[column]);
        }
        breakdown[FeaturesName] = Math.Round(features, 4);
        return new Attribution(breakdown, strongest, feature);
    }
}
