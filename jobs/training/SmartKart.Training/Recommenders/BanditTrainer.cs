using SmartKart.Scoring.Exploration;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Interactions;
using SmartKart.Training.OffPolicy;

namespace SmartKart.Training.Recommenders;

/// <summary>What is clicked of what is shown, of late: the rates of a Thompson sampling that was told of a log, as a part for blends.</summary>
public static class BanditTrainer
{
    /// <param name="rounds">What was shown and clicked. Products that the catalogue doesn't have are left out.</param>
    /// <param name="products">The blend's; one that was never shown has the base rate.</param>
    /// <param name="options">What is believed before, and how soon it is forgotten; the rates are those at the last round's instant.</param>
    /// <param name="lookedAt">The probability that a place is looked at, from 0 down; null where all are.</param>
    /// <exception cref="BanditException">An option is out of its range.</exception>
    public static BanditModel Train(LoggedRounds rounds, Catalogue products, ThompsonOptions options, Func<int, double>? lookedAt = null)
    {
        var bandit = new ThompsonSampling(products.Count, options);
        int[] items = [.. Enumerable.Range(0, rounds.Products.Count).Select(item => products.ItemOf(rounds.Products[item]))];
        for (var round = 0; round < rounds.Count; round++)
        {
            if (items[rounds.Items[round]] is >= 0 and var item)
                bandit.Observe(item, rounds.At[round], rounds.Clicks[round] > 0, lookedAt?.Invoke(rounds.Positions[round]) ?? 1);
        }
        return BanditModel.Of(bandit, rounds.At[^1]);
    }

    /// <summary>
    /// The same of a history's impressions. The base rate is that of all of them: what was hardly shown is taken for what the shop is on the whole.
    /// </summary>
    /// <param name="input">Rates are those at its last impression's instant; before there is any, all items have the same.</param>
    /// <param name="halfLife">After how long an impression counts half; zero for never.</param>
    /// <param name="priorImpressions">As how many impressions the base rate counts, above 0.</param>
    /// <param name="positionBias">
    /// How much less low places are looked at: place n, from 1, with the probability n^-bias, as Joachims, Swaminathan and Schnabel have it ("Unbiased
    /// learning-to-rank with biased feedback", WSDM 2017). 0 for all alike.
    /// </param>
    /// <exception cref="BanditException">An option is out of its range.</exception>
    public static BanditModel Train(TrainingInput input, TimeSpan halfLife, double priorImpressions, double positionBias)
    {
        var impressions = input.Impressions.Span;
        var clicks = 0;
        foreach (var each in impressions) clicks += each.IsClicked ? 1 : 0;
        var baseRate = (clicks + 0.5) / (impressions.Length + 1.0);        // Jeffreys' prior: neither 0 nor 1
        var options = new ThompsonOptions { BaseRate = baseRate, HalfLife = halfLife, PriorImpressions = priorImpressions };
        var bandit = new ThompsonSampling(input.Seen.Items, options);
        foreach (var (at, item, position, isClicked) in impressions) bandit.Observe(item, at, isClicked, Math.Pow(1 + Math.Max(0, position), -positionBias));
        return BanditModel.Of(bandit, impressions.IsEmpty ? 0 : impressions[^1].At);
    }
}
