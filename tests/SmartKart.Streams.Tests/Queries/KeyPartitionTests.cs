using System.Text;
using SmartKart.Kafka;
using SmartKart.Streams.Tests.Embedded;

namespace SmartKart.Streams.Tests.Queries;

public sealed class KeyPartitionTests(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    [Fact]
    public async Task A_key_is_looked_for_where_the_producer_put_it()
    {
        var topic = await broker.NewTopicAsync(7);
        broker.Produce(topic, Enumerable.Range(0, 200).Select(n => ($"key {n}", (string?)"value", ProducerBatch.AnyPartition)));

        using var reader = new TopicReader(broker, topic, partitions: 7);
        foreach (var record in reader.Read(200)) record.Partition.ShouldBe(Murmur2.PartitionOf(Encoding.UTF8.GetBytes(record.Key!), 7));
    }
}
