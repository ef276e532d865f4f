namespace SmartKart.Serving.Recommending;

/// <summary>What is asked for.</summary>
internal sealed record RecommendationQuery
{
    /// <summary>The least and the most that <see cref="Limit"/> may be.</summary>
    public const int LimitMin = 1, LimitMax = 100;

    /// <summary>Who asks; null for a visitor of whom nothing is told.</summary>
    public string? UserId { get; init; }

    /// <summary>How many products.</summary>
    public int Limit { get; init; } = 10;

    /// <summary>Products that the caller knows the visitor looked at, beside those that the platform knows.</summary>
    public IReadOnlyList<string> Viewed { get; init; } = [];

    /// <summary>Products that the caller knows the visitor bought.</summary>
    public IReadOnlyList<string> Purchased { get; init; } = [];

    /// <summary>Products that are not to be shown.</summary>
    public IReadOnlyList<string> Exclude { get; init; } = [];

    /// <summary>The category that the page is about; null for none.</summary>
    public string? CategoryId { get; init; }

    /// <summary>The product that the page is about, which the list is to go with; null where it is about the visitor.</summary>
    public string? About { get; init; }

    /// <summary>How many of one category at most; null for as many as there are.</summary>
    public int? PerCategory { get; init; }

    /// <summary>What relevance counts beside variety, 0 to 1.</summary>
    public float Relevance { get; init; } = 0.7f;

    /// <summary>What the list is called in the impressions of it, such as <c>home</c>.</summary>
    public string? ListId { get; init; }

    /// <summary>The visit, for the impressions.</summary>
    public string? SessionId { get; init; }
}
