using SmartKart.Broker.Storage;
using SmartKart.Broker.Tests.Storage;
using SmartKart.Broker.Topics;
using SmartKart.Broker.Transactions;

namespace SmartKart.Broker.Tests.Transactions;

public sealed class TransactionLogTests : IDisposable
{
    private static readonly LogSettings Compacted = LogSettings.Default with { Cleanup = SmartKart.Schemas.Catalogue.CleanupPolicy.Compact };

    private readonly TestFolder _folder = new();
    private readonly ManualTime _time = new(1_000);
    private readonly Transaction _transaction = new()
    {
        Producer = new ProducerIdAndEpoch(7, 3), TimeoutMs = 60_000, State = TransactionState.Ongoing, StartMs = 900, UpdatedMs = 1_000,
        Partitions = [new TopicPartition("b", 1), new TopicPartition("b", 0), new TopicPartition("a", 2)],
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Records_are_those_of_Kafka_s_own_topic()
    {
        using var log = Open();
        new TransactionLog(PartitionOf(log), _time).Append("id", _transaction).ShouldBe(AppendFault.None);
        var batch = new RecordBatch(log.ReadBatches(0).Single());
        foreach (var record in batch)
        {
            Convert.ToHexStringLower(record.Key).ShouldBe("0000" + "0002" + "6964");
            Convert.ToHexStringLower(record.Value).ShouldBe(
                "0000" + "0000000000000007" + "0003" + "0000ea60" + "01" +
                "00000002" + "0001" + "61" + "00000001" + "00000002" + "0001" + "62" + "00000002" + "00000000" + "00000001" +
                "00000000000003e8" + "0000000000000384");
        }
    }

    [Fact]
    public void The_last_record_of_an_id_is_what_is_known_of_it_and_a_tombstone_forgets_it()
    {
        using (var log = Open())
        {
            var transactions = new TransactionLog(PartitionOf(log), _time);
            transactions.Append("a", _transaction);
            transactions.Append("gone", _transaction);
            transactions.Append("a", _transaction.Prepared(commit: true, nowMs: 2_000));
            transactions.Append("gone", null);
        }
        using var again = Open();
        var (id, known) = new TransactionLog(PartitionOf(again), _time).Replay().Single();
        id.ShouldBe("a");
        (known.Producer, known.State, known.TimeoutMs).ShouldBe((_transaction.Producer, TransactionState.PrepareCommit, 60_000));
        (known.StartMs, known.UpdatedMs).ShouldBe((900L, 2_000L));
        known.Partitions.SetEquals(_transaction.Partitions).ShouldBeTrue();
    }

    [Fact]
    public void A_record_that_is_no_transaction_s_state_is_refused_with_its_file_and_offset()
    {
        using var log = Open();
        log.Append(TestBatches.Of(1));
        var refusal = Should.Throw<CorruptLogException>(() => new TransactionLog(PartitionOf(log), _time).Replay());
        refusal.File.ShouldBe(SegmentFiles.PathOf(_folder["state"], 0, SegmentFiles.Log));
        refusal.Message.ShouldContain("offset 0");
    }

    [Fact]
    public void A_damaged_file_of_producer_ids_is_refused_by_its_name()
    {
        var directory = Directory.CreateDirectory(_folder["ids"]).FullName;
        new ProducerIds(directory).Next().ShouldBe(0);
        new ProducerIds(directory).Next().ShouldBe(1_000);
        new ProducerIds(directory, lowest: 5_000).Next().ShouldBe(5_000);
        var file = Path.Combine(directory, ProducerIds.FileName);
        File.ReadAllText(file).ShouldBe("smartkart-producer-ids 1\nnext 6000\ncrc f9ded96e\n");
        File.WriteAllText(file, File.ReadAllText(file).Replace('6', '7'));
        Should.Throw<CorruptLogException>(() => new ProducerIds(directory)).File.ShouldBe(file);
    }

    private PartitionLog Open() => PartitionLog.Open(_folder["state"], Compacted, new LogEnvironment());

    private static Partition PartitionOf(PartitionLog log) => new(new TopicPartition(InternalTopics.TransactionState, 0), log, new ProducerStates());
}
