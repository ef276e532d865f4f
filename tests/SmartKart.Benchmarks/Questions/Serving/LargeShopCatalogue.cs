using System.Text;
using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;
using SmartKart.Schemas.Registry;

namespace SmartKart.Benchmarks.Questions.Serving;

/// <summary>Tells of a large shop's products.</summary>
internal static class LargeShopCatalogue
{
    private const int BatchMax = 5_000;

    public static async Task PublishAsync(KafkaConfiguration kafka, SchemaRegistryClient schemas, IReadOnlyList<string> products, CancellationToken cancel)
    {
        var topic = TopicCatalog.Shipped[Topics.ProductUpserted];
        var contract = EventSchemas.Shipped.Of(topic);
        var subject = SubjectNames.Of(SubjectNameStrategy.TopicName, topic.Name, MessagePart.Value, contract);
        var serializer = new AvroSerializer<ProductUpserted>(await schemas.RegisterAsync(subject, SchemaText.Of(contract), cancel));
        using var producer = BatchProducer.Open(kafka);
        var (batch, now) = (new ProducerBatch(topic.Name), TimeProvider.System.GetUtcNow());
        for (var product = 0; product < products.Count; product++)
        {
            batch.Add(Encoding.UTF8.GetBytes(products[product]), serializer.ToBytes(new ProductUpserted
            {
                EventId = Guid.CreateVersion7(now), OccurredAt = now, ProductId = products[product], MerchantId = $"m{product % 5_000}", Name = $"Product {product}",
                CategoryId = LargeShop.CategoryOf(product), CategoryPath = [], Price = 9.99m, Currency = "GBP", Status = ProductStatus.Active,
                Attributes = new Dictionary<string, string>(),
            }));
            if ((product + 1) % BatchMax == 0) producer.Send(batch, cancel);
        }
        producer.Send(batch, cancel);
        producer.Flush(cancel);
    }
}
