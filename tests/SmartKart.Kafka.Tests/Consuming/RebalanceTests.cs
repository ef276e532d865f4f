namespace SmartKart.Kafka.Tests.Consuming;

public sealed class RebalanceTests : IDisposable
{
    private readonly MockCluster _cluster = new();
    private readonly string _topic;

    public RebalanceTests() => _topic = _cluster.CreateTopic("shared", partitions: 4);

    public void Dispose() => _cluster.Dispose();

    [Theory]
    [InlineData("range")]
    [InlineData("cooperative-sticky")]
    public void Two_members_share_the_partitions_and_the_one_that_stays_takes_them_all(string assignor)
    {
        var configuration = _cluster.Member("group").With("partition.assignment.strategy", assignor);
        using var first = new Member(configuration, _topic);
        first.Consumer.ConsumeUntil(() => first.Owned.Count == 4, "all four");
        var second = new Member(configuration, _topic);

        first.Consumer.ConsumeUntil(() => { second.Turn(); return first.Owned.Count == 2 && second.Owned.Count == 2; }, "two each");
        first.Owned.Intersect(second.Owned).ShouldBeEmpty();
        first.Owned.ShouldBe(first.Consumer.Partitions.Assignment(), ignoreOrder: true);

        second.Dispose();
        second.Owned.ShouldBeEmpty();
        first.Consumer.ConsumeUntil(() => first.Owned.Count == 4, "all four again");
    }

    [Fact]
    public void Under_the_broker_s_protocol_a_member_is_assigned_partitions_and_gives_them_up_as_it_leaves()
    {
        var member = new Member(_cluster.MemberUnderTheNewProtocol("new"), _topic);
        Produce(20);

        member.Consumer.Read(20).Count.ShouldBe(20);

        member.Owned.Count.ShouldBe(4);
        member.Dispose();
        member.Owned.ShouldBeEmpty();
    }

    [Fact]
    public void What_was_read_can_be_committed_while_partitions_are_revoked()
    {
        Produce(20);
        using (var member = new Member(_cluster.Member("group"), _topic))
        {
            member.Consumer.PartitionsRevoked += _ => member.Consumer.Commit();
            member.Consumer.Read(20);
            member.Consumer.Close();
        }

        using var next = new Member(_cluster.Member("group"), _topic);
        next.Consumer.Partitions.Committed(Enumerable.Range(0, 4).Select(each => new TopicPartition(_topic, each))).Select(each => each.Offset).ShouldBe([5L, 5, 5, 5]);
    }

    [Fact]
    public void What_a_handler_throws_comes_out_of_consume_and_the_assignment_stands()
    {
        using var consumer = BatchConsumer.Open(_cluster.Member("group"));
        consumer.PartitionsAssigned += _ => throw new NotSupportedException("not mine");
        consumer.Subscribe(_topic);

        Should.Throw<NotSupportedException>(() => consumer.ConsumeUntil(() => false, "the handler's exception")).Message.ShouldBe("not mine");

        consumer.Partitions.Assignment().Count.ShouldBe(4);
    }

    private void Produce(int records)
    {
        using var producer = BatchProducer.Open(_cluster.Configuration);
        var batch = new ProducerBatch(_topic);
        for (var n = 0; n < records; n++) batch.Add(default, BitConverter.GetBytes(n), partition: n % 4);
        producer.Send(batch, TestContext.Current.CancellationToken);
        producer.Flush(TestContext.Current.CancellationToken);
    }

    /// <summary>A consumer and what its events say it owns.</summary>
    private sealed class Member : IDisposable
    {
        internal Member(KafkaConfiguration configuration, string topic)
        {
            Consumer = BatchConsumer.Open(configuration);
            Consumer.PartitionsAssigned += partitions => Owned.UnionWith(partitions);
            Consumer.PartitionsRevoked += partitions => Owned.ExceptWith(partitions);
            Consumer.PartitionsLost += partitions => Owned.ExceptWith(partitions);
            Consumer.Subscribe(topic);
        }

        internal BatchConsumer Consumer { get; }

        internal HashSet<TopicPartition> Owned { get; } = [];

        internal void Turn() => Consumer.Consume(TimeSpan.Zero, TestContext.Current.CancellationToken).Dispose();

        public void Dispose() => Consumer.Dispose();
    }
}
