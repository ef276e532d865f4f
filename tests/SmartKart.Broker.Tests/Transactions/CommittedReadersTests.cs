using SmartKart.Broker.Storage;
using SmartKart.Broker.Tests.Storage;
using SmartKart.Broker.Topics;
using SmartKart.Broker.Transactions;

namespace SmartKart.Broker.Tests.Transactions;

public sealed class CommittedReadersTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Readers_of_committed_records_never_see_an_open_or_an_aborted_one_while_producers_are_at_work()
    {
        const int transactions = 4_000;
        var producers = new ProducerStates();
        using var log = PartitionLog.Open(_folder["t-0"], LogSettings.Default, new LogEnvironment(), producers);
        producers.Restore(log);
        var partition = new Partition(new TopicPartition("t", 0), log, producers);
        var token = TestContext.Current.CancellationToken;
        var writers = Enumerable.Range(0, 2).Select(id => Task.Run(() => Produce(log, producers, id, transactions), token)).ToArray();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() => Follow(partition, writers), token)).ToArray();
        await Task.WhenAll([.. writers, .. readers]).WaitAsync(TimeSpan.FromMinutes(2), token);
        partition.ReadCommitted().Count.ShouldBe(2 * transactions / 2 * 2);
    }

    // Even transactions are committed, odd ones aborted; the values say which.
    private static void Produce(PartitionLog log, ProducerStates producers, int id, int transactions)
    {
        var producer = new ProducerIdAndEpoch(id, 0);
        for (var count = 0; count < transactions; count++)
        {
            var isCommitted = count % 2 == 0;
            producers.Expect(producer);
            for (var batch = 0; batch < 2; batch++)
            {
                var sent = TestProducer.Batch(producer, (count * 2) + batch, [isCommitted ? "committed" : "aborted"], isTransactional: true);
                log.Append(sent).Fault.ShouldBe(AppendFault.None);
            }
            log.Append(TestProducer.Marker(id, 0, isCommitted), source: AppendSource.Coordinator).Fault.ShouldBe(AppendFault.None);
        }
    }

    private static void Follow(Partition partition, Task[] writers)
    {
        for (var offset = 0L; ;)
        {
            var isDone = writers.All(writer => writer.IsCompleted);
            var stable = partition.LastStableOffset;
            if (offset >= stable && isDone) return;
            if (offset >= stable)
            {
                Thread.Yield();
                continue;
            }
            var values = CommittedReader.Read(partition, offset, stable, fetchBytes: 10_000, out offset);
            values.ShouldAllBe(value => value == "committed");
        }
    }
}
