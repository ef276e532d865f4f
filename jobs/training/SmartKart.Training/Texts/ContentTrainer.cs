using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Interactions;
using SmartKart.Training.Recommenders;

namespace SmartKart.Training.Texts;

/// <summary>How alike two products are, by their texts.</summary>
public sealed record ContentOptions
{
    /// <summary>The most neighbours of an item; 100 unless set.</summary>
    public int Neighbours { get; init; } = 100;

    /// <summary>How terms weigh; BM25 unless set.</summary>
    public TermWeighting Weighting { get; init; } = TermWeighting.Bm25;

    /// <summary>Terms that more than this share of the products have are left out; 0.5 unless set.</summary>
    public double MaxShare { get; init; } = 0.5;

    /// <summary>How many threads; all cores unless set.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}

/// <summary>
/// Content similarity (Pazzani and Billsus, "Content-based recommendation systems", 2007): a user is offered products whose texts are like those of what they
/// have, by the cosine of their weighted terms. What people do doesn't matter, so it knows products that are new, and nothing of taste.
/// </summary>
public static class ContentTrainer
{
    private const int MinProducts = 2;      // of a term: what one product has alone makes it like no other

    /// <param name="texts">Of the items.</param>
    /// <param name="options">How.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InteractionException">No product has a text.</exception>
    public static ItemSimilarityModel Train(ProductTexts texts, ContentOptions options, CancellationToken cancel = default)
    {
        if (texts.Known == 0)
            throw new InteractionException("Content similarity can't learn from products without texts. Name a history that has product_upserted.");
        var weights = TermWeights.Of(TermCounts.Of(texts, MinProducts, options.MaxShare).Counts, options.Weighting);
        return NeighbourLists.Find(weights, options.Neighbours, new ParallelOptions { MaxDegreeOfParallelism = options.Threads, CancellationToken = cancel });
    }
}
