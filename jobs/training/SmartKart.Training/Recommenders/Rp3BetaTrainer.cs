using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Interactions;

namespace SmartKart.Training.Recommenders;

/// <summary>How a walk over users and items is weighted.</summary>
public sealed record Rp3BetaOptions
{
    /// <summary>The most neighbours of an item; 100 unless set.</summary>
    public int Neighbours { get; init; } = 100;

    /// <summary>Each step's probability to this power; 1 unless set.</summary>
    public float Alpha { get; init; } = 1;

    /// <summary>What is reached counts by its popularity to the power of minus this; 0.6 unless set.</summary>
    public float Beta { get; init; } = 0.6f;

    /// <summary>How many threads; all cores unless set.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}

/// <summary>
/// RP3beta (Paudel, Christoffel, Newell and Bernstein, "Updatable, accurate, diverse, and scalable recommendations for interactive applications", TiiS 2016):
/// the chance that a walk of three steps, from a user over items and other users, ends at an item, held down by its popularity.
/// </summary>
public static class Rp3BetaTrainer
{
    /// <param name="interactions">Users × items.</param>
    /// <param name="options">How.</param>
    /// <param name="cancel">Gives up.</param>
    public static ItemSimilarityModel Train(InteractionMatrix interactions, Rp3BetaOptions options, CancellationToken cancel = default)
    {
        var popularity = interactions.Popularity();
        var leave = Array.ConvertAll(popularity, users => MathF.Pow(Math.Max(1, users), -options.Alpha));
        var arrive = Array.ConvertAll(popularity, users => MathF.Pow(Math.Max(1, users), -options.Beta));
        var weights = new float[interactions.Users];
        for (var user = 0; user < weights.Length; user++) weights[user] = MathF.Pow(Math.Max(1, interactions[user].Length), -options.Alpha);
        return NeighbourLists.Find(
            interactions, weights, (item, other, shared) => shared * leave[item] * arrive[other], options.Neighbours,
            new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancel });
    }
}
