using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Interactions;
using SmartKart.Training.Native.OpenBlas;
using SmartKart.Training.Recommenders;

namespace SmartKart.Training.Texts;

/// <summary>How texts are mapped to the vectors of iALS.</summary>
public sealed record ContentProjectionOptions
{
    /// <summary>How the vectors are trained that texts are mapped to.</summary>
    public IalsOptions Ials { get; init; } = new();

    /// <summary>λ of the map, above 0; 1 unless set.</summary>
    public float Regularisation { get; init; } = 1;

    /// <summary>
    /// How many users an item needs until its own vector counts as much as the one that its text maps to; 5 unless set. 0 takes the text's only where an item
    /// has no users.
    /// </summary>
    public float PriorUsers { get; init; } = 5;

    /// <summary>The most terms that the map knows, those that most products have; 4,096 unless set. Its memory is 4 bytes × terms².</summary>
    public int Terms { get; init; } = 4096;

    /// <summary>How terms weigh; BM25 unless set.</summary>
    public TermWeighting Weighting { get; init; } = TermWeighting.Bm25;
}

/// <summary>
/// Vectors for products that nobody has bought yet: a linear map from texts to the item vectors of an iALS is learned from the items that have users, and gives
/// the others theirs (Gantner, Drumond, Freudenthaler, Rendle and Schmidt-Thieme, "Learning attribute-to-feature mappings for cold-start recommendations",
/// ICDM 2010). Items with few users stand between their own vector and their text's. Users are folded in as by iALS.
/// </summary>
public static class ContentProjectionTrainer
{
    private const int MinProducts = 2;      // of a term: what one product has alone maps no other

    /// <summary>Memory that training takes, in bytes.</summary>
    public static long MemoryBytes(int users, int items, int factors, int terms) =>
        3 * IalsTrainer.MemoryBytes(users, items, factors) + TextRidge.MemoryBytes(terms, factors);

    /// <param name="seen">Users × items.</param>
    /// <param name="texts">Of the items.</param>
    /// <param name="options">How.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="InteractionException">There are no interactions or no texts, or an option is out of range.</exception>
    public static FactorModel Train(InteractionMatrix seen, ProductTexts texts, ContentProjectionOptions options, CancellationToken cancel = default)
    {
        if (texts.Known == 0) throw new InteractionException("Texts can't be mapped where no product has one. Name a history that has product_upserted.");
        if (!(options.Regularisation > 0))
            throw new InteractionException($"The map of texts has the regularisation {options.Regularisation}; set it above 0, such as 1.");
        var ials = IalsTrainer.Train(seen, options.Ials, cancel: cancel);
        var terms = TermWeights.Of(TermCounts.Of(texts, MinProducts, maxShare: 1).MostCommon(options.Terms).Counts, options.Weighting);
        var popularity = seen.Popularity();
        float[] weights = [.. popularity.Index().Select(each => texts[each.Index] is null ? 0 : Trust(each.Item, options))];
        cancel.ThrowIfCancellationRequested();
        Blas.SetThreads(options.Ials.Threads);
        using var map = TextRidge.Fit(terms, ials.ItemVectors.Span, weights, options.Regularisation);
        var vectors = ials.ItemVectors.ToArray();
        var mapped = new float[ials.Factors];
        for (var item = 0; item < seen.Items; item++)
        {
            if (texts[item] is null) continue;
            map.Map(terms, item, mapped);
            var own = vectors.AsSpan(item * ials.Factors, ials.Factors);
            var trust = Trust(popularity[item], options);
            for (var at = 0; at < mapped.Length; at++) own[at] = trust * own[at] + (1 - trust) * mapped[at];
        }
        return new FactorModel(ials.Factors, default, vectors, foldIn: ials.FoldIn);
    }

    // How much an item's own vector is worth: 0 where nobody has it, near 1 where many do.
    private static float Trust(int users, ContentProjectionOptions options) => users == 0 ? 0 : users / (users + options.PriorUsers);
}
