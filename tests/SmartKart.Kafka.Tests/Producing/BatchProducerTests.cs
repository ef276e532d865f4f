using System.Buffers;
using System.Text;

namespace SmartKart.Kafka.Tests.Producing;

public sealed class BatchProducerTests : IDisposable
{
    private readonly MockCluster _cluster = new();

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void A_partition_s_records_are_read_in_the_order_in_which_they_were_produced()
    {
        var topic = _cluster.CreateTopic("ordered", partitions: 3);
        using var producer = BatchProducer.Open(_cluster.Configuration);
        var batch = new ProducerBatch(topic);
        for (var n = 0; n < 3000; n++)
        {
            batch.Add(Utf8($"key-{n % 7}"), Utf8($"{n}"), partition: n % 3);
            if (batch.Count == 500) producer.Send(batch, TestContext.Current.CancellationToken);
        }
        producer.Flush(TestContext.Current.CancellationToken);

        (producer.AcceptedRecords, producer.DeliveredRecords, producer.FailedRecords, producer.OutstandingRecords).ShouldBe((3000, 3000, 0, 0));
        using var consumer = BatchConsumer.Open(_cluster.Member("readers"));
        consumer.Subscribe(topic);
        foreach (var partition in consumer.Read(3000).GroupBy(record => record.Partition))
        {
            partition.Select(record => record.Offset).ShouldBe(Enumerable.Range(0, 1000).Select(n => (long)n));
            partition.Select(record => int.Parse(record.Value!, provider: null)).ShouldBe(Enumerable.Range(0, 1000).Select(n => 3 * n + partition.Key));
        }
    }

    [Fact]
    public void Null_and_empty_keys_and_values_stay_apart()
    {
        var topic = _cluster.CreateTopic("empty");
        using var producer = BatchProducer.Open(_cluster.Configuration);
        var batch = new ProducerBatch(topic);
        batch.Add(default, Utf8("no key"));
        batch.Add("x"u8[..0], Utf8("empty key"));
        batch.Add(Utf8("tombstone"), default);
        batch.Add(Utf8("empty value"), "x"u8[..0]);
        producer.Send(batch, TestContext.Current.CancellationToken);
        producer.Flush(TestContext.Current.CancellationToken);

        using var consumer = BatchConsumer.Open(_cluster.Member("readers"));
        consumer.Subscribe(topic);
        consumer.Read(4).Select(record => (record.Key, record.Value)).ShouldBe(
            [(null, "no key"), ("", "empty key"), ("tombstone", null), ("empty value", "")]);
    }

    [Fact]
    public void A_value_can_be_written_in_place_and_the_batch_grows_with_it()
    {
        var topic = _cluster.CreateTopic("in-place");
        using var producer = BatchProducer.Open(_cluster.Configuration);
        var batch = new ProducerBatch(topic);
        var expected = new List<string>();
        for (var n = 0; n < 600; n++)
        {
            expected.Add(new string((char)('a' + n % 26), n));
            batch.Begin(Utf8($"{n}"));
            batch.Write(Utf8(expected[n]));
            batch.End();
        }
        producer.Send(batch, TestContext.Current.CancellationToken);
        producer.Flush(TestContext.Current.CancellationToken);

        using var consumer = BatchConsumer.Open(_cluster.Member("readers"));
        consumer.Subscribe(topic);
        consumer.Read(600).Select(record => record.Value).ShouldBe(expected);
    }

    [Fact]
    public void Timestamps_and_headers_travel_with_their_record()
    {
        var topic = _cluster.CreateTopic("headers");
        using var producer = BatchProducer.Open(_cluster.Configuration);
        var batch = new ProducerBatch(topic);
        batch.Add(Utf8("k"), Utf8("plain"), timestampMs: 1_000_000_000_123);
        batch.Add(Utf8("k"), Utf8("with headers"), timestampMs: 1_000_000_000_456);
        batch.AddHeader("trace"u8, "first"u8);
        batch.AddHeader("trace"u8, "last"u8);
        batch.AddHeader("null"u8, default);
        producer.Send(batch, TestContext.Current.CancellationToken);
        producer.Flush(TestContext.Current.CancellationToken);

        using var consumer = BatchConsumer.Open(_cluster.Member("readers"));
        consumer.Subscribe(topic);
        var seen = new List<string>();
        consumer.ConsumeUntil(() => seen.Count >= 5, read =>
        {
            foreach (var record in read)
            {
                seen.Add($"{record.TimestampMs} {record.TimestampKind}");
                foreach (var header in record.Headers)
                    seen.Add($"{Encoding.UTF8.GetString(header.Name)}={(header.IsNull ? "null" : Encoding.UTF8.GetString(header.Value))}");
                if (record.Offset != 1) continue;
                record.Headers.TryGetLast("trace"u8, out var last).ShouldBeTrue();
                Encoding.UTF8.GetString(last).ShouldBe("last");
                record.Headers.TryGetLast("absent"u8, out _).ShouldBeFalse();
            }
        }, "two records");
        seen.ShouldBe(["1000000000123 Created", "1000000000456 Created", "trace=first", "trace=last", "null=null"]);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("gzip")]
    [InlineData("snappy")]
    [InlineData("lz4")]
    [InlineData("zstd")]
    public void Each_compression_codec_is_read_back(string codec)
    {
        var topic = _cluster.CreateTopic($"codec-{codec}");
        using var producer = BatchProducer.Open(_cluster.Configuration.With("compression.type", codec));
        var batch = new ProducerBatch(topic);
        for (var n = 0; n < 200; n++) batch.Add(Utf8($"{n}"), Utf8(new string('v', 500)));
        producer.Send(batch, TestContext.Current.CancellationToken);
        producer.Flush(TestContext.Current.CancellationToken);

        using var consumer = BatchConsumer.Open(_cluster.Member("readers"));
        consumer.Subscribe(topic);
        consumer.Read(200).ShouldAllBe(record => record.Value == new string('v', 500));
    }

    [Fact]
    public void Equal_keys_go_to_the_partition_that_Kafka_s_Java_clients_choose()
    {
        var topic = _cluster.CreateTopic("partitioned", partitions: 6);
        using var producer = BatchProducer.Open(_cluster.Configuration);
        var batch = new ProducerBatch(topic);
        // Murmur2 of the keys as Kafka's own tests give it (UtilsTest.testMurmur2), made positive and taken modulo 6.
        (string Key, int Murmur2)[] keys = [("21", -973932308), ("foobar", -790332482), ("a-little-bit-long-string", -985981536)];
        foreach (var (key, _) in keys) batch.Add(Utf8(key), Utf8("v"));
        producer.Send(batch, TestContext.Current.CancellationToken);
        producer.Flush(TestContext.Current.CancellationToken);

        using var consumer = BatchConsumer.Open(_cluster.Member("readers"));
        consumer.Subscribe(topic);
        consumer.Read(keys.Length).OrderBy(record => record.Key, StringComparer.Ordinal).Select(record => (record.Key, record.Partition)).ShouldBe(
            keys.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => ((string?)each.Key, (each.Murmur2 & 0x7fffffff) % 6)));
    }

    [Fact]
    public void A_failed_delivery_is_thrown_by_flush_with_the_record_s_tag_and_only_once()
    {
        var topic = _cluster.CreateTopic("failing");
        _cluster.Fail(MockCluster.ApiKeys.Produce, KafkaErrorCode.RecordTooLarge);
        using var producer = BatchProducer.Open(_cluster.Configuration.With("enable.idempotence", "false"));
        var batch = new ProducerBatch(topic);
        batch.Add(Utf8("k"), Utf8("v"), tag: 42);
        producer.Send(batch, TestContext.Current.CancellationToken);

        var failure = Should.Throw<KafkaDeliveryException>(() => producer.Flush(TestContext.Current.CancellationToken));

        (failure.FailedRecords, failure.Code, failure.RequiresAbort).ShouldBe((1, KafkaErrorCode.RecordTooLarge, false));
        failure.Failures.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            each => each.Topic.ShouldBe(topic), each => each.Tag.ShouldBe(42), each => each.Partition.ShouldBe(0),
            each => each.Key!.Value.ToArray().ShouldBe(Utf8("k")), each => each.Value!.Value.ToArray().ShouldBe(Utf8("v")));
        failure.Message.ShouldContain("Make the record smaller");
        (producer.FailedRecords, producer.OutstandingRecords).ShouldBe((1, 0));
        producer.Flush(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Who_asks_for_it_is_told_at_once_of_a_record_that_can_never_be_sent_and_then_it_is_no_failed_delivery()
    {
        var topic = _cluster.CreateTopic("refused");
        using var producer = BatchProducer.Open(_cluster.Configuration.With("message.max.bytes", "2000"));
        var told = new List<DeliveryFailure>();
        producer.Refused = told.Add;
        var batch = new ProducerBatch(topic);
        batch.Add(Utf8("k"), new byte[5000], tag: 2);
        batch.Add(default, Utf8("after"), tag: 3);
        producer.Send(batch, TestContext.Current.CancellationToken);

        told.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            each => (each.Topic, each.Tag, each.Code).ShouldBe((topic, 2, KafkaErrorCode.RecordTooLarge)),
            each => each.Key!.Value.ToArray().ShouldBe(Utf8("k")), each => each.Value!.Value.Length.ShouldBe(5000));
        producer.Flush(TestContext.Current.CancellationToken);
        (producer.DeliveredRecords, producer.FailedRecords, producer.OutstandingRecords).ShouldBe((1, 0, 0));
    }

    [Fact]
    public void A_record_that_can_never_be_sent_fails_alone()
    {
        var topic = _cluster.CreateTopic("too-large");
        using var producer = BatchProducer.Open(_cluster.Configuration.With("message.max.bytes", "2000"));
        var batch = new ProducerBatch(topic);
        batch.Add(default, Utf8("before"), tag: 1);
        batch.Add(default, new byte[5000], tag: 2);
        batch.Add(default, Utf8("after"), tag: 3);
        producer.Send(batch, TestContext.Current.CancellationToken);

        Should.Throw<KafkaDeliveryException>(() => producer.Flush(TestContext.Current.CancellationToken))
            .Failures.ShouldHaveSingleItem().Tag.ShouldBe(2);
        (producer.AcceptedRecords, producer.DeliveredRecords, producer.FailedRecords).ShouldBe((2, 2, 1));
    }

    [Fact]
    public void A_full_queue_holds_the_sender_back_and_loses_nothing()
    {
        var topic = _cluster.CreateTopic("full");
        using var producer = BatchProducer.Open(_cluster.Configuration.With("queue.buffering.max.messages", "100"));
        var batch = new ProducerBatch(topic);
        for (var n = 0; n < 1000; n++) batch.Add(default, Utf8($"{n}"));
        producer.Send(batch, TestContext.Current.CancellationToken);
        producer.Flush(TestContext.Current.CancellationToken);

        producer.DeliveredRecords.ShouldBe(1000);
        using var consumer = BatchConsumer.Open(_cluster.Member("readers"));
        consumer.Subscribe(topic);
        consumer.Read(1000).Select(record => record.Value).ShouldBe(Enumerable.Range(0, 1000).Select(n => $"{n}"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000_000_000)]
    public void A_send_that_is_cancelled_on_a_full_queue_keeps_the_rest_of_the_batch(long timestampMs)
    {
        var topic = _cluster.CreateTopic("cancelled");
        using var producer = BatchProducer.Open(_cluster.Configuration.With("queue.buffering.max.messages", "100").With("linger.ms", "60000"));
        var batch = new ProducerBatch(topic);
        for (var n = 0; n < 150; n++) batch.Add(default, Utf8($"{n}"), timestampMs: timestampMs);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Should.Throw<OperationCanceledException>(() => producer.Send(batch, cancelled.Token));
        Should.Throw<InvalidOperationException>(() => batch.Add(default, default)).Message.ShouldContain("Send it again");
        producer.AcceptedRecords.ShouldBe(100);
        producer.Flush(TestContext.Current.CancellationToken);
        producer.Send(batch, TestContext.Current.CancellationToken);
        producer.Flush(TestContext.Current.CancellationToken);

        using var consumer = BatchConsumer.Open(_cluster.Member("readers"));
        consumer.Subscribe(topic);
        consumer.Read(150).Select(record => record.Value).ShouldBe(Enumerable.Range(0, 150).Select(n => $"{n}"));
    }

    [Fact]
    public void Nothing_is_allocated_per_record()
    {
        var topic = _cluster.CreateTopic("allocation", partitions: 6);
        using var producer = BatchProducer.Open(_cluster.Configuration.With("statistics.interval.ms", "0"));
        var batch = new ProducerBatch(topic);
        var (key, value) = (Utf8("a key"), new byte[100]);
        Produce(10);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Produce(100);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // 100,000 records; what is left is per call of Flush, not per record.
        allocated.ShouldBeLessThan(10_000);

        void Produce(int batches)
        {
            for (var n = 0; n < batches; n++)
            {
                for (var record = 0; record < 1000; record++) batch.Add(key, value, partition: record % 6);
                producer.Send(batch, TestContext.Current.CancellationToken);
            }
            producer.Flush(TestContext.Current.CancellationToken);
        }
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
