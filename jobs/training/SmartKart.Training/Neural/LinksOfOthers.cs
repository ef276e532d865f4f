using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Interactions;

namespace SmartKart.Training.Neural;

/// <summary>
/// Links between items as they are without one user: cosines of the items' users, less the user's own part. What a user's own history put into a link would else
/// tell the network what it is to guess, the more the fewer users an item has. The same is what a Good–Turing estimate (Good, Biometrika 1953) counts by.
/// </summary>
/// <param name="links">Cosines, without shrinkage or discounts.</param>
/// <param name="seen">What they are of.</param>
internal sealed class LinksOfOthers(ItemSimilarityModel links, InteractionMatrix seen)
{
    private readonly int[] _users = seen.Popularity();

    /// <summary>How many others have an item.</summary>
    public int Users(int item, bool isOwn) => _users[item] - (isOwn ? 1 : 0);

    /// <summary>What an item of a user points to, by what the others did.</summary>
    /// <param name="item">The user has it.</param>
    /// <param name="isOwn">Which items the user has, at any time.</param>
    /// <param name="weights">Takes one of each target; 0 where only the user links them.</param>
    public ReadOnlySpan<int> Neighbours(int item, ReadOnlySpan<bool> isOwn, Span<float> weights)
    {
        var targets = links.Neighbours(item, out var cosines);
        float users = _users[item];
        for (var at = 0; at < targets.Length; at++)
        {
            float others = _users[targets[at]];
            var shared = MathF.Round(cosines[at] * MathF.Sqrt(users * others));
            if (isOwn[targets[at]]) (shared, others) = (shared - 1, others - 1);
            weights[at] = shared > 0 ? shared / MathF.Sqrt((users - 1) * others) : 0;
        }
        return targets;
    }
}
