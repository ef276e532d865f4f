using System.Globalization;
using SmartKart.Training.Interactions;
using SmartKart.Training.Ranking;

namespace SmartKart.Training.Runs.Splits;

/// <summary>
/// A share of each user's products is held out by chance, whenever they had them, as most published tables do. What is held out may be older than what is known,
/// so figures are better than tomorrow's will be. A share is rounded for each user, and one product stays: who has few may have none held out.
/// </summary>
/// <param name="validation">Share of a user's different products.</param>
/// <param name="test">Share of them.</param>
/// <param name="seed">Of the draw.</param>
internal sealed class RatioSplit(double validation, double test, int seed) : IHistorySplit
{
    public RunParts Of(InteractionLog log)
    {
        var (before, judged) = log.Between(log.First, log.Last + 1).Split(test, seed);
        var (learned, chosen) = before.Split(validation / (1 - test), seed + 1);
        Require(chosen, "validation");
        Require(judged, "test");
        return new RunParts(
            new RankingCut(log.Last + 1, log.InputOf(learned), chosen), new RankingCut(log.Last + 1, log.InputOf(before), judged), HasMoments: false,
            string.Create(CultureInfo.InvariantCulture, $"The history was split by chance, seed {seed}: parameters were chosen by {validation:P0} of each user's ")
            + string.Create(CultureInfo.InvariantCulture, $"products, models judged by {test:P0}, whenever users had them; by time figures would be lower."));
    }

    private static void Require(InteractionMatrix held, string part)
    {
        if (held.Count > 0) return;
        throw new InteractionException(
            $"No user has products enough for a {part} share: nothing can be judged by it. Make the {part} share larger, or train on a longer history.");
    }
}
