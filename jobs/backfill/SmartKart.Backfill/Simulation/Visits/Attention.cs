using SmartKart.Backfill.Simulation.Shoppers;
using SmartKart.Backfill.Simulation.Truth;

namespace SmartKart.Backfill.Simulation.Visits;

/// <summary>
/// How somebody looks at a list. Each place is looked at or not, on its own, the first ones more likely: the examination hypothesis (Richardson et al.,
/// 2007; position model of Craswell et al., 2008). Of what was seen one is chosen, or none, by a softmax over utilities. Hot path: per list.
/// </summary>
internal sealed class Attention(Chance chance, GroundTruth truth)
{
    private const double Decay = 0.6;

    /// <summary>The probability that a place is looked at, by place: 1, 0.66, 0.52, …</summary>
    internal static readonly double[] Examination = [.. Enumerable.Range(0, Slate.LongestList).Select(place => Math.Pow(place + 1, -Decay))];

    private static readonly double NoClick = Math.Exp(Utility.OfNoClick);
    private readonly double[] _weights = new double[Slate.LongestList];

    /// <summary>The place that is clicked; -1 for none.</summary>
    internal int Choose(Shopper shopper, Slate slate)
    {
        var weights = _weights.AsSpan(0, slate.Products.Length);
        var total = NoClick;
        for (var place = 0; place < weights.Length; place++)
            total += weights[place] = chance.Happens(Examination[place]) ? Math.Exp(Utility.InList(shopper, slate.Products[place])) : 0;
        var chosen = chance.Weighted(weights, NoClick);
        for (var place = 0; place < weights.Length; place++) truth.Shown(slate, place, weights[place] / total, place == chosen);
        return chosen;
    }
}
