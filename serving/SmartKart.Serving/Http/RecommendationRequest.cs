using Microsoft.AspNetCore.Http;
using SmartKart.Serving.Recommending;

namespace SmartKart.Serving.Http;

/// <summary>The body of <c>POST /v1/recommendations</c>; as a query the same names, without the lists.</summary>
internal sealed record RecommendationRequest
{
    public string? UserId { get; init; }
    public string? SessionId { get; init; }
    public string? ListId { get; init; }
    public int? Limit { get; init; }
    public IReadOnlyList<string>? Viewed { get; init; }
    public IReadOnlyList<string>? Purchased { get; init; }
    public IReadOnlyList<string>? Exclude { get; init; }
    public string? CategoryId { get; init; }
    public int? PerCategory { get; init; }
    public float? Relevance { get; init; }

    /// <summary>Reads a query.</summary>
    public static RecommendationRequest OfQuery(HttpContext http)
    {
        Checked.NoOthers(http, "user_id", "session_id", "list_id", "limit", "category_id", "per_category");
        return new RecommendationRequest
        {
            UserId = Checked.Query(http, "user_id"),
            SessionId = Checked.Query(http, "session_id"),
            ListId = Checked.Query(http, "list_id"),
            CategoryId = Checked.Query(http, "category_id"),
            Limit = Checked.Query(http, "limit") is null ? null : Checked.Number(http, "limit", 0, RecommendationQuery.LimitMin, RecommendationQuery.LimitMax),
            PerCategory = Checked.Query(http, "per_category") is null ? null : Checked.Number(http, "per_category", 0, 1, RecommendationQuery.LimitMax),
        };
    }

    /// <summary>What is asked for.</summary>
    /// <exception cref="RequestException">A field is out of its range.</exception>
    public RecommendationQuery ToQuery()
    {
        var query = new RecommendationQuery
        {
            UserId = Checked.OptionalId("user_id", UserId),
            SessionId = Checked.OptionalId("session_id", SessionId),
            ListId = Checked.OptionalId("list_id", ListId),
            Viewed = Checked.Ids("viewed", Viewed),
            Purchased = Checked.Ids("purchased", Purchased),
            Exclude = Checked.Ids("exclude", Exclude),
            CategoryId = Checked.OptionalId("category_id", CategoryId),
            PerCategory = PerCategory is { } most ? Checked.Number("per_category", most, 1, RecommendationQuery.LimitMax) : null,
        };
        if (Limit is { } limit) query = query with { Limit = Checked.Number("limit", limit, RecommendationQuery.LimitMin, RecommendationQuery.LimitMax) };
        if (Relevance is not { } relevance) return query;
        return relevance is >= 0 and <= 1 ? query with { Relevance = relevance } : throw new RequestException("relevance", $"'relevance' is {relevance}, and has to be 0 to 1.");
    }
}
