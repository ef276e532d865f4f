namespace SmartKart.Kafka.Tests.Embedded;

/// <summary>What a member of a group may do while partitions come and go, where the broker assigns (KIP-848).</summary>
public sealed class RebalanceHandlersTests(EmbeddedBroker broker) : EmbeddedBrokerTest(broker)
{
    private const int Partitions = 4, Rounds = 20;

    [Fact]
    public async Task Partitions_that_are_paused_as_they_come_deliver_nothing_until_they_are_resumed()
    {
        var (topic, group) = (await Broker.NewTopicAsync(Admin, Partitions), Broker.NewName("group"));
        Broker.Produce(topic, records: 400, Partitions);
        using var member = Open(group);
        var paused = new List<TopicPartition>();
        member.PartitionsAssigned += partitions =>
        {
            paused.AddRange(partitions.Where(each => each.Partition != 0));
            member.Partitions.Pause(paused);
        };
        member.Subscribe(topic);

        var read = ReadWhileTheOthersAreLeftOut(member, topic);

        paused.Count.ShouldBe(Partitions - 1);
        read.ShouldAllBe(record => record.Partition == 0);
        member.Partitions.Resume(paused);
        var resumed = member.Read(300 + 3 * Rounds).Where(record => record.Partition != 0);
        foreach (var partition in resumed.GroupBy(record => record.Partition))
            partition.Select(record => record.Offset).ShouldBe(Enumerable.Range(0, 100 + Rounds).Select(offset => (long)offset)); // none was lost to the pause
    }

    [Fact]
    public async Task Partitions_that_come_back_from_another_member_can_be_paused_as_they_come()
    {
        var (topic, group) = (await Broker.NewTopicAsync(Admin, Partitions), Broker.NewName("group"));
        using var stays = Open(group);
        stays.Subscribe(topic);
        var leaves = Open(group);
        leaves.Subscribe(topic);
        Share(stays, leaves);
        var came = new List<TopicPartition>();
        stays.PartitionsAssigned += partitions =>
        {
            came.AddRange(partitions);
            stays.Partitions.Pause(partitions);
        };
        var kept = stays.Partitions.Assignment();
        Broker.Produce(topic, records: 400, Partitions);

        var read = new List<TopicPartition>();
        leaves.Dispose();
        stays.ConsumeUntil(() => came.Count == Partitions / 2 && read.Count >= 200, batch => Note(batch, read),
            "the other member's partitions, and all records of its own");
        for (var round = 1; round <= Rounds; round++)
        {
            var wanted = read.Count + kept.Count;
            Broker.Produce(topic, Partitions, Partitions);
            stays.ConsumeUntil(() => read.Count >= wanted, batch => Note(batch, read), "one more record of each partition that goes on");
        }

        read.Distinct().ShouldBe(kept, ignoreOrder: true);
    }

    [Fact]
    public async Task What_was_read_of_partitions_that_go_can_be_committed_before_another_member_has_them()
    {
        var (topic, group) = (await Broker.NewTopicAsync(Admin, Partitions), Broker.NewName("group"));
        Broker.Produce(topic, records: 40, Partitions);
        using var first = Open(group);
        var revoked = new List<TopicPartition>();
        first.PartitionsRevoked += partitions =>
        {
            revoked.AddRange(partitions);
            first.Commit();
        };
        first.Subscribe(topic);
        first.Read(40);

        using var second = Open(group);
        second.Subscribe(topic);
        Share(first, second);

        revoked.Count.ShouldBe(Partitions / 2);
        second.Partitions.Committed(revoked).Select(each => each.Offset).ShouldAllBe(offset => offset == 10);
        Broker.Produce(topic, Partitions, Partitions);
        ReadOf(second, first, records: 2).ShouldBe(revoked.Select(each => each.At(10)), ignoreOrder: true);
    }

    [Fact]
    public async Task A_transaction_can_be_committed_with_its_offsets_before_the_partitions_go()
    {
        var (topic, output, group) = (await Broker.NewTopicAsync(Admin, Partitions), await Broker.NewTopicAsync(Admin), Broker.NewName("group"));
        Broker.Produce(topic, records: 40, Partitions);
        using var producer = BatchProducer.Open(Broker.Configuration.With("transactional.id", Broker.NewName("transaction")));
        producer.Transactions.Initialize(cancellation: Stop);
        producer.Transactions.Begin();
        using var first = Open(group);
        var revoked = new List<TopicPartition>();
        first.PartitionsRevoked += partitions =>
        {
            if (!producer.Transactions.IsOpen) return; // its own leaving, at the end
            revoked.AddRange(partitions);
            using var metadata = first.GroupMetadata();
            producer.Transactions.SendOffsets(first.Partitions.Positions(first.Partitions.Assignment()), metadata);
            producer.Transactions.Commit(cancellation: Stop);
        };
        first.Subscribe(topic);
        foreach (var record in first.Read(40)) Forward(producer, output, record.Offset);

        using var second = Open(group);
        second.Subscribe(topic);
        Share(first, second);

        revoked.Count.ShouldBe(Partitions / 2);
        second.Partitions.Committed(revoked).Select(each => each.Offset).ShouldAllBe(offset => offset == 10);
        using var reader = Open(Broker.NewName("group"));
        reader.Partitions.Assign([new TopicPartitionOffset(output, 0, Offset.Beginning)]);
        reader.Read(40).Count.ShouldBe(40);
    }

    // Each round a record goes to every partition: whoever fetches those of one would be given the others' as well.
    private List<TopicPartition> ReadWhileTheOthersAreLeftOut(BatchConsumer member, string topic)
    {
        var read = new List<TopicPartition>();
        member.ConsumeUntil(() => read.Count >= 100, batch => Note(batch, read), "all records of the partition that goes on");
        for (var round = 1; round <= Rounds; round++)
        {
            Broker.Produce(topic, Partitions, Partitions);
            member.ConsumeUntil(() => read.Count >= 100 + round, batch => Note(batch, read), "one more record of the partition that goes on");
        }
        return read;
    }

    private static List<TopicPartitionOffset> ReadOf(BatchConsumer consumer, BatchConsumer other, int records)
    {
        var read = new List<TopicPartitionOffset>();
        consumer.ConsumeUntil(
            () =>
            {
                other.Consume(TimeSpan.Zero, Stop).Dispose();
                return read.Count >= records;
            },
            batch =>
            {
                foreach (var record in batch) read.Add(new TopicPartitionOffset(record.Topic, record.Partition, record.Offset));
            },
            $"{records} records");
        return read;
    }

    private static void Share(BatchConsumer one, BatchConsumer other) => one.ConsumeUntil(
        () =>
        {
            other.Consume(TimeSpan.Zero, Stop).Dispose();
            return one.Partitions.Assignment().Count == Partitions / 2 && other.Partitions.Assignment().Count == Partitions / 2;
        },
        "two partitions each");

    private static void Note(RecordBatch batch, List<TopicPartition> into)
    {
        foreach (var record in batch) into.Add(new TopicPartition(record.Topic, record.Partition));
    }

    private static void Forward(BatchProducer producer, string topic, long offset)
    {
        var batch = new ProducerBatch(topic);
        batch.Add("key"u8, BitConverter.GetBytes(offset));
        producer.Send(batch, Stop);
    }

    private BatchConsumer Open(string group) => BatchConsumer.Open(Broker.Configuration
        .With("group.id", group).With("group.protocol", "consumer").With("auto.offset.reset", "earliest").With("isolation.level", "read_committed"));
}
