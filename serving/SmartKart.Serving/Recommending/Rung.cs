namespace SmartKart.Serving.Recommending;

/// <summary>
/// How a list was made: the rungs of a ladder, of which a request takes the highest that holds. Each is told in the response and counted in the metrics.
/// </summary>
internal enum Rung
{
    /// <summary>By the model, from what is known of the visitor now.</summary>
    Fresh,

    /// <summary>By the model, from what was known of the visitor when the online store answered last.</summary>
    StaleFeatures,

    /// <summary>
    /// By the model's components, without its ranker, or from what the request itself tells: the online store doesn't answer, or hasn't told yet how products do.
    /// </summary>
    Retrieval,

    /// <summary>The list that the visitor was given last: the model fails.</summary>
    Precomputed,

    /// <summary>What sells best in the category that was asked about.</summary>
    PopularInCategory,

    /// <summary>What sells best.</summary>
    Popular,
}

/// <summary>What rungs are called in responses and metrics.</summary>
internal static class RungNames
{
    /// <summary>A rung's name.</summary>
    public static string Of(Rung rung) => rung switch
    {
        Rung.Fresh => "fresh",
        Rung.StaleFeatures => "stale_features",
        Rung.Retrieval => "retrieval",
        Rung.Precomputed => "precomputed",
        Rung.PopularInCategory => "popular_in_category",
        _ => "popular",
    };
}
