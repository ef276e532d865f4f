using System.Diagnostics;

namespace SmartKart.Kafka.Tests.Consuming;

public sealed class BatchConsumerTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private readonly MockCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void A_batch_comes_as_soon_as_there_is_a_record_however_long_the_wait_may_be()
    {
        var topic = Produced("prompt", records: 3);
        using var consumer = Reader(topic);
        consumer.Read(3);
        Produce(topic, 1);

        var began = Stopwatch.GetTimestamp();
        using var batch = consumer.Consume(Long, TestContext.Current.CancellationToken);

        batch.Count.ShouldBe(1);
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(Long / 2);
    }

    [Fact]
    public void An_empty_batch_comes_when_the_time_is_up()
    {
        using var consumer = Reader(_cluster.CreateTopic("quiet"));
        using var batch = consumer.Consume(TimeSpan.Zero, TestContext.Current.CancellationToken);
        batch.Count.ShouldBe(0);
    }

    [Fact]
    public void Cancellation_ends_the_wait_at_once()
    {
        using var consumer = Reader(_cluster.CreateTopic("cancelled"));
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var began = Stopwatch.GetTimestamp();

        Should.Throw<OperationCanceledException>(() => consumer.Consume(Long, cancelled.Token));

        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(Long / 2);
    }

    [Fact]
    public async Task Who_waits_without_a_thread_is_woken_by_a_record_the_time_and_cancellation_alike()
    {
        var topic = Produced("awaited", records: 3);
        using var consumer = Reader(topic);
        consumer.Read(3);
        (await consumer.ConsumeAsync(TimeSpan.FromMilliseconds(20), TestContext.Current.CancellationToken)).Count.ShouldBe(0);

        var waiting = consumer.ConsumeAsync(Long, TestContext.Current.CancellationToken).AsTask();
        waiting.IsCompleted.ShouldBeFalse();
        Produce(topic, 1);
        using (var batch = await waiting.WaitAsync(Long / 2, TestContext.Current.CancellationToken)) batch.Count.ShouldBe(1);

        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        var given = consumer.ConsumeAsync(Long, cancelled.Token).AsTask();
        await Should.ThrowAsync<OperationCanceledException>(() => given.WaitAsync(Long / 2, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_batch_in_use_keeps_the_next_from_being_consumed()
    {
        using var consumer = Reader(Produced("in-use", records: 10));
        var batch = consumer.Consume(Long, TestContext.Current.CancellationToken);
        batch.Count.ShouldBeGreaterThan(0);

        Should.Throw<InvalidOperationException>(() => consumer.Consume(Long, TestContext.Current.CancellationToken)).Message.ShouldContain("Dispose it");
    }

    [Fact]
    public void A_disposed_batch_gives_no_record()
    {
        using var consumer = Reader(Produced("disposed", records: 10));
        var batch = consumer.Consume(Long, TestContext.Current.CancellationToken);
        Should.Throw<ObjectDisposedException>(() =>
        {
            foreach (var record in batch) batch.Dispose();
        });
        Should.Throw<ArgumentOutOfRangeException>(() => batch[0].Offset.ToString());
    }

    [Fact]
    public void A_consumer_can_be_disposed_before_its_batch_and_a_batch_twice()
    {
        var consumer = Reader(Produced("any-order", records: 10));
        var batch = consumer.Consume(Long, TestContext.Current.CancellationToken);
        batch.Count.ShouldBeGreaterThan(0);

        consumer.Dispose();
        batch.Dispose();
        batch.Dispose();
        consumer.Dispose();
    }

    [Fact]
    public void The_end_of_a_partition_is_told_once_where_it_is_asked_for()
    {
        var topic = Produced("ends", records: 5);
        using var consumer = BatchConsumer.Open(_cluster.Member("readers").With("enable.partition.eof", "true"));
        consumer.Subscribe(topic);
        var ends = new List<TopicPartitionOffset>();

        consumer.ConsumeUntil(() => ends.Count > 0, batch => ends.AddRange(batch.Ends), "the end");

        ends.ShouldBe([new TopicPartitionOffset(topic, 0, 5)]);
    }

    [Fact]
    public void What_was_committed_is_where_the_group_goes_on()
    {
        var topic = Produced("committed", records: 10);
        using (var first = Reader(topic))
        {
            first.Read(10);
            first.Commit([new TopicPartitionOffset(topic, 0, 4)]);
            first.Partitions.Committed([new TopicPartition(topic, 0)]).ShouldBe([new TopicPartitionOffset(topic, 0, 4)]);
        }

        using var second = Reader(topic);
        second.Read(6)[0].Offset.ShouldBe(4);
        second.Commit();
        second.Partitions.Committed([new TopicPartition(topic, 0)]).ShouldBe([new TopicPartitionOffset(topic, 0, 10)]);
    }

    [Fact]
    public void A_commit_of_nothing_is_no_error_and_a_refused_one_is()
    {
        var topic = Produced("refused", records: 1);
        using var consumer = Reader(topic);
        consumer.Commit();
        consumer.Read(1);
        _cluster.Fail(MockCluster.ApiKeys.OffsetCommit, KafkaErrorCode.GroupAuthorization);

        Should.Throw<KafkaRequestException>(consumer.Commit).ShouldSatisfyAllConditions(
            refused => refused.Code.ShouldBe(KafkaErrorCode.GroupAuthorization),
            refused => refused.Message.ShouldContain("Grant it to the user"));
    }

    [Fact]
    public void A_seek_goes_back_and_the_position_is_after_what_was_given()
    {
        var topic = Produced("sought", records: 10);
        var partition = new TopicPartition(topic, 0);
        using var consumer = Reader(topic);
        consumer.Read(10);
        consumer.Partitions.Positions([partition]).ShouldBe([partition.At(10)]);

        consumer.Partitions.Seek([partition.At(7)]);

        consumer.Read(3).Select(record => record.Offset).ShouldBe([7L, 8, 9]);
    }

    [Fact]
    public void A_paused_partition_gives_nothing_until_it_is_resumed()
    {
        var topic = _cluster.CreateTopic("paused", partitions: 2);
        using var consumer = Reader(topic);
        consumer.ConsumeUntil(() => consumer.Partitions.Assignment().Count == 2, "both partitions");
        consumer.Partitions.Pause([new TopicPartition(topic, 0)]);
        Produce(topic, 10, partition: 0);
        Produce(topic, 10, partition: 1);

        consumer.Read(10).ShouldAllBe(record => record.Partition == 1);
        consumer.Partitions.Resume([new TopicPartition(topic, 0)]);
        consumer.Read(10).ShouldAllBe(record => record.Partition == 0);
    }

    [Fact]
    public void Partitions_can_be_read_without_a_group()
    {
        var topic = Produced("assigned", records: 10);
        using var consumer = BatchConsumer.Open(_cluster.Member("nobody"));
        consumer.Partitions.Assign([new TopicPartitionOffset(topic, 0, 6)]);

        consumer.Read(4).Select(record => record.Offset).ShouldBe([6L, 7, 8, 9]);
        consumer.Partitions.Assignment().ShouldBe([new TopicPartition(topic, 0)]);
        consumer.Partitions.Bounds(new TopicPartition(topic, 0)).ShouldBe((0, 10));
    }

    [Fact]
    public void Nothing_is_allocated_per_record()
    {
        const int Records = 100_000;
        var topic = Produced("allocation", Records);
        using var consumer = BatchConsumer.Open(_cluster.Member("readers").With("statistics.interval.ms", "0"));
        consumer.Subscribe(topic);
        Count(10_000);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var (records, bytes) = Count(Records - 20_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        bytes.ShouldBe(records * 8);
        (allocated / (double)records).ShouldBeLessThan(0.1);

        (int Records, long Bytes) Count(int atLeast)
        {
            var (records, bytes) = (0, 0L);
            while (records < atLeast)
            {
                using var batch = consumer.Consume(Long, TestContext.Current.CancellationToken);
                if (batch.Count == 0) Assert.Fail($"{records} of {atLeast} records, and then none within {Long.TotalSeconds} s");
                foreach (var record in batch) bytes += record.Value.Length + record.Key.Length;
                records += batch.Count;
            }
            return (records, bytes);
        }
    }

    [Fact]
    public void A_consumer_without_a_group_is_refused_with_the_setting_s_name()
    {
        Should.Throw<KafkaConfigurationException>(() => BatchConsumer.Open(_cluster.Configuration)).Key.ShouldBe("group.id");
    }

    private BatchConsumer Reader(string topic)
    {
        var consumer = BatchConsumer.Open(_cluster.Member("readers"));
        consumer.Subscribe(topic);
        return consumer;
    }

    private string Produced(string topic, int records)
    {
        _cluster.CreateTopic(topic);
        Produce(topic, records);
        return topic;
    }

    private void Produce(string topic, int records, int partition = 0)
    {
        using var producer = BatchProducer.Open(_cluster.Configuration);
        var batch = new ProducerBatch(topic);
        for (var n = 0; n < records; n++)
        {
            batch.Add(BitConverter.GetBytes(n), BitConverter.GetBytes(n), partition);
            if (batch.Count == 1000) producer.Send(batch, TestContext.Current.CancellationToken);
        }
        producer.Send(batch, TestContext.Current.CancellationToken);
        producer.Flush(TestContext.Current.CancellationToken);
    }
}
