namespace SmartKart.Kafka.Tests.Embedded;

/// <summary>What a producer knows of the offsets that its records were given.</summary>
public sealed class OffsetTrackingTests(EmbeddedBroker broker) : EmbeddedBrokerTest(broker)
{
    [Theory]
    [InlineData(0)]
    [InlineData(1_700_000_000_000)] // with a timestamp of its own a record goes through another call
    public async Task After_a_flush_each_tracked_partition_knows_the_offset_of_its_last_record(long timestampMs)
    {
        var (one, other) = (await Broker.NewTopicAsync(Admin, partitions: 3), await Broker.NewTopicAsync(Admin, partitions: 3));
        Broker.Produce(one, records: 6, partitions: 3); // so that offsets begin at 2
        using var producer = BatchProducer.Open(Broker.Configuration);
        var slots = new[] { producer.Offsets.Track(one, 0), producer.Offsets.Track(one, 2), producer.Offsets.Track(other, 1) };

        Send(producer, one, [5, 100, 2000], timestampMs);
        Send(producer, other, [7, 1, 7], timestampMs);
        producer.Flush(Stop);

        slots.Select(producer.Offsets.Last).ShouldBe([2L + 5 - 1, 2 + 2000 - 1, 0]);
    }

    [Fact]
    public async Task A_partition_that_was_written_before_it_is_tracked_counts_from_then_on()
    {
        var topic = await Broker.NewTopicAsync(Admin);
        using var producer = BatchProducer.Open(Broker.Configuration);
        producer.Offsets.Track("another topic", 0);
        Send(producer, topic, [3]);
        producer.Flush(Stop);

        var slot = producer.Offsets.Track(topic, 0);
        producer.Offsets.Track(topic, 0).ShouldBe(slot);
        producer.Offsets.Last(slot).ShouldBe(Offset.None);

        Send(producer, topic, [2]);
        producer.Flush(Stop);
        producer.Offsets.Last(slot).ShouldBe(4);
    }

    [Fact]
    public async Task A_transaction_s_marker_takes_an_offset_and_is_not_counted()
    {
        var topic = await Broker.NewTopicAsync(Admin);
        using var producer = BatchProducer.Open(Broker.Configuration.With("transactional.id", Broker.NewName("transaction")));
        producer.Transactions.Initialize(cancellation: Stop);
        var slot = producer.Offsets.Track(topic, 0);

        Transact(producer, topic, records: 4);
        producer.Offsets.Last(slot).ShouldBe(3);
        Transact(producer, topic, records: 2);
        producer.Offsets.Last(slot).ShouldBe(6); // 4 is the first marker
    }

    [Fact]
    public async Task What_was_not_acknowledged_has_no_offset_and_keeps_its_tag()
    {
        var topic = await Broker.NewTopicAsync(Admin);
        using var producer = BatchProducer.Open(Broker.Configuration.With("message.max.bytes", "1000"));
        var slot = producer.Offsets.Track(topic, 0);
        var batch = new ProducerBatch(topic);
        batch.Add("key"u8, "fits"u8, partition: 0, tag: 7);
        batch.Add("key"u8, new byte[2000], partition: 0, tag: 8);
        producer.Send(batch, Stop);

        var thrown = Should.Throw<KafkaDeliveryException>(() => producer.Flush(Stop));

        thrown.Failures.Select(failure => failure.Tag).ShouldBe([8L]);
        producer.Offsets.Last(slot).ShouldBe(0);
    }

    [Fact]
    public void A_slot_that_was_not_given_out_is_refused()
    {
        using var producer = BatchProducer.Open(Broker.Configuration);
        var slot = producer.Offsets.Track("topic", 0);

        Should.Throw<ArgumentOutOfRangeException>(() => producer.Offsets.Last(slot + 1));
    }

    private static void Transact(BatchProducer producer, string topic, int records)
    {
        producer.Transactions.Begin();
        Send(producer, topic, [records]);
        producer.Transactions.Commit(cancellation: Stop);
    }

    private static void Send(BatchProducer producer, string topic, int[] recordsOfPartitions, long timestampMs = 0)
    {
        var batch = new ProducerBatch(topic);
        for (var partition = 0; partition < recordsOfPartitions.Length; partition++)
            for (var record = 0; record < recordsOfPartitions[partition]; record++)
                batch.Add("key"u8, "value"u8, partition, timestampMs);
        producer.Send(batch, Stop);
    }
}
