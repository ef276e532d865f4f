using SmartKart.Scoring.Recommenders;

namespace SmartKart.Scoring.Exploration;

/// <summary>
/// Offers everyone what is clicked most of late: each item's expected rate of clicks as a bandit knew it at an instant, which for what was hardly shown is near
/// the shop's own. Unlike popularity it counts of how many impressions the clicks were. It is a part for blends; it doesn't explore.
/// </summary>
/// <param name="rates">Of each item, 0 to 1.</param>
public sealed class BanditModel(ReadOnlyMemory<float> rates) : IRecommender
{
    /// <summary>Each item's expected rate of clicks.</summary>
    public ReadOnlyMemory<float> Rates => rates;

    /// <inheritdoc />
    public int Items => rates.Length;

    /// <param name="bandit">What it knows.</param>
    /// <param name="at">When it is asked, in microseconds since 1970: what it saw has faded until then.</param>
    public static BanditModel Of(ThompsonSampling bandit, long at)
    {
        var means = new float[bandit.Items];
        for (var item = 0; item < means.Length; item++) means[item] = (float)bandit.Mean(item, at);
        return new BanditModel(means);
    }

    /// <inheritdoc />
    public void Score(UserBatch users, Span<float> scores)
    {
        for (var user = 0; user < users.Count; user++) rates.Span.CopyTo(scores[(user * Items)..]);
    }
}
