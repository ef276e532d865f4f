using System.Text;

namespace SmartKart.Kafka.Tests.Embedded;

/// <summary>What readers of committed records see of transactions.</summary>
public sealed class CommittedRecordsTests(EmbeddedBroker broker) : EmbeddedBrokerTest(broker)
{
    [Fact]
    public async Task Records_of_an_aborted_transaction_are_hidden_from_those_who_read_committed_ones_alone()
    {
        var topic = await Broker.NewTopicAsync(Admin);
        using var producer = BatchProducer.Open(Broker.Configuration.With("transactional.id", Broker.NewName("transaction")));
        producer.Transactions.Initialize(cancellation: Stop);

        Transact(producer, topic, "first", commit: true);
        Transact(producer, topic, "regretted", commit: false);
        Transact(producer, topic, "last", commit: true);

        Read(topic, "read_committed", 2).ShouldBe(["first", "last"]);
        Read(topic, "read_uncommitted", 3).ShouldBe(["first", "regretted", "last"]);
    }

    [Fact]
    public async Task The_committed_end_waits_for_a_transaction_that_is_open()
    {
        var topic = await Broker.NewTopicAsync(Admin);
        using var producer = BatchProducer.Open(Broker.Configuration.With("transactional.id", Broker.NewName("transaction")));
        producer.Transactions.Initialize(cancellation: Stop);
        producer.Transactions.Begin();
        Send(producer, topic, "open");

        (await EndAsync(topic, committedOnly: true)).ShouldBe(0);
        (await EndAsync(topic, committedOnly: false)).ShouldBe(1);

        producer.Transactions.Commit(cancellation: Stop);
        (await EndAsync(topic, committedOnly: true)).ShouldBe(2); // the record and its marker
    }

    private static void Transact(BatchProducer producer, string topic, string value, bool commit)
    {
        producer.Transactions.Begin();
        Send(producer, topic, value);
        if (commit) producer.Transactions.Commit(cancellation: Stop);
        else producer.Transactions.Abort(cancellation: Stop);
    }

    private static void Send(BatchProducer producer, string topic, string value)
    {
        var batch = new ProducerBatch(topic);
        batch.Add(default, Encoding.UTF8.GetBytes(value));
        producer.Send(batch, Stop);
        producer.Flush(Stop);
    }

    private IEnumerable<string?> Read(string topic, string isolation, int records)
    {
        using var consumer = BatchConsumer.Open(Broker.Configuration.With("group.id", Broker.NewName("group")).With("isolation.level", isolation));
        consumer.Partitions.Assign([new TopicPartitionOffset(topic, 0, Offset.Beginning)]);
        return consumer.Read(records).Select(record => record.Value);
    }

    private async Task<long> EndAsync(string topic, bool committedOnly)
    {
        var listed = await Admin.Offsets.ListAsync([new TopicPartition(topic, 0)], OffsetSpec.Latest, committedOnly, Stop);
        listed.ThrowIfAnyFailed();
        return listed[0].Offset;
    }
}
