using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SmartKart.Schemas.Catalogue;
using SmartKart.Serving.Access;
using SmartKart.Serving.Products;
using SmartKart.Serving.Recommending;

namespace SmartKart.Serving.Http;

/// <summary>
/// The routes of the earlier recommender API, for its clients: <c>POST /api/recommendations</c>, <c>POST /api/track-interaction</c>, <c>GET /api/products</c>,
/// <c>GET /health</c>. They answer by what <c>/v1</c> answers by.
/// </summary>
internal sealed class LegacyEndpoints(RecommendationEndpoints recommendations, EventEndpoints events, ProductShelf shelf, TrendingProducts trending)
{
    private const int ProductsMax = 100;
    private static readonly string[] Interactions = ["view", "click", "like", "dislike", "impression"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/recommendations", RecommendAsync).Needs(Scope.Recommend);
        routes.MapPost("/api/track-interaction", TrackAsync).Needs(Scope.Events);
        routes.MapGet("/api/products", ListAsync).Needs(Scope.Catalogue);
        routes.MapGet("/health", http => JsonBody.WriteAsync(http, new { Status = "healthy" }));
    }

    private async Task RecommendAsync(HttpContext http)
    {
        var request = await JsonBody.ReadAsync<LegacyRequest>(http);
        var behaviour = request.UserBehavior ?? throw new RequestException("user_behavior", "'user_behavior' is missing. Say at least {\"user_behavior\": {\"user_id\": …}}.");
        await recommendations.RecommendAsync(http, new RecommendationRequest
        {
            UserId = Checked.Id("user_behavior.user_id", behaviour.UserId),
            SessionId = Checked.OptionalId("user_behavior.session_id", behaviour.SessionId),
            Viewed = [.. Checked.Ids("user_behavior.viewed", behaviour.Viewed), .. Checked.Ids("user_behavior.recent_views", behaviour.RecentViews)],
            Purchased = Checked.Ids("user_behavior.purchased", behaviour.Purchased),
            Limit = request.Limit,
            ListId = Checked.OptionalId("context", request.Context),
        });
    }

    private async Task TrackAsync(HttpContext http)
    {
        var request = await JsonBody.ReadAsync<Interaction>(http);
        var product = Checked.Id("product_id", request.ProductId);
        if (!Interactions.Contains(request.InteractionType))
            throw new RequestException("interaction_type", $"'interaction_type' is '{request.InteractionType}', and has to be one of {string.Join(", ", Interactions)}.");
        var known = shelf.Find(product);
        var click = new JsonObject
        {
            ["user_id"] = Checked.Id("user_id", request.UserId), ["action"] = request.InteractionType, ["product_id"] = product,
            ["category_id"] = known?.CategoryId, ["merchant_id"] = known?.MerchantId,
        };
        await events.PublishAsync(http, [events.Encode(Topics.Clickstream, click, "")]);
    }

    private async Task ListAsync(HttpContext http)
    {
        Checked.NoOthers(http, "limit");
        var limit = Checked.Number(http, "limit", unless: ProductsMax, RecommendationQuery.LimitMin, ProductsMax);
        var products = trending.Order.Where(each => shelf.CanSell(each.Product)).Take(limit)
            .Select(each => shelf.Find(each.Product) ?? new ShelfProduct(each.Product, each.Product, null, "", 0, "", null, IsSold: true));
        await JsonBody.WriteAsync(http, new { Products = products.Select(product => new { product.Id, product.Name, Category = product.CategoryId, product.Price, product.Currency }) });
    }

    private sealed record LegacyRequest
    {
        public LegacyBehaviour? UserBehavior { get; init; }
        public int? Limit { get; init; }
        public string? Context { get; init; }
    }

    private sealed record LegacyBehaviour
    {
        public string? UserId { get; init; }
        public IReadOnlyList<string>? Viewed { get; init; }
        public IReadOnlyList<string>? Purchased { get; init; }
        public IReadOnlyList<string>? RecentViews { get; init; }
        public string? SessionId { get; init; }
    }

    private sealed record Interaction
    {
        public string? UserId { get; init; }
        public string? ProductId { get; init; }
        public string? InteractionType { get; init; }
    }
}
