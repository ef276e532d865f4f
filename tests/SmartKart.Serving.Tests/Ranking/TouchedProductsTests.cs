using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.FeatureStore.Definitions;
using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Registry;
using SmartKart.Serving.Ranking;
using SmartKart.Serving.Tests.Shop;

namespace SmartKart.Serving.Tests.Ranking;

/// <summary>Which products events are about, read from a real broker.</summary>
public sealed class TouchedProductsTests
{
    [Fact]
    public async Task Products_of_views_carts_and_orders_are_named_once_and_only_once_taken()
    {
        await using var shop = await ServedShop.StartAsync();
        using var touched = new TouchedProducts(shop.Kafka, shop.Admin, shop.Schemas, DefinitionSet.Shipped, NullLogger.Instance);
        await touched.StartAsync(TestContext.Current.CancellationToken);
        var found = new HashSet<string>();
        // The first event of a schema teaches the schema; the reader begins at the end, which it may reach after the first events.
        await ServedShop.UntilAsync(async () =>
        {
            await SendAsync(shop);
            found.UnionWith(touched.Take());
            return found.Count == 2;
        }, "the products are named");
        found.ShouldBe(["mug", "cake"], ignoreOrder: true);
        await touched.StopAsync(TestContext.Current.CancellationToken);
        touched.Take();
        touched.Take().ShouldBeEmpty();
    }

    [Fact]
    public async Task Events_of_a_schema_that_is_unknown_or_unfit_keep_nobody_from_the_others()
    {
        await using var shop = await ServedShop.StartAsync();
        using var touched = new TouchedProducts(shop.Kafka, shop.Admin, shop.Schemas, DefinitionSet.Shipped, NullLogger.Instance);
        await touched.StartAsync(TestContext.Current.CancellationToken);
        var unfit = await shop.Schemas.RegisterAsync("unfit", SchemaText.Of(AvroSchema.Parse("\"string\"")), TestContext.Current.CancellationToken);
        var found = new HashSet<string>();
        await ServedShop.UntilAsync(async () =>
        {
            Publish(shop, unfit);
            Publish(shop, new SchemaId(999_999));
            await SendAsync(shop);
            found.UnionWith(touched.Take());
            return found.Count == 2;
        }, "the products of the others are named");
        touched.ExecuteTask.ShouldNotBeNull().IsCompleted.ShouldBeFalse();
        await touched.StopAsync(TestContext.Current.CancellationToken);
    }

    private static void Publish(ServedShop shop, SchemaId schema)
    {
        using var producer = BatchProducer.Open(shop.Kafka);
        var (batch, value) = (new ProducerBatch("clickstream"), new byte[ConfluentFrame.HeaderBytes + 1]);
        ConfluentFrame.WriteHeader(schema, value);
        batch.Add("ada"u8.ToArray(), value);
        producer.Send(batch, TestContext.Current.CancellationToken);
        producer.Flush(TestContext.Current.CancellationToken);
    }

    private static async Task SendAsync(ServedShop shop)
    {
        await EventAsync(shop, """{"topic": "clickstream", "event": {"user_id": "ada", "action": "view", "product_id": "mug"}}""");
        await EventAsync(shop, """{"topic": "clickstream", "event": {"user_id": "ada", "action": "search", "query": "forks"}}""");
        await EventAsync(shop, """
            {"topic": "order_placed", "event": {"order_id": "o1", "user_id": "ada", "currency": "GBP", "subtotal": "3.00", "total": "3.00",
             "lines": [{"product_id": "cake", "merchant_id": "m", "quantity": 1, "unit_price": "3.00"}]}}
            """);
    }

    private static async Task EventAsync(ServedShop shop, string body)
    {
        var (response, answer) = await shop.PostAsync("v1/events", body);
        response.StatusCode.ShouldBe(HttpStatusCode.Accepted, answer.ToString());
    }
}
