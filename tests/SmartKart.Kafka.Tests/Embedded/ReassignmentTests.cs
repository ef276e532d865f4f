namespace SmartKart.Kafka.Tests.Embedded;

/// <summary>Partitions that are assigned anew while librdkafka still stops reading them, for the assignment before.</summary>
public sealed class ReassignmentTests(EmbeddedBroker broker) : EmbeddedBrokerTest(broker)
{
    private const int Partitions = 16;
    private const int Rounds = 10;

    // The end of this program, by an assertion of librdkafka's, is what this test fails with.
    [Fact]
    public async Task A_consumer_that_is_assigned_anew_again_and_again_goes_on_and_closes_in_good_order()
    {
        var topic = await Broker.NewTopicAsync(Admin, Partitions);
        Broker.Produce(topic, Partitions, Partitions);
        TopicPartitionOffset[] all = [.. Enumerable.Range(0, Partitions).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning))];
        for (var round = 0; round < Rounds; round++)
        {
            using var consumer = BatchConsumer.Open(Broker.Configuration.With("group.id", Broker.NewName("group")));
            consumer.Partitions.Assign(all);
            consumer.Read(1).ShouldNotBeEmpty();
            for (var again = 0; again <= round % 4; again++) consumer.Partitions.Assign(all);
            if (round % 2 == 0) consumer.Read(1).ShouldNotBeEmpty();
        }
    }
}
