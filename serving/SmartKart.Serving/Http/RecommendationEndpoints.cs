using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SmartKart.Serving.Access;
using SmartKart.Serving.Events;
using SmartKart.Serving.Models;
using SmartKart.Serving.Products;
using SmartKart.Serving.Recommending;
using SmartKart.Serving.Rollouts;

namespace SmartKart.Serving.Http;

/// <summary>
/// <c>GET|POST /v1/recommendations</c>, <c>POST /v1/rank</c>, <c>GET /v1/products/{id}</c> and <c>…/similar</c>, <c>GET
/// /v1/trending</c>. What is recommended is told to the
/// platform as impressions, with the probability that it was shown.
/// </summary>
internal sealed class RecommendationEndpoints(
    Recommendations recommendations, ModelWatch models, TrendingProducts trending, PopularLists popular, ProductShelf shelf, Impressions impressions,
    TimeProvider time)
{
    private const string SimilarList = "product:similar";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/recommendations", http => RecommendAsync(http, RecommendationRequest.OfQuery(http))).Needs(Scope.Recommend);
        routes.MapPost("/v1/recommendations", async (HttpContext http) => await RecommendAsync(http, await JsonBody.ReadAsync<RecommendationRequest>(http)))
            .Needs(Scope.Recommend);
        routes.MapPost("/v1/rank", RankAsync).Needs(Scope.Recommend);
        routes.MapGet("/v1/products/{id}", ProductAsync).Needs(Scope.Catalogue);
        routes.MapGet("/v1/products/{id}/similar", SimilarAsync).Needs(Scope.Recommend);
        routes.MapGet("/v1/trending", TrendingAsync).Needs(Scope.Catalogue);
    }

    /// <summary>Answers with a list.</summary>
    public async Task RecommendAsync(HttpContext http, RecommendationRequest request)
    {
        var query = request.ToQuery();
        var list = await recommendations.RecommendAsync(query, http.RequestAborted);
        await AnswerAsync(http, list, query);
    }

    private async Task RankAsync(HttpContext http)
    {
        var request = await JsonBody.ReadAsync<RankRequest>(http);
        var products = Checked.Ids("products", request.Products);
        if (products.Count == 0) throw new RequestException("products", "'products' has no id. Name what is to be ranked.");
        var query = new RecommendationQuery { UserId = Checked.OptionalId("user_id", request.UserId), Viewed = Checked.Ids("viewed", request.Viewed) };
        var ranked = await recommendations.RankAsync(query, products, request.Explain, http.RequestAborted);
        await JsonBody.WriteAsync(http, new
        {
            query.UserId,
            models.Model,
            ranked.ModelVersion,
            ranked.Arm?.ExperimentId,
            Variant = VariantNames.Of(ranked.Arm),
            GeneratedAt = ranked.At,
            Rung = RungNames.Of(ranked.Rung),
            Products = ranked.Products.Select(RecommendedProduct.Of),
        });
    }

    private async Task ProductAsync(HttpContext http)
    {
        Checked.NoOthers(http);
        var id = Checked.Id("id", (string?)http.Request.RouteValues["id"]);
        var (product, stock) = (shelf.Find(id), shelf.StockOf(id));
        if (product is null && stock.Count == 0 && !trending.Order.Any(each => each.Product == id))
        {
            await Problems.WriteAsync(http, StatusCodes.Status404NotFound, $"There is no product '{id}'.", "id");
            return;
        }
        await JsonBody.WriteAsync(http, new
        {
            ProductId = id, Name = product?.Name ?? id, product?.CategoryId, product?.MerchantId, product?.Price, product?.Currency, product?.ImageUrl,
            Stock = stock, CanSell = shelf.CanSell(id),
        });
    }

    private async Task SimilarAsync(HttpContext http)
    {
        Checked.NoOthers(http, "limit");
        var product = Checked.Id("id", (string?)http.Request.RouteValues["id"]);
        var query = new RecommendationQuery
        {
            Viewed = [product], About = product, Limit = Checked.Number(http, "limit", unless: 10, RecommendationQuery.LimitMin, RecommendationQuery.LimitMax), ListId = SimilarList,
            CategoryId = shelf.Find(product)?.CategoryId, Exclude = [product],
        };
        var list = await recommendations.RecommendAsync(query, http.RequestAborted);
        await JsonBody.WriteAsync(http, RecommendationDocument.Of(list, null, models.Model));
    }

    private async Task TrendingAsync(HttpContext http)
    {
        Checked.NoOthers(http, "limit", "category_id");
        var limit = Checked.Number(http, "limit", unless: 10, RecommendationQuery.LimitMin, RecommendationQuery.LimitMax);
        var products = popular.Of(limit, new HashSet<string>(), Checked.OptionalId("category_id", Checked.Query(http, "category_id")));
        await JsonBody.WriteAsync(http, new { GeneratedAt = time.GetUtcNow(), Products = products.Select(RecommendedProduct.Of) });
    }

    private async Task AnswerAsync(HttpContext http, RecommendationList list, RecommendationQuery query)
    {
        impressions.Tell(list, query);
        await JsonBody.WriteAsync(http, RecommendationDocument.Of(list, query.UserId, models.Model));
    }
}

/// <summary>The body of <c>POST /v1/rank</c>.</summary>
internal sealed record RankRequest
{
    public string? UserId { get; init; }
    public IReadOnlyList<string>? Products { get; init; }
    public IReadOnlyList<string>? Viewed { get; init; }
    public bool Explain { get; init; }
}
