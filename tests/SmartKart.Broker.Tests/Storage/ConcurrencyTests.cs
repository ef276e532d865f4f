using System.Collections.Concurrent;
using SmartKart.Broker.Storage;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Broker.Tests.Storage;

public sealed class ConcurrencyTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory, InlineData(OpenSegments.DefaultLimit), InlineData(1)]
    public async Task Readers_see_only_whole_batches_in_order_while_appends_flushes_and_deletions_go_on(int places)
    {
        const int batches = 20_000;
        await using var commit = new GroupCommit();
        using var log = PartitionLog.Open(_folder["t-0"], new LogSettings { SegmentBytes = 50_000, IndexIntervalBytes = 500 },
            new LogEnvironment { Commit = commit, OpenSegments = new OpenSegments(places) });
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

    [Fact]
    public async Task Readers_go_on_while_compaction_replaces_the_files_under_them()
    {
        const int batches = 4_000, keys = 50;
        var settings = new LogSettings { Cleanup = CleanupPolicy.Compact, SegmentBytes = 10_000, IndexIntervalBytes = 500, MinCleanableRatio = 0 };
        using var log = PartitionLog.Open(_folder["t-0"], settings, new LogEnvironment { OpenSegments = new OpenSegments(1) });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                var last = -1L;
                foreach (var bytes in log.ReadBatches(0, maxBytes: 3_000))
                {
                    new RecordBatch(bytes).BaseOffset.ShouldBeGreaterThan(last);
                    last = new RecordBatch(bytes).LastOffset;
                }
            }
        }, TestContext.Current.CancellationToken)).ToArray();
        for (var count = 0; count < batches; count++)
        {
            log.Append(TestBatches.Of([($"k{count % keys}", $"{count}")]));
            if (count % 200 == 0) new Compaction(log, TimeProvider.System).Run();
        }
        await stop.CancelAsync();
        await Task.WhenAll(readers).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        log.ReadRecords().TakeLast(keys).Select(record => record.Value).ShouldBe(Enumerable.Range(batches - keys, keys).Select(number => $"{number}"));
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
