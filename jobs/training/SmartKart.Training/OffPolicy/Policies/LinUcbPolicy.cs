using SmartKart.Scoring.Exploration;
using SmartKart.Training.OffPolicy.Rewards;

namespace SmartKart.Training.OffPolicy.Policies;

/// <summary>LinUCB of one model for all items, as it stood after what it learned from: the candidate with the greatest upper bound.</summary>
public static class LinUcbPolicy
{
    /// <param name="rounds">To learn from: not those that it is judged by.</param>
    /// <param name="features">What clicks are told by.</param>
    /// <param name="exploration">α: standard deviations above what is expected.</param>
    /// <exception cref="BanditException">A setting is out of its range.</exception>
    public static GreedyPolicy Learn(LoggedRounds rounds, IRoundFeatures features, double exploration = 1)
    {
        var bandit = new LinUcb(new LinUcbOptions { Features = features.Count, Exploration = exploration });
        var values = new double[features.Count];
        for (var round = 0; round < rounds.Count; round++)
        {
            features.Fill(rounds, round, rounds.Items[round], values);
            bandit.Observe(0, values, rounds.Clicks[round]);
        }
        return new GreedyPolicy("linucb", (log, round, scores) =>
        {
            var candidates = log.Candidates(round);
            var all = new double[candidates.Length * features.Count];
            for (var at = 0; at < candidates.Length; at++) features.Fill(log, round, candidates[at], all.AsSpan(at * features.Count, features.Count));
            bandit.Score([], all, scores);
        });
    }
}
