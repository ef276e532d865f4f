using System.Net;

namespace SmartKart.Serving.Tests.Shop;

/// <summary>Lists of a small shop, as clients get them.</summary>
public sealed class RecommendationTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_visitor_is_offered_what_goes_with_what_they_looked_at_and_told_why()
    {
        await using var shop = await ServedShop.StartAsync();
        var (response, body) = await shop.GetAsync("v1/recommendations?user_id=ada&limit=2");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (body.GetProperty("rung").GetString(), body.GetProperty("model_version").GetInt32()).ShouldBe(("fresh", 1));
        body.GetProperty("features_age_seconds").GetDouble().ShouldBeLessThan(5);
        body.GetProperty("user_insight").GetString()!.ShouldContain("last tea");
        var offered = body.GetProperty("recommendations");
        offered.EnumerateArray().Select(each => each.GetProperty("product_id").GetString()).ShouldBe(["pot", "mug"]);
        offered[0].GetProperty("explanation").GetString().ShouldBe("Because you looked at tea (100 %)");
        offered[0].GetProperty("because")[0].GetProperty("product_id").GetString().ShouldBe("tea");
        offered[0].GetProperty("algorithm_breakdown").GetProperty("links").GetDouble().ShouldBe(offered[0].GetProperty("score").GetDouble(), 1e-3);
        offered[0].GetProperty("confidence").GetDouble().ShouldBeInRange(0.3, 0.7);
    }

    [Fact]
    public async Task Who_is_new_is_offered_what_sells_best_and_in_a_category_what_sells_best_there()
    {
        await using var shop = await ServedShop.StartAsync();
        (await shop.ListAsync("user_id=new&limit=2")).Products.ShouldBe(["cake", "fork"]);
        (await shop.ListAsync("limit=2")).Rung.ShouldBe("popular");
        await ListAsync(shop, "fork", category: "cutlery");
        await ServedShop.UntilAsync(async () => (await shop.ListAsync("user_id=new&category_id=cutlery")).Rung == "popular_in_category", "the category is known");
        (await shop.ListAsync("user_id=new&category_id=cutlery")).Products.ShouldBe(["fork"]);
    }

    [Fact]
    public async Task What_is_sold_out_or_hidden_goes_from_all_lists_within_a_second_and_comes_back()
    {
        await using var shop = await ServedShop.StartAsync();
        (await shop.ListAsync("user_id=ada&limit=2")).Products.ShouldContain("pot");
        await StockAsync(shop, "pot", delta: -3, after: 0);
        var began = TimeProvider.System.GetTimestamp();
        await ServedShop.UntilAsync(async () => !(await shop.ListAsync("user_id=ada&limit=2")).Products.Contains("pot"), "a product that is sold out is shown");
        TestContext.Current.TestOutputHelper?.WriteLine($"gone after {TimeProvider.System.GetElapsedTime(began).TotalMilliseconds:0} ms");
        (await shop.GetAsync("v1/trending?limit=100")).Body.ToString().ShouldNotContain("\"pot\"");
        await StockAsync(shop, "pot", delta: 5, after: 5);
        await ServedShop.UntilAsync(async () => (await shop.ListAsync("user_id=ada&limit=2")).Products.Contains("pot"), "a product that is back is not shown");
        await ListAsync(shop, "pot", category: "kitchen", status: "hidden");
        await ServedShop.UntilAsync(async () => !(await shop.ListAsync("user_id=ada&limit=2")).Products.Contains("pot"), "a product that is hidden is shown");
    }

    [Fact]
    public async Task Without_Redis_the_ladder_holds_and_tells_its_rungs()
    {
        await using var shop = await ServedShop.StartAsync();
        var before = await shop.ListAsync("user_id=ada&limit=2");
        await shop.StopRedisAsync();
        var known = await shop.ListAsync("user_id=ada&limit=2");
        known.Rung.ShouldBe("stale_features");
        known.Products.ShouldBe(before.Products);
        (await shop.PostAsync("v1/recommendations", """{"user_id": "bob", "viewed": ["mug"], "limit": 1}""")).Body
            .GetProperty("rung").GetString().ShouldBe("retrieval");
        var unknown = await shop.ListAsync("user_id=bob&limit=2");
        unknown.Rung.ShouldBe("popular");
        unknown.Products.ShouldBe(["cake", "fork"]);
        (await shop.GetAsync("health/ready")).Response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_shop_without_a_model_offers_what_sells_and_takes_the_first_model_up_when_it_comes()
    {
        await using var shop = await ServedShop.StartAsync(hasModel: false);
        await ListAsync(shop, "cake", category: "food");
        await ServedShop.UntilAsync(async () => (await shop.ListAsync("user_id=ada&limit=1")).Products.Count > 0, "the catalogue alone makes lists");
        var list = await shop.ListAsync("user_id=ada&limit=1");
        list.Rung.ShouldBe("popular");
        list.Products.ShouldBe(["cake"]);
        (await shop.GetAsync("v1/models")).Body.GetProperty("fault").GetString()!.ShouldContain("Train one");
        shop.Promote(ServedShop.Links());
        await ServedShop.UntilAsync(async () => (await shop.ListAsync("user_id=ada&limit=1")).Rung == "fresh", "the model is taken up");
    }

    [Fact]
    public async Task A_model_is_swapped_without_a_failed_request_and_one_that_cannot_be_opened_is_refused()
    {
        await using var shop = await ServedShop.StartAsync();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var asking = Enumerable.Range(0, 4).Select(_ => AskAsync(shop, done.Token)).ToList();
        for (var version = 2; version <= 4; version++)
        {
            var expected = shop.Promote(ServedShop.Links(near: version)).Version;
            await ServedShop.UntilAsync(async () => await ServingVersionAsync(shop) == expected, $"version {expected} answers");
        }
        var broken = Directory.CreateTempSubdirectory("smartkart-broken-");
        File.WriteAllText(Path.Combine(broken.FullName, "MLmodel"), "not a model");
        shop.Promote(broken.FullName);
        await ServedShop.UntilAsync(async () => (await shop.GetAsync("v1/models")).Body.GetProperty("fault").GetString() is not null, "the broken version is told of");
        (await ServingVersionAsync(shop)).ShouldBe(4);
        await done.CancelAsync();
        (await Task.WhenAll(asking)).Sum().ShouldBeGreaterThan(20);
        broken.Delete(recursive: true);
    }

    [Fact]
    public async Task Products_are_ranked_similar_ones_found_and_the_earlier_API_answers_by_the_same()
    {
        await using var shop = await ServedShop.StartAsync();
        var (_, ranked) = await shop.PostAsync("v1/rank", """{"user_id": "ada", "products": ["fork", "nothing", "pot", "mug"], "explain": true}""");
        ranked.GetProperty("products").EnumerateArray().Select(each => each.GetProperty("product_id").GetString()).ShouldBe(["pot", "mug", "fork", "nothing"]);
        ranked.GetProperty("products")[0].GetProperty("because").GetArrayLength().ShouldBe(1);
        var (_, similar) = await shop.GetAsync("v1/products/mug/similar?limit=1");
        similar.GetProperty("recommendations")[0].GetProperty("product_id").GetString().ShouldBe("tray");
        similar.GetProperty("recommendations")[0].GetProperty("explanation").GetString().ShouldBe("Goes with mug");
        var (_, earlier) = await shop.PostAsync("api/recommendations", """{"user_behavior": {"user_id": "ada", "recent_views": ["mug"]}, "limit": 3, "context": "home"}""");
        earlier.GetProperty("recommendations").EnumerateArray().Select(each => each.GetProperty("product_id").GetString()).ShouldBe(["tray", "pot", "cake"], ignoreOrder: true);
        (await shop.PostAsync("api/track-interaction", """{"user_id": "ada", "product_id": "mug", "interaction_type": "view"}""")).Response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await shop.GetAsync("api/products")).Body.GetProperty("products").GetArrayLength().ShouldBe(6);
        (await shop.GetAsync("health")).Response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<int> AskAsync(ServedShop shop, CancellationToken done)
    {
        for (var answered = 0; ; answered++)
        {
            if (done.IsCancellationRequested) return answered;
            (await shop.ListAsync("user_id=ada&limit=2")).Rung.ShouldBe("fresh");
        }
    }

    private static async Task<int> ServingVersionAsync(ServedShop shop) =>
        (await shop.GetAsync("v1/models")).Body.GetProperty("serving").GetProperty("version").GetInt32();

    private static async Task StockAsync(ServedShop shop, string product, int delta, int after) => (await shop.PostAsync(
        "v1/events",
        $$$"""{"topic": "inventory_updated", "event": {"product_id": "{{{product}}}", "warehouse_id": "main", "reason": "adjusted", "quantity_delta": {{{delta}}}, "quantity_before": {{{after - delta}}}, "quantity_after": {{{after}}}}}"""))
        .Response.StatusCode.ShouldBe(HttpStatusCode.Accepted);

    private static async Task ListAsync(ServedShop shop, string product, string category, string status = "active") => (await shop.PostAsync(
        "v1/events",
        $$$"""{"topic": "product_upserted", "event": {"product_id": "{{{product}}}", "merchant_id": "m", "name": "{{{product}}}", "category_id": "{{{category}}}", "price": "1.50", "currency": "GBP", "status": "{{{status}}}"}}"""))
        .Response.StatusCode.ShouldBe(HttpStatusCode.Accepted);
}
