using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Interactions;

namespace SmartKart.Training.Neural;

/// <summary>
/// Links between items as they are without one user: cosines of the items' users, less the user's own part. What a user's own history put into a link would
/// else tell the network what it is to guess, the more the fewer users an item has. A Good–Turing estimate (Good, Biometrika 1953) counts by the same.
/// An item keeps its closest others only, and which these are the user has had a part in, too: a link that is below the weakest kept without them is none.
/// </summary>
/// <param name="links">Cosines, without shrinkage or discounts.</param>
/// <param name="seen">What they are of.</param>
/// <param name="neighbours">How many of the closest an item keeps.</param>
internal sealed class LinksOfOthers(ItemSimilarityModel links, InteractionMatrix seen, int neighbours)
{
    private readonly int[] _users = seen.Popularity();
    private readonly float[] _weakest = Weakest(links, neighbours);

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
            var weight = shared > 0 ? shared / MathF.Sqrt((users - 1) * others) : 0;
            weights[at] = weight >= _weakest[targets[at]] ? weight : 0;
        }
        return targets;
    }

    // Of each item what is pointed to it with least; 0 where it keeps all that there are.
    private static float[] Weakest(ItemSimilarityModel links, int neighbours)
    {
        var (weakest, counts) = (new float[links.Items], new int[links.Items]);
        Array.Fill(weakest, float.MaxValue);
        for (var item = 0; item < links.Items; item++)
        {
            var targets = links.Neighbours(item, out var weights);
            for (var at = 0; at < targets.Length; at++)
            {
                counts[targets[at]]++;
                weakest[targets[at]] = Math.Min(weakest[targets[at]], weights[at]);
            }
        }
        for (var item = 0; item < weakest.Length; item++) weakest[item] = counts[item] < neighbours ? 0 : weakest[item];
        return weakest;
    }
}
