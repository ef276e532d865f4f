namespace SmartKart.Kafka.Tests.Producing;

public sealed class ProducerTransactionsTests : IDisposable
{
    private readonly MockCluster _cluster = new();
    private readonly string _topic;

    public ProducerTransactionsTests() => _topic = _cluster.CreateTopic("transacted");

    public void Dispose() => _cluster.Dispose();

    // The mock acknowledges a group's offsets in a transaction and forgets them, so only that they were sent can be seen.
    [Fact]
    public void A_commit_delivers_the_records_and_takes_the_group_s_offsets_along()
    {
        using var consumer = BatchConsumer.Open(_cluster.Member("group"));
        consumer.Subscribe(_topic);
        consumer.ConsumeUntil(() => consumer.Partitions.Assignment().Count == 1, "the partition");
        using var producer = Initialized();
        producer.Transactions.Begin();
        producer.Transactions.IsOpen.ShouldBeTrue();
        Send(producer, 10);
        using (var group = consumer.GroupMetadata())
            producer.Transactions.SendOffsets([new TopicPartitionOffset(_topic, 0, 7)], group);

        producer.Transactions.Commit(cancellation: TestContext.Current.CancellationToken);

        producer.Transactions.IsOpen.ShouldBeFalse();
        producer.DeliveredRecords.ShouldBe(10);
    }

    [Fact]
    public void Offsets_of_a_member_that_lost_its_place_ask_for_the_transaction_s_abort()
    {
        using var consumer = BatchConsumer.Open(_cluster.Member("group"));
        using var group = consumer.GroupMetadata();
        using var producer = Initialized();
        producer.Transactions.Begin();
        _cluster.Fail(MockCluster.ApiKeys.TxnOffsetCommit, KafkaErrorCode.IllegalGeneration);

        Should.Throw<KafkaAbortableException>(() => producer.Transactions.SendOffsets([new TopicPartitionOffset(_topic, 0, 7)], group));

        producer.Transactions.Abort(cancellation: TestContext.Current.CancellationToken);
    }

    [Fact]
    public void The_first_batch_may_name_the_partitions_of_a_topic_that_the_producer_has_not_met()
    {
        using var producer = Initialized();
        producer.Transactions.Begin();
        var batch = new ProducerBatch(_topic);
        batch.Add("key"u8, "value"u8, partition: 0);
        batch.Add("key"u8, "value"u8, partition: 0);
        producer.Send(batch, TestContext.Current.CancellationToken);

        producer.Transactions.Commit(cancellation: TestContext.Current.CancellationToken);

        producer.DeliveredRecords.ShouldBe(2);
    }

    [Fact]
    public void An_abort_takes_back_what_waits_to_be_sent_and_is_no_failed_delivery()
    {
        using var producer = Initialized("linger.ms", "50000");
        producer.Transactions.Begin();
        Send(producer, 10);

        producer.Transactions.Abort(cancellation: TestContext.Current.CancellationToken);

        (producer.DeliveredRecords, producer.FailedRecords, producer.OutstandingRecords).ShouldBe((0, 0, 0));
        producer.Transactions.Begin();
        Send(producer, 5);
        producer.Transactions.Commit(cancellation: TestContext.Current.CancellationToken);
        producer.DeliveredRecords.ShouldBe(5);
    }

    [Fact]
    public void A_record_outside_a_transaction_is_refused_and_the_batch_kept()
    {
        using var producer = Initialized();
        var batch = new ProducerBatch(_topic);
        batch.Add(default, "v"u8);

        Should.Throw<KafkaRequestException>(() => producer.Send(batch, TestContext.Current.CancellationToken)).Code.ShouldBe(KafkaErrorCode.WrongState);

        batch.Count.ShouldBe(1);
        producer.Transactions.Begin();
        producer.Send(batch, TestContext.Current.CancellationToken);
        producer.Transactions.Commit(cancellation: TestContext.Current.CancellationToken);
        producer.DeliveredRecords.ShouldBe(1);
    }

    [Fact]
    public void A_commit_that_the_broker_refuses_for_this_transaction_asks_for_its_abort()
    {
        using var producer = Initialized();
        producer.Transactions.Begin();
        Send(producer, 1);
        producer.Flush(TestContext.Current.CancellationToken);
        _cluster.Fail(MockCluster.ApiKeys.EndTxn, KafkaErrorCode.TransactionAbortable);

        var refused = Should.Throw<KafkaAbortableException>(() => producer.Transactions.Commit(cancellation: TestContext.Current.CancellationToken));

        (refused.RequiresAbort, refused.IsFatal, refused.IsRetriable).ShouldBe((true, false, false));
        producer.Transactions.Abort(cancellation: TestContext.Current.CancellationToken);
        producer.Transactions.Begin();
        Send(producer, 1);
        producer.Transactions.Commit(cancellation: TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_fenced_producer_can_do_no_more()
    {
        using var producer = Initialized();
        producer.Transactions.Begin();
        Send(producer, 1);
        producer.Flush(TestContext.Current.CancellationToken);
        _cluster.Fail(MockCluster.ApiKeys.EndTxn, KafkaErrorCode.ProducerFenced);

        Should.Throw<KafkaFatalException>(() => producer.Transactions.Commit(cancellation: TestContext.Current.CancellationToken))
            .Message.ShouldContain("transactional.id");
        Should.Throw<KafkaFatalException>(() => Send(producer, 1));
    }

    [Fact]
    public void A_delivery_that_fails_inside_a_transaction_keeps_it_from_committing()
    {
        using var producer = Initialized();
        producer.Transactions.Begin();
        Send(producer, 1);
        producer.Flush(TestContext.Current.CancellationToken);
        _cluster.Fail(MockCluster.ApiKeys.Produce, KafkaErrorCode.RecordTooLarge);
        Send(producer, 1);

        Should.Throw<KafkaDeliveryException>(() => producer.Transactions.Commit(cancellation: TestContext.Current.CancellationToken)).RequiresAbort.ShouldBeTrue();

        producer.Transactions.Abort(cancellation: TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Waiting_for_the_broker_ends_with_the_cancellation()
    {
        var nobody = KafkaConfiguration.From(new KafkaOptions { BootstrapServers = "127.0.0.1:1" });
        using var producer = BatchProducer.Open(nobody.With("transactional.id", "t"));
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        Should.Throw<OperationCanceledException>(() => producer.Transactions.Initialize(cancellation: cancelled.Token));
    }

    private BatchProducer Initialized(string key = "linger.ms", string value = "5")
    {
        var producer = BatchProducer.Open(_cluster.Configuration.With("transactional.id", "t").With(key, value));
        producer.Transactions.Initialize(cancellation: TestContext.Current.CancellationToken);
        return producer;
    }

    private void Send(BatchProducer producer, int records)
    {
        var batch = new ProducerBatch(_topic);
        for (var n = 0; n < records; n++) batch.Add(default, "v"u8);
        producer.Send(batch, TestContext.Current.CancellationToken);
    }
}
