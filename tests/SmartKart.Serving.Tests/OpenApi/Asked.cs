namespace SmartKart.Serving.Tests.OpenApi;

/// <summary>A request that is right.</summary>
/// <param name="Route">Such as <c>GET /v1/models</c>, with its query.</param>
/// <param name="Body">Null for none.</param>
/// <param name="IsOpen">Whether it needs no key.</param>
internal sealed record Asked(string Route, string? Body = null, bool IsOpen = false)
{
    public const string Features = """{"feature_service": "visitor", "entities": {"user_id": ["ada", "nobody", null]}}""";

    /// <summary>One of each route.</summary>
    public static IReadOnlyList<Asked> All { get; } =
    [
        new("GET /v1/recommendations?user_id=ada&limit=3"),
        new("POST /v1/recommendations", """{"viewed": ["mug"], "relevance": 0.5, "limit": null}"""),
        new("POST /v1/rank", """{"user_id": "ada", "products": ["fork", "pot", "nothing"], "explain": true}"""),
        new("GET /v1/products/pot"),
        new("GET /v1/products/mug/similar?limit=2"),
        new("GET /v1/trending"),
        new("POST /v1/events", """{"events": [{"topic": "clickstream", "event": {"user_id": "ada", "action": "view"}}]}"""),
        new("POST /v1/features/online", Features),
        new("GET /v1/models"),
        new("POST /api/recommendations", """{"user_behavior": {"user_id": "ada", "recent_views": ["mug"]}, "limit": 3}"""),
        new("POST /api/track-interaction", """{"user_id": "ada", "product_id": "mug", "interaction_type": "view"}"""),
        new("GET /api/products?limit=2"),
        new("GET /health", IsOpen: true),
        new("GET /health/live", IsOpen: true),
        new("GET /health/ready", IsOpen: true),
        new("GET /metrics", IsOpen: true),
        new("GET /openapi.json", IsOpen: true),
        new("GET /", IsOpen: true),
        new("GET /page/page.css", IsOpen: true),
        new("GET /page/page.js", IsOpen: true),
        new("GET /favicon.svg", IsOpen: true),
    ];
}
