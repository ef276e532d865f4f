using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Interactions;

namespace SmartKart.Training.Recommenders;

/// <summary>How alike two items are, by the users that they share.</summary>
public sealed record ItemKnnOptions
{
    /// <summary>The most neighbours of an item; 100 unless set.</summary>
    public int Neighbours { get; init; } = 100;

    /// <summary>Added to the denominator, so that items with few users aren't alike by chance; 0 unless set.</summary>
    public float Shrink { get; init; }

    /// <summary>
    /// 0 to 1: how much of the norm is the item's that was met, the rest is the candidate's; 0.5, the default, is the cosine. (The asymmetric cosine of
    /// Aiolli, "Efficient top-N recommendation for very large scale binary rated datasets", RecSys 2013.)
    /// </summary>
    public float Asymmetry { get; init; } = 0.5f;

    /// <summary>How much a user counts for less who has many items: their weight is items^-this; 0 unless set.</summary>
    public float UserDiscount { get; init; }

    /// <summary>How many threads; all cores unless set.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}

/// <summary>Item-based nearest neighbours (Deshpande and Karypis, "Item-based top-N recommendation algorithms", TOIS 2004).</summary>
public static class ItemKnnTrainer
{
    /// <param name="interactions">Users × items.</param>
    /// <param name="options">How.</param>
    /// <param name="cancel">Gives up.</param>
    public static ItemSimilarityModel Train(InteractionMatrix interactions, ItemKnnOptions options, CancellationToken cancel = default)
    {
        var popularity = interactions.Popularity();
        var met = Array.ConvertAll(popularity, users => MathF.Pow(users, options.Asymmetry));
        var candidate = Array.ConvertAll(popularity, users => MathF.Pow(users, 1 - options.Asymmetry));
        var weights = new float[interactions.Users];
        for (var user = 0; user < weights.Length; user++) weights[user] = MathF.Pow(Math.Max(1, interactions[user].Length), -options.UserDiscount);
        return NeighbourLists.Find(
            interactions, weights, (item, other, shared) => shared / (met[item] * candidate[other] + options.Shrink), options.Neighbours,
            new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancel });
    }
}
