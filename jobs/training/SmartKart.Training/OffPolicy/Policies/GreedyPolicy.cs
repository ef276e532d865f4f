using SmartKart.Scoring.Recommenders;
using SmartKart.Training.OffPolicy.Rewards;

namespace SmartKart.Training.OffPolicy.Policies;

/// <summary>Scores a round's candidates. The greatest score is the best; scores of one round compare with each other only.</summary>
/// <param name="rounds">Which log.</param>
/// <param name="round">Which place of which list.</param>
/// <param name="scores">Takes one of each of the round's candidates.</param>
public delegate void CandidateScores(LoggedRounds rounds, int round, Span<float> scores);

/// <summary>The candidate with the greatest score; equal ones share. Now and then any, which keeps it judgeable by others later.</summary>
public sealed class GreedyPolicy : IPolicy
{
    private readonly CandidateScores _scores;
    private readonly double _exploration;

    /// <param name="name">As reports call it.</param>
    /// <param name="scores">Thread safe.</param>
    /// <param name="exploration">ε: with which probability any candidate is put there, 0 to 1.</param>
    /// <exception cref="OffPolicyException">ε is no probability.</exception>
    public GreedyPolicy(string name, CandidateScores scores, double exploration = 0)
    {
        if (!(exploration is >= 0 and <= 1))
            throw new OffPolicyException($"The policy {name} explores with the probability {exploration}, and only 0 to 1 can be.");
        (Name, _scores, _exploration) = (name, scores, exploration);
    }

    /// <inheritdoc />
    public string Name { get; }

    /// <summary>What had most clicks.</summary>
    /// <param name="rounds">To count in: not those that it is judged by.</param>
    public static GreedyPolicy OfPopularity(LoggedRounds rounds)
    {
        var clicks = new float[rounds.Products.Count];
        for (var round = 0; round < rounds.Count; round++) clicks[rounds.Items[round]] += (float)rounds.Clicks[round];
        return OfItems("popularity", clicks);
    }

    /// <summary>What a reward model expects most of.</summary>
    public static GreedyPolicy OfRewards(string name, IRewardModel model) => new(name, (rounds, round, scores) =>
    {
        var candidates = rounds.Candidates(round);
        for (var at = 0; at < candidates.Length; at++) scores[at] = (float)model.Expected(rounds, round, candidates[at]);
    });

    /// <summary>What has the greatest score for everyone.</summary>
    /// <param name="name">As reports call it.</param>
    /// <param name="scores">Of each product of the rounds.</param>
    public static GreedyPolicy OfItems(string name, ReadOnlyMemory<float> scores) => new(name, (rounds, round, into) =>
    {
        var candidates = rounds.Candidates(round);
        for (var at = 0; at < candidates.Length; at++) into[at] = scores.Span[candidates[at]];
    });

    /// <summary>What a recommender offers first of the candidates.</summary>
    /// <param name="name">As reports call it.</param>
    /// <param name="model">Of the rounds' products, in their order; it is asked once for each user.</param>
    /// <param name="rounds">Whose users are asked for.</param>
    /// <param name="historyOf">What a user had done before the rounds: items, ascending.</param>
    /// <exception cref="OffPolicyException">The model has other items.</exception>
    public static GreedyPolicy OfRecommender(string name, IRecommender model, LoggedRounds rounds, Func<int, int[]> historyOf)
    {
        if (model.Items != rounds.Products.Count)
            throw new OffPolicyException($"The recommender {name} knows {model.Items} items, and the log has {rounds.Products.Count}. " +
                "Train it on the log's products.");
        var scoresOf = new Lazy<float[]>[rounds.Users];
        for (var user = 0; user < rounds.Users; user++)
        {
            var asked = user;
            scoresOf[user] = new Lazy<float[]>(() =>
            {
                var (history, scores) = (historyOf(asked), new float[model.Items]);
                model.Score(new UserBatch(-1, [0, history.Length], history), scores);
                return scores;
            });
        }
        return new GreedyPolicy(name, (log, round, into) =>
        {
            var candidates = log.Candidates(round);
            var scores = scoresOf[log.UserOf[round]].Value;
            for (var at = 0; at < candidates.Length; at++) into[at] = scores[candidates[at]];
        });
    }

    /// <inheritdoc />
    public void Choose(LoggedRounds rounds, int round, Span<double> probabilities)
    {
        var scores = new float[probabilities.Length];
        _scores(rounds, round, scores);
        var (most, best) = (float.NegativeInfinity, 0);
        foreach (var score in scores)
        {
            if (score > most) (most, best) = (score, 1);
            else if (score == most) best++;
        }
        if (best == 0)
            throw new OffPolicyException($"The policy {Name} gives none of the {scores.Length} candidates of round {round} a number. " +
                "Score what it doesn't know, too.");
        for (var at = 0; at < probabilities.Length; at++)
            probabilities[at] = _exploration / scores.Length + (scores[at] == most ? (1 - _exploration) / best : 0);
    }
}
