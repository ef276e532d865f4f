using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Kafka;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Registry;
using SmartKart.Serving.Events;
using SmartKart.Serving.Products;
using SmartKart.Serving.Tests.Shop;

namespace SmartKart.Serving.Tests.Products;

/// <summary>The shelf across an interruption.</summary>
public sealed class ShelfReaderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_an_interruption_it_goes_on_where_it_was_and_a_topic_that_was_made_again_is_read_from_its_beginning()
    {
        await using var shop = await ServedShop.StartAsync(hasModel: false);
        var schemas = await EventSchemaSet.RegisterAsync(shop.Schemas, Stop);
        Send(shop, schemas.Find(Topics.ProductUpserted)!, Product("tea"), Product("pot"));
        Send(shop, schemas.Find(Topics.InventoryUpdated)!, Stock("tea", 3), Stock("pot", 3));
        await using var relay = new RegistryRelay(shop.RegistryAddress);
        await relay.StartAsync();
        using var registry = new SchemaRegistryClient(new SchemaRegistryOptions { Urls = [relay.Address], MaxRetries = 0 });
        var shelf = new ProductShelf();
        await using var reader = ShelfReader.Start(shop.Kafka, shop.Admin, registry, shelf, NullLogger.Instance);
        await ServedShop.UntilAsync(() => Task.FromResult(reader.HasCaughtUp && shelf.Count == 2 && shelf.OnHand("pot") == 3), "it has caught up");
        shelf.Stock("tea", "main", 7);      // what no topic tells: whoever reads the topic again undoes it

        await relay.StopAsync();
        Send(shop, await OtherwiseWrittenAsync(shop, schemas.Find(Topics.InventoryUpdated)!), Stock("pot", 5));
        await ServedShop.UntilAsync(() => Task.FromResult(reader.Fault is not null), "it can't read on without the schema");
        (await shop.Admin.Topics.DeleteAsync([Topics.ProductUpserted], Stop)).ThrowIfAnyFailed();
        (await shop.Admin.Topics.CreateAsync([new NewTopic(Topics.ProductUpserted, 1)], cancellation: Stop)).ThrowIfAnyFailed();
        Send(shop, schemas.Find(Topics.ProductUpserted)!, Product("cup"));
        await relay.StartAsync();

        await ServedShop.UntilAsync(() => Task.FromResult(shelf.Find("cup") is not null && shelf.OnHand("pot") == 5), "it goes on");
        reader.Fault.ShouldBeNull();
        shelf.OnHand("tea").ShouldBe(7);
    }

    // The same fields under an id that nobody has met.
    private static async Task<EventSchema> OtherwiseWrittenAsync(ServedShop shop, EventSchema schema)
    {
        var text = JsonNode.Parse(SchemaText.Of(schema.Contract).Json)!.AsObject();
        text["doc"] = "Written by another program.";
        return schema with { Id = await shop.Schemas.RegisterAsync("another", new SchemaText(text.ToJsonString()), Stop) };
    }

    private static JsonObject Product(string product) => new()
    {
        ["product_id"] = product, ["merchant_id"] = "m", ["name"] = product, ["category_id"] = "c",
        ["price"] = "1.50", ["currency"] = "GBP", ["status"] = "active",
    };

    private static JsonObject Stock(string product, long units) => new()
    {
        ["product_id"] = product, ["warehouse_id"] = "main", ["reason"] = "adjusted",
        ["quantity_delta"] = units, ["quantity_before"] = 0, ["quantity_after"] = units,
    };

    private static void Send(ServedShop shop, EventSchema schema, params JsonObject[] events)
    {
        using var producer = BatchProducer.Open(shop.Kafka);
        var batch = new ProducerBatch(schema.Topic.Name);
        foreach (var each in events)
        {
            var encoded = EncodedEvent.Of(schema, each, TimeProvider.System.GetUtcNow());
            batch.Add(encoded.Key, encoded.Value);
        }
        producer.Send(batch, Stop);
        producer.Flush(Stop);
    }
}
