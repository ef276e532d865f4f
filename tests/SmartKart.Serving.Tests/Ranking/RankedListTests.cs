using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Registry;
using SmartKart.Serving.Tests.Shop;

namespace SmartKart.Serving.Tests.Ranking;

/// <summary>Lists of a model with a ranker, which knows how products sell.</summary>
public sealed class RankedListTests
{
    private const string Sales = "product_sales.purchases_30d";

    private static readonly RankerInputs Inputs = new(["links"], 50, "ranking", ["user_activity.views_24h", "user_category_activity.views_7d", Sales]);

    [Fact]
    public async Task The_ranker_orders_the_list_and_its_features_are_told_as_what_did_it()
    {
        await using var shop = await ServedShop.StartAsync();
        await ShopTiles.SoldAsync(shop.Redis, TimeProvider.System.GetUtcNow(), "mug", 6);
        (await shop.ListAsync("user_id=ada&limit=2")).Products.ShouldBe(["pot", "mug"]);       // in the components' order
        await PromoteAsync(shop);

        var (_, body) = await shop.GetAsync("v1/recommendations?user_id=ada&limit=2");
        body.GetProperty("rung").GetString().ShouldBe("fresh");
        var first = body.GetProperty("recommendations")[0];
        first.GetProperty("product_id").GetString().ShouldBe("mug");
        first.GetProperty("score").GetDouble().ShouldBe(6, 0.5);
        first.GetProperty("algorithm_breakdown").GetProperty("features").GetDouble().ShouldBeGreaterThan(1);
        first.GetProperty("explanation").GetString()!.ShouldStartWith($"Above all for its {Sales}");

        var (_, ranked) = await shop.PostAsync("v1/rank", """{"user_id": "ada", "products": ["pot", "cake", "nothing", "mug"], "explain": true}""");
        ranked.GetProperty("products").EnumerateArray().Select(each => each.GetProperty("product_id").GetString()).ShouldBe(["mug", "cake", "pot", "nothing"]);
        ranked.GetProperty("products").EnumerateArray().Take(3).Select(each => each.GetProperty("algorithm_breakdown").GetProperty("features").GetDouble())
            .ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public async Task Where_features_cannot_be_read_the_components_order_stands_and_the_rung_says_so()
    {
        await using var shop = await ServedShop.StartAsync();
        await PromoteAsync(shop);
        (await shop.ListAsync("user_id=ada&limit=2")).Rung.ShouldBe("fresh");
        await shop.StopRedisAsync();
        var (products, rung) = await shop.ListAsync("user_id=ada&limit=2");
        products.ShouldBe(["pot", "mug"]);
        rung.ShouldBe("retrieval");
    }

    [Fact]
    public async Task A_model_whose_features_the_definitions_do_not_have_is_refused_and_told_of()
    {
        await using var shop = await ServedShop.StartAsync();
        shop.Promote(ServedShop.Links(), TaughtRanker.By(Sales, Inputs with { Features = [Sales, "product_sales.purchases_9d"] }));
        await ServedShop.UntilAsync(async () => (await shop.GetAsync("v1/models")).Body.GetProperty("fault").GetString() is not null, "the fault is told");
        var (_, models) = await shop.GetAsync("v1/models");
        models.GetProperty("fault").GetString()!.ShouldContain("purchases_9d, which the service ranking doesn't have. Train the model again");
        models.GetProperty("serving").GetProperty("version").GetInt32().ShouldBe(1);
        shop.Registry.SetAlias(ServedShop.Model, ModelAliases.Champion, 1, TestContext.Current.CancellationToken);
        await ServedShop.UntilAsync(async () => (await shop.GetAsync("v1/models")).Body.GetProperty("fault").GetString() is null, "a rollback ends the fault");
    }

    private static async Task PromoteAsync(ServedShop shop)
    {
        var version = shop.Promote(ServedShop.Links(), TaughtRanker.By(Sales, Inputs)).Version;
        await ServedShop.UntilAsync(
            async () => (await shop.GetAsync("v1/models")).Body.GetProperty("serving").GetProperty("version").GetInt32() == version, "the ranker answers");
    }
}
