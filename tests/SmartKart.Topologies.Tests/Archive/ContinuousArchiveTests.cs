using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Kafka;
using SmartKart.Schemas.Catalogue;
using SmartKart.Topologies.Archive;
using SmartKart.Topologies.Worker;

namespace SmartKart.Topologies.Tests.Archive;

public sealed class ContinuousArchiveTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_of_them_share_the_topics_and_each_record_comes_once_while_a_missing_topic_is_logged_and_holds_up_none()
    {
        await using var stock = await StockTopic.StartAsync();
        var log = new RecordedLog();
        await using var one = await StartAsync(stock, log);
        await using var other = await StartAsync(stock, NullLogger.Instance);

        for (var quantity = 1; quantity <= 5; quantity++)
        {
            stock.Produce(quantity % 2, quantity);
            await UntilAsync(() => stock.ArchivedOrNone().Count == quantity, one, other);
        }

        stock.Archived().ShouldBe([1, 2, 3, 4, 5]);
        log.Lines.Count(line => line.Contains("cart_updated isn't archived: there is no topic 'cart_updated'", StringComparison.Ordinal)).ShouldBe(1);
    }

    [Fact]
    public async Task It_waits_until_enough_records_are_there_and_stops_at_once_when_it_is_told_to()
    {
        await using var stock = await StockTopic.StartAsync();
        var archive = await StartAsync(stock, NullLogger.Instance, new ArchiveOptions { RollRecords = 3, RollAfter = TimeSpan.FromHours(1) });
        stock.Produce(0, 1, 2);
        stock.Produce(1, 3);
        await UntilAsync(() => stock.ArchivedOrNone().Count == 3, archive);
        stock.Files.ShouldBe(["date=2026-01-05/000000000000-000000000003.parquet"]);     // one run, so it began at the third

        var began = TimeProvider.System.GetTimestamp();
        await archive.DisposeAsync();
        TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(2));
        archive.Completion.IsCompletedSuccessfully.ShouldBeTrue();
    }

    [Fact]
    public async Task How_far_it_came_is_told_again_until_the_cluster_takes_it_though_nothing_waits()
    {
        await using var stock = await StockTopic.StartAsync();
        var (clock, log) = (new AheadClock(), new RecordedLog());
        var member = Member(stock);         // of a group with members the cluster takes no position from others
        await using var archive = await StartAsync(stock, log, clock: clock);
        stock.Produce(0, 1, 2);
        await UntilAsync(() => log.Lines.Any(line => line.StartsWith("inventory_updated: how far it is archived could not be committed", StringComparison.Ordinal)), archive);
        stock.Archived().ShouldBe([1, 2]);
        (await WaitingAsync(stock)).ShouldBe(2);

        member.Dispose();
        clock.Ahead = TimeSpan.FromSeconds(15);

        await UntilAsync(async () => await WaitingAsync(stock) == 0, archive);
    }

    [Fact]
    public async Task How_far_one_came_that_died_before_it_told_is_told_by_the_next()
    {
        await using var stock = await StockTopic.StartAsync();
        stock.Produce(1, 1, 2, 3);
        await stock.ArchiveAsync(options: new ArchiveOptions { ApplicationId = "another" });
        (await WaitingAsync(stock)).ShouldBe(3);

        await using var archive = await StartAsync(stock, NullLogger.Instance);

        await UntilAsync(async () => await WaitingAsync(stock) == 0, archive);
        stock.Archived().ShouldBe([1, 2, 3]);
        Directory.Exists(Path.Combine(stock.Root, "events", Topics.CartUpdated)).ShouldBeFalse();       // nothing is told of what has no history
    }

    private static async Task<long> WaitingAsync(StockTopic stock) =>
        (await new TopologyLag(stock.Cluster.Admin).ReadAsync(new ArchiveOptions().ApplicationId, [StockTopic.Topic.Name], Stop)).Sum(lag => lag.Records);

    private static BatchConsumer Member(StockTopic stock)
    {
        var member = BatchConsumer.Open(stock.Cluster.Kafka.With("group.id", new ArchiveOptions().ApplicationId));
        var isIn = false;
        member.PartitionsAssigned += _ => isIn = true;
        member.Subscribe(StockTopic.Topic.Name);
        while (!isIn) member.Consume(TimeSpan.FromMilliseconds(100), Stop).Dispose();
        return member;
    }

    private static async Task<ContinuousArchive> StartAsync(StockTopic stock, ILogger log, ArchiveOptions? options = null, TimeProvider? clock = null)
    {
        options ??= new ArchiveOptions { RollAfter = TimeSpan.Zero };
        Topic[] topics = [TopicCatalog.Shipped[Topics.CartUpdated], StockTopic.Topic];
        return ContinuousArchive.Start(
            await stock.Cluster.NewArchiveAsync(options, log), stock.Cluster.Admin, topics, stock.Root, options, clock ?? TimeProvider.System, log);
    }

    private static Task UntilAsync(Func<bool> condition, params ContinuousArchive[] archives) => UntilAsync(() => Task.FromResult(condition()), archives);

    private static async Task UntilAsync(Func<Task<bool>> condition, params ContinuousArchive[] archives)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            foreach (var archive in archives.Where(each => each.Completion.IsCompleted)) await archive.Completion;
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(Deadline);
            await Task.Delay(20, Stop);
        }
    }

    /// <summary>The machine's clock, and so much ahead of it.</summary>
    private sealed class AheadClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }

    private sealed class RecordedLog : ILogger
    {
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _lines = [];

        public IReadOnlyCollection<string> Lines => _lines;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception));
    }
}
