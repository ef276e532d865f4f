using System.Collections.Concurrent;
using SmartKart.Broker.Storage;

namespace SmartKart.Broker.Tests.Storage;

public sealed class ConcurrencyTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Readers_see_only_whole_batches_in_order_while_appends_flushes_and_deletions_go_on()
    {
        const int batches = 20_000;
        await using var commit = new GroupCommit();
        using var log = PartitionLog.Open(_folder["t-0"], new LogSettings { SegmentBytes = 50_000, IndexIntervalBytes = 500 }, new LogEnvironment { Commit = commit });
        var readers = Enumerable.Range(0, 3).Select(seed => Task.Run(() => Follow(log, batches, seed), TestContext.Current.CancellationToken)).ToArray();
        var appender = Task.Run(async () =>
        {
            for (var count = 0; count < batches; count++)
            {
                log.Append(TestBatches.Of(1, valueBytes: count % 300));
                if (count % 2_000 == 0) await log.DurableAsync();
                if (count % 500 == 0) log.DeleteRecordsBefore(Math.Max(0, count - 3_000));
                if (count % 3_000 == 0) log.SaveCheckpoint();
            }
        }, TestContext.Current.CancellationToken);
        await Task.WhenAll([appender, .. readers]).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);
        log.LogEndOffset.ShouldBe(batches);
    }

    [Fact]
    public async Task Appends_of_many_owners_are_all_there_once_and_durable_when_acknowledged()
    {
        await using var commit = new GroupCommit();
        var acknowledged = new ConcurrentBag<long>();
        using var log = PartitionLog.Open(_folder["t-0"], LogSettings.Default, new LogEnvironment { Commit = commit });
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var count = 0; count < 50; count++)
            {
                var offset = log.Append(TestBatches.Of(1)).BaseOffset;
                await log.DurableAsync();
                acknowledged.Add(offset);
            }
        }, TestContext.Current.CancellationToken)));
        acknowledged.Order().ShouldBe(Enumerable.Range(0, 400).Select(offset => (long)offset));
        using var reopened = PartitionLog.Open(_folder.Crash(_folder["t-0"]), LogSettings.Default, new LogEnvironment());
        reopened.LogEndOffset.ShouldBe(400);
    }

    private static async Task Follow(PartitionLog log, int batches, int seed)
    {
        var random = new Random(seed);
        var signal = new DataSignal();
        log.Watch(signal);
        for (var offset = 0L; offset < batches;)
        {
            long? next = null;
            using (var read = log.Read(offset, random.Next(1, 5_000)))
            {
                if (read.IsOutOfRange)
                {
                    read.LogStartOffset.ShouldBeGreaterThan(offset);       // deleted under the reader: it goes on at the start
                    next = read.LogStartOffset;
                }
                else if (!read.Slice.IsEmpty)
                {
                    foreach (var bytes in TestBatches.Split(read.Slice.BytesOf()))
                    {
                        new RecordBatch(bytes).BaseOffset.ShouldBe(next ?? offset);
                        next = new RecordBatch(bytes).NextOffset;
                    }
                }
            }
            if (next is { } there) offset = there;
            else (await signal.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System, CancellationToken.None)).ShouldBeTrue("the log has more to come");
        }
        log.Unwatch(signal);
    }
}
