using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SmartKart.Schemas.Catalogue;
using SmartKart.Topologies.Archive;

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

    private static async Task<ContinuousArchive> StartAsync(StockTopic stock, ILogger log, ArchiveOptions? options = null)
    {
        options ??= new ArchiveOptions { RollAfter = TimeSpan.Zero };
        Topic[] topics = [TopicCatalog.Shipped[Topics.CartUpdated], StockTopic.Topic];
        return ContinuousArchive.Start(
            await stock.Cluster.NewArchiveAsync(options), stock.Cluster.Admin, topics, stock.Root, options, TimeProvider.System, log);
    }

    private static async Task UntilAsync(Func<bool> condition, params ContinuousArchive[] archives)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            foreach (var archive in archives.Where(each => each.Completion.IsCompleted)) await archive.Completion;
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(Deadline);
            await Task.Delay(20, Stop);
        }
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
