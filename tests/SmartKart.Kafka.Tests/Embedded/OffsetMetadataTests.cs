namespace SmartKart.Kafka.Tests.Embedded;

/// <summary>The note that is committed with an offset.</summary>
public sealed class OffsetMetadataTests(EmbeddedBroker broker) : EmbeddedBrokerTest(broker)
{
    [Fact]
    public async Task A_note_that_a_consumer_commits_comes_back_with_its_offset()
    {
        var (topic, group) = (await Broker.NewTopicAsync(Admin, partitions: 3), Broker.NewName("group"));
        using var consumer = BatchConsumer.Open(Broker.Configuration.With("group.id", group));

        var longest = new string('x', 4096);
        consumer.Commit(
        [
            new OffsetAndMetadata(new(topic, 0, 4), "über 4"), new OffsetAndMetadata(new(topic, 1, 5), null), new OffsetAndMetadata(new(topic, 2, 6), longest),
        ]);

        var committed = await Admin.GroupOffsets.ListAsync(group, cancellation: Stop);
        committed.Select(each => (each.Partition.Partition, each.Offset, each.Metadata)).ShouldBe([(0, 4, "über 4"), (1, 5, null), (2, 6, longest)]);
        Should.Throw<KafkaException>(() => consumer.Commit([new OffsetAndMetadata(new(topic, 0, 7), longest + "x")]));
    }

    [Fact]
    public async Task A_note_of_a_transaction_is_there_with_its_commit_and_until_then_the_offset_is_unstable()
    {
        var (topic, group) = (await Broker.NewTopicAsync(Admin), Broker.NewName("group"));
        using var consumer = BatchConsumer.Open(Broker.Configuration.With("group.id", group));
        consumer.Commit([new OffsetAndMetadata(new(topic, 0, 1), "before")]);
        using var producer = BatchProducer.Open(Broker.Configuration.With("transactional.id", Broker.NewName("transaction")));
        producer.Transactions.Initialize(cancellation: Stop);
        producer.Transactions.Begin();
        using (var member = consumer.GroupMetadata()) producer.Transactions.SendOffsets([new OffsetAndMetadata(new(topic, 0, 2), "after")], member);

        (await Admin.GroupOffsets.ListAsync(group, [new(topic, 0)], Stop)).ShouldHaveSingleItem().Metadata.ShouldBe("before");
        var unstable = (await Admin.GroupOffsets.ListStableAsync(group, [new(topic, 0)], Stop)).ShouldHaveSingleItem();
        unstable.Error.ShouldNotBeNull().Code.ShouldBe(KafkaErrorCode.UnstableOffsetCommit);

        producer.Transactions.Commit(cancellation: Stop);
        var committed = (await Admin.GroupOffsets.ListStableAsync(group, [new(topic, 0)], Stop)).ShouldHaveSingleItem();
        (committed.Offset, committed.Metadata, committed.Error).ShouldBe((2, "after", null));
    }
}
