using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Expressions;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Online.Server;
using SmartKart.FeatureStore.Views;
using SmartKart.Scoring.Ranking;
using SmartKart.Scoring.Recommenders;
using SmartKart.Scoring.Registry;
using SmartKart.Serving.Models;
using SmartKart.Serving.Products;
using SmartKart.Serving.Tests.Shop;
using SmartKart.Serving.Visitors;

namespace SmartKart.Serving.Tests.Ranking;

/// <summary>What a ranker's rows hold, read in three parts, beside the same features read as one vector for each product.</summary>
public sealed class RankerFeaturesTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_hold_what_the_service_says_of_the_visitor_with_each_product()
    {
        Assert.SkipUnless(PrivateRedis.IsInstalled, "redis-server is not installed; apt-get install redis-server");
        var folder = Directory.CreateTempSubdirectory("smartkart-rows-");
        await HoldAsync(folder);
        folder.Delete(recursive: true);     // when Redis, which saves there as it stops, has stopped
    }

    private static async Task HoldAsync(DirectoryInfo folder)
    {
        await using var server = await PrivateRedis.StartAsync(Path.Combine(folder.FullName, "redis"), cancel: Stop);
        var redis = new RedisOptions { Connection = server.Connection, ReadTimeout = TimeSpan.FromSeconds(2) };
        var now = TimeProvider.System.GetUtcNow();
        await ShopTiles.ViewedAsync(redis, now, "ada", "tea", "pot");
        await ShopTiles.ViewedInAsync(redis, now, "ada", "kitchen", views: 3);
        await ShopTiles.SoldAsync(redis, now, "mug", 4);
        var shelf = new ProductShelf();
        foreach (var (product, category) in new[] { ("pot", "kitchen"), ("mug", "kitchen"), ("cake", "food") })
            shelf.Put(new ShelfProduct(product, product, category, "m", 1, "GBP", null, true));

        var service = DefinitionSet.Shipped.Service("ranking");
        var inputs = new RankerInputs(["links"], 50, "ranking", [.. service.Features.Select(each => $"{each.View.Name}.{each.Feature.Name}")]);
        var artifact = Path.Combine(folder.FullName, "model");
        RecommenderArtifact.Write(
            artifact, ServedShop.Links(), new Catalogue(ServedShop.Products), [[0]], new Dictionary<string, string>(), TaughtRanker.By("history_length", inputs));
        var model = new ServedModel(
            new ModelVersion("m", 1, "run", "", now, "", []), RecommenderArtifact.Open(artifact), DefinitionSet.Shipped, shelf);
        shelf.Attach(model.Shelf);
        await using var store = OnlineStore.Open(redis);
        var features = model.Features.ShouldNotBeNull();
        var micros = VisitorReader.Micros(now);
        await features.Shared.ReadAllAsync(store, micros, Stop);
        var (visitor, source) = await new VisitorReader(store, DefinitionSet.Shipped, new Standing(now)).ReadAsync("ada", model.VisitorPlan, Stop);
        source.ShouldBe(VisitorSource.Fresh);
        var scratch = model.Rent();
        scratch.Session.Begin(-1, [0]);
        scratch.Take(Enumerable.Range(0, ServedShop.Products.Count).ToArray());
        await features.FillAsync(store, "ada", visitor, history: 1, scratch, micros, Stop);

        var plan = ServicePlan.Compile(service);
        var vectors = new OnlineVectors(plan);
        var keys = ServedShop.Products.SelectMany(product => OnlineStore.JoinKeys(plan).Select(key => Scalar.From(key switch
        {
            "user_id" => "ada",
            "product_id" => product,
            "category_id" => shelf.Find(product)?.CategoryId ?? "",
            _ => shelf.Find(product)?.MerchantId ?? "",
        }))).ToArray();
        await store.GetAsync(plan, keys, micros, vectors, Stop);
        var told = 0;
        for (var item = 0; item < ServedShop.Products.Count; item++)
        {
            for (var feature = 0; feature < inputs.Features.Count; feature++)
            {
                var (value, type) = (vectors.Values(item)[feature], service.Features[feature].Feature.Type.Value);
                var expected = value.IsNull ? float.NaN : type == ScalarType.Double ? (float)value.Double : value.Int64;
                var found = scratch.Rows[item * scratch.Columns + inputs.FirstFeature + feature];
                found.ShouldBe(float.IsFinite(expected) ? expected : float.NaN, $"{inputs.Features[feature]} of {ServedShop.Products[item]}");
                if (found > 0) told++;
            }
            scratch.Rows[item * scratch.Columns + 1].ShouldBe(1);       // the length of the history
        }
        told.ShouldBeGreaterThan(20);
        model.Leave();
    }

    private sealed class Standing(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
