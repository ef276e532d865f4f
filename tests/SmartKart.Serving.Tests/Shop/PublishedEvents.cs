using SmartKart.Kafka;
using SmartKart.Schemas;
using SmartKart.Schemas.Catalogue;
using SmartKart.Schemas.Events;

namespace SmartKart.Serving.Tests.Shop;

/// <summary>What a shop has published on the clickstream.</summary>
internal static class PublishedEvents
{
    /// <summary>All that is there once there are so many.</summary>
    public static List<Clickstream> Read(ServedShop shop, int least)
    {
        using var consumer = BatchConsumer.Open(shop.Kafka.With("group.id", "test").With("auto.offset.reset", "earliest"));
        consumer.Partitions.Assign([new TopicPartition(Topics.Clickstream, 0).At(Offset.Beginning)]);
        var decoder = RecordDecoder<Clickstream>.For(EventSchemas.Shipped.Of(TopicCatalog.Shipped[Topics.Clickstream]));
        var read = new List<Clickstream>();
        var quiet = 0;
        while (read.Count < least || quiet < 2)
        {
            using var batch = consumer.Consume(TimeSpan.FromMilliseconds(200), TestContext.Current.CancellationToken);
            quiet = batch.Count == 0 ? quiet + 1 : 0;
            quiet.ShouldBeLessThan(100, $"{read.Count} of {least} events came");
            foreach (var record in batch) read.Add(decoder.Decode(record.Value[ConfluentFrame.HeaderBytes..]));
        }
        return read;
    }
}
