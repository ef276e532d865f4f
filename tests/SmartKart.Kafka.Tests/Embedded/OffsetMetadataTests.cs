namespace SmartKart.Kafka.Tests.Embedded;

/// <summary>The note that is committed with an offset.</summary>
public sealed class OffsetMetadataTests : IClassFixture<EmbeddedBroker>, IDisposable
{
    private readonly EmbeddedBroker _broker;
    private readonly KafkaAdmin _admin;

    public OffsetMetadataTests(EmbeddedBroker broker)
    {
        Library.SkipIfAbsent();
        _broker = broker;
        _admin = KafkaAdmin.Open(broker.Configuration);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _admin.Dispose();

    [Fact]
    public async Task A_note_that_a_consumer_commits_comes_back_with_its_offset()
    {
        var (topic, group) = (await _broker.NewTopicAsync(_admin, partitions: 3), _broker.NewName("group"));
        using var consumer = BatchConsumer.Open(_broker.Configuration.With("group.id", group));

        var longest = new string('x', 4096);
        consumer.Commit([new OffsetAndMetadata(new(topic, 0, 4), "über 4"), new OffsetAndMetadata(new(topic, 1, 5), null), new OffsetAndMetadata(new(topic, 2, 6), longest)]);

        var committed = await _admin.GroupOffsets.ListAsync(group, cancellation: Stop);
        committed.Select(each => (each.Partition.Partition, each.Offset, each.Metadata)).ShouldBe([(0, 4, "über 4"), (1, 5, null), (2, 6, longest)]);
        Should.Throw<KafkaException>(() => consumer.Commit([new OffsetAndMetadata(new(topic, 0, 7), longest + "x")]));
    }

    [Fact]
    public async Task A_note_of_a_transaction_is_there_with_its_commit_and_until_then_the_offset_is_unstable()
    {
        var (topic, group) = (await _broker.NewTopicAsync(_admin), _broker.NewName("group"));
        using var consumer = BatchConsumer.Open(_broker.Configuration.With("group.id", group));
        consumer.Commit([new OffsetAndMetadata(new(topic, 0, 1), "before")]);
        using var producer = BatchProducer.Open(_broker.Configuration.With("transactional.id", _broker.NewName("transaction")));
        producer.Transactions.Initialize(cancellation: Stop);
        producer.Transactions.Begin();
        using (var member = consumer.GroupMetadata()) producer.Transactions.SendOffsets([new OffsetAndMetadata(new(topic, 0, 2), "after")], member);

        (await _admin.GroupOffsets.ListAsync(group, [new(topic, 0)], Stop)).ShouldHaveSingleItem().Metadata.ShouldBe("before");
        var unstable = (await _admin.GroupOffsets.ListStableAsync(group, [new(topic, 0)], Stop)).ShouldHaveSingleItem();
        unstable.Error.ShouldNotBeNull().Code.ShouldBe(KafkaErrorCode.UnstableOffsetCommit);

        producer.Transactions.Commit(cancellation: Stop);
        var committed = (await _admin.GroupOffsets.ListStableAsync(group, [new(topic, 0)], Stop)).ShouldHaveSingleItem();
        (committed.Offset, committed.Metadata, committed.Error).ShouldBe((2, "after", null));
    }
}
