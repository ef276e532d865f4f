using SmartKart.Scoring.Exploration;

namespace SmartKart.Training.OffPolicy.Rewards;

/// <summary>A ridge regression of clicks on features, in float64; what it expects is held to 0 to 1. It is that of LinUCB, which is one.</summary>
public sealed class RidgeRewards : IRewardModel
{
    private readonly IRoundFeatures _features;
    private readonly LinUcb _regression;

    private RidgeRewards(IRoundFeatures features, LinUcb regression) => (_features, _regression) = (features, regression);

    /// <param name="rounds">To learn from: not those that a policy is judged by.</param>
    /// <param name="features">What clicks are told by.</param>
    /// <param name="ridge">λ, above 0.</param>
    /// <exception cref="BanditException">The ridge is none, or there are too many features.</exception>
    public static RidgeRewards Fit(LoggedRounds rounds, IRoundFeatures features, double ridge = 1)
    {
        var regression = new LinUcb(new LinUcbOptions { Features = features.Count, Ridge = ridge, Exploration = 0 });
        var values = new double[features.Count];
        for (var round = 0; round < rounds.Count; round++)
        {
            features.Fill(rounds, round, rounds.Items[round], values);
            regression.Observe(0, values, rounds.Clicks[round]);
        }
        return new RidgeRewards(features, regression);
    }

    /// <inheritdoc />
    public double Expected(LoggedRounds rounds, int round, int item)
    {
        Span<double> values = stackalloc double[_features.Count];       // 512 at most
        _features.Fill(rounds, round, item, values);
        return Math.Clamp(_regression.Mean(0, values), 0, 1);
    }
}
