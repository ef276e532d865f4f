using SmartKart.Scoring.Exploration;
using SmartKart.Scoring.Recommenders;
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
}
