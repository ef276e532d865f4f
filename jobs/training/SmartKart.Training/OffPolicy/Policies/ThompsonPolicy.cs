using SmartKart.Scoring.Exploration;

namespace SmartKart.Training.OffPolicy.Policies;

/// <summary>
/// Thompson sampling as it stood after what it learned from, fading until each round. How often a candidate comes first is counted in draws, so its
/// probabilities are unbiased, and estimates with them too.
/// </summary>
/// <param name="bandit">What it had learned.</param>
/// <param name="seed">Of the draws.</param>
/// <param name="draws">For each round, 1 to 1,000,000.</param>
public sealed class ThompsonPolicy(ThompsonSampling bandit, ulong seed, int draws = 200) : IPolicy
{
    /// <inheritdoc />
    public string Name => "thompson";

    /// <param name="rounds">To learn from: not those that it is judged by.</param>
    /// <param name="options">What it believes before.</param>
    /// <param name="seed">Of the draws.</param>
    /// <param name="lookedAt">The probability that a place is looked at, from 0 down; null where all are.</param>
    /// <exception cref="BanditException">An option is out of its range.</exception>
    public static ThompsonPolicy Learn(LoggedRounds rounds, ThompsonOptions options, ulong seed, Func<int, double>? lookedAt = null)
    {
        var bandit = new ThompsonSampling(rounds.Products.Count, options);
        for (var round = 0; round < rounds.Count; round++)
            bandit.Observe(rounds.Items[round], rounds.At[round], rounds.Clicks[round] > 0, lookedAt?.Invoke(rounds.Positions[round]) ?? 1);
        return new ThompsonPolicy(bandit, seed);
    }

    /// <inheritdoc />
    public void Choose(LoggedRounds rounds, int round, Span<double> probabilities) =>
        bandit.Propensities(rounds.Candidates(round), rounds.At[round], seed + (ulong)round, draws, probabilities);
}
