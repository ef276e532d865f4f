using System.Text;
using SmartKart.Kafka;
using SmartKart.Streams.Queries;
using SmartKart.Streams.Tests.Embedded;

namespace SmartKart.Streams.Tests.Queries;

public sealed class Murmur2Tests(EmbeddedBroker broker) : IClassFixture<EmbeddedBroker>
{
    // The values that Apache Kafka's own tests expect of Utils.murmur2.
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void It_hashes_as_Kafka_does(string key, int hash) => ((int)Murmur2.Hash(Encoding.UTF8.GetBytes(key))).ShouldBe(hash);

    [Fact]
    public async Task A_key_is_looked_for_where_the_producer_put_it()
    {
        var topic = await broker.NewTopicAsync(7);
        broker.Produce(topic, Enumerable.Range(0, 200).Select(n => ($"key {n}", (string?)"value", ProducerBatch.AnyPartition)));

        using var reader = new TopicReader(broker, topic, partitions: 7);
        foreach (var record in reader.Read(200)) record.Partition.ShouldBe(Murmur2.Partition(Encoding.UTF8.GetBytes(record.Key!), 7));
    }
}
