namespace SmartKart.Training.OffPolicy.Rewards;

/// <summary>
/// A place's rate of clicks, times an item's lift: its clicks of those that its places would have given, both with a prior of as many expected clicks as a
/// few. The position-based model by moments (Craswell et al., WSDM 2008), for everyone the same.
/// </summary>
public sealed class ItemMeans : IRewardModel
{
    private readonly double[] _rates, _lifts;

    private ItemMeans(double[] rates, double[] lifts) => (_rates, _lifts) = (rates, lifts);

    /// <param name="rounds">To learn from: not those that a policy is judged by, or the estimate leans to what chance did there.</param>
    /// <param name="priorClicks">How many expected clicks an item's lift of 1 counts as before it is seen. Above 0.</param>
    /// <exception cref="OffPolicyException">The prior is none.</exception>
    public static ItemMeans Fit(LoggedRounds rounds, double priorClicks = 5)
    {
        if (!(priorClicks > 0 && double.IsFinite(priorClicks)))
            throw new OffPolicyException($"The prior of an item's lift is {priorClicks} clicks, and must be above 0.");
        var (places, overall) = (rounds.Positions.ToArray().Max() + 1, 0.0);
        foreach (var click in rounds.Clicks) overall += click / rounds.Count;
        var (clicks, shown) = (new double[places], new double[places]);
        for (var round = 0; round < rounds.Count; round++)
        {
            clicks[rounds.Positions[round]] += rounds.Clicks[round];
            shown[rounds.Positions[round]]++;
        }
        // A place that was seldom shown leans to the mean of all.
        double[] rates = [.. clicks.Select((count, place) => (count + overall * priorClicks) / (shown[place] + priorClicks))];
        var (ofItem, expected) = (new double[rounds.Products.Count], new double[rounds.Products.Count]);
        for (var round = 0; round < rounds.Count; round++)
        {
            ofItem[rounds.Items[round]] += rounds.Clicks[round];
            expected[rounds.Items[round]] += rates[rounds.Positions[round]];
        }
        return new ItemMeans(rates, [.. ofItem.Select((count, item) => (count + priorClicks) / (expected[item] + priorClicks))]);
    }

    /// <summary>How many times as often as its places are, an item is clicked.</summary>
    public double Lift(int item) => _lifts[item];

    /// <summary>How often a place is clicked; one below all that were seen is as the last.</summary>
    public double Rate(int position) => _rates[Math.Min(position, _rates.Length - 1)];

    /// <inheritdoc />
    public double Expected(LoggedRounds rounds, int round, int item) => Math.Min(1, Rate(rounds.Positions[round]) * Lift(item));
}
