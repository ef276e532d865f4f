using SmartKart.Backfill.Simulation.Catalogue;
using SmartKart.Backfill.Simulation.Shoppers;

namespace SmartKart.Backfill.Simulation.Visits;

/// <summary>
/// Chooses what a list shows, at random and by known probabilities, as off-policy evaluation needs it. The candidates are dealt out to the places, a few
/// for each, and each place draws one of its own by a softmax over their scores. So the logged propensity is exact, given the deal, and no product
/// comes twice. All places get candidates of the same quality: what sets the first apart is that it is looked at.
/// </summary>
internal sealed class LoggingPolicy(Chance chance)
{
    private const int CandidatesOfPlace = 3;
    private const double EstimateNoise = 1.0;

    private readonly double[] _scores = new double[CandidatesOfPlace];

    /// <summary>How many candidates a list of a length wants.</summary>
    internal static int CandidatesFor(int length) => length * CandidatesOfPlace;

    /// <summary>Draws a list.</summary>
    /// <param name="candidates">All different. They are shuffled: their order tells how popular they are.</param>
    /// <param name="length">How many are shown, where there are so many.</param>
    /// <param name="reader">Whose tastes are estimated, with noise; null to go by what is popular.</param>
    internal (Product[] Products, double[] Propensities) Draw(List<Product> candidates, int length, Shopper? reader)
    {
        for (var at = candidates.Count - 1; at > 0; at--)
        {
            var other = chance.Below(at + 1);
            (candidates[at], candidates[other]) = (candidates[other], candidates[at]);
        }
        var places = Math.Min(length, candidates.Count);
        var (products, propensities) = (new Product[places], new double[places]);
        for (var place = 0; place < places; place++)
        {
            var (count, total) = (0, 0.0);
            for (var at = place; at < candidates.Count && count < CandidatesOfPlace; at += places)
                total += _scores[count++] = Math.Exp(Score(candidates[at], reader));
            var drawn = chance.Weighted(_scores.AsSpan(0, count));
            products[place] = candidates[place + drawn * places];
            propensities[place] = _scores[drawn] / total;
        }
        return (products, propensities);
    }

    private double Score(Product product, Shopper? reader) =>
        product.AppealToday + (reader is null ? 0 : Utility.Fit(reader, product) + EstimateNoise * chance.Normal());
}
