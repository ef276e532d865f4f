using System.Text;
using SmartKart.Kafka;
using SmartKart.Schemas.Catalogue;
using SmartKart.Topologies.DeadLetters;
using SmartKart.Topologies.Tests.Archive;

namespace SmartKart.Topologies.Tests.DeadLetters;

public sealed class DeadLetterRetryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mended_event_is_sent_once_however_often_it_is_asked_and_the_archive_keeps_it()
    {
        await using var stock = await StockTopic.StartAsync();
        stock.Produce(0, stock.Frame(1), stock.Frame(0));
        (await stock.ArchiveAsync()).DeadLetters.ShouldBe(1);
        var letter = (await stock.Cluster.DeadLettersAsync()).ShouldHaveSingleItem();
        var mended = MendedEvents.Read(
        [
            $$$"""{"event_id": "{{{letter.EventId}}}", "value": {"event_id": "{{{Guid.NewGuid()}}}", "occurred_at": "2026-01-05T07:00:00Z", "product_id": "tea","""
            + """ "warehouse_id": "main", "reason": "restocked", "quantity_delta": 7}}""",
        ]);

        (await RetryAsync(stock, mended, isDryRun: true)).Sent.ShouldBe(1);
        var first = await RetryAsync(stock, mended);
        (first.Sent, first.SentBefore, first.Topics[Topics.InventoryUpdated]).ShouldBe((1, 0, 1));
        var second = await RetryAsync(stock, mended);
        (second.Sent, second.SentBefore).ShouldBe((0, 1));

        (await stock.ArchiveAsync()).Events.ShouldBe(1);
        stock.Archived().ShouldBe([1, 7]);
        HeadersOfLast(stock).ShouldBe([(DeadLetterRetry.Header, letter.EventId.ToString())]);
    }

    [Fact]
    public async Task A_record_sent_as_it_was_that_still_cant_be_used_is_a_new_dead_letter_which_can_be_retried_again()
    {
        await using var stock = await StockTopic.StartAsync();
        stock.Produce(0, stock.Frame(0), stock.Frame(0)[..^3]);
        await stock.ArchiveAsync();
        (await RetryAsync(stock, choice: new DeadLetterChoice { SourceTopic = Topics.OrderPlaced })).Sent.ShouldBe(0);

        (await RetryAsync(stock)).Sent.ShouldBe(2);
        (await stock.ArchiveAsync()).DeadLetters.ShouldBe(2);

        var letters = await stock.Cluster.DeadLettersAsync();
        letters.Count.ShouldBe(4);
        letters.Select(letter => letter.EventId).Distinct().Count().ShouldBe(4);
        letters[2].Headers.ShouldHaveSingleItem().Name.ShouldBe(DeadLetterRetry.Header);
        var again = await RetryAsync(stock);
        (again.Sent, again.SentBefore).ShouldBe((2, 2));
    }

    [Fact]
    public async Task A_mended_event_that_still_cant_be_true_is_refused_before_it_is_sent()
    {
        await using var stock = await StockTopic.StartAsync();
        stock.Produce(0, new[] { stock.Frame(0) });
        await stock.ArchiveAsync();
        var letter = (await stock.Cluster.DeadLettersAsync()).ShouldHaveSingleItem();
        var mended = MendedEvents.Read([$$$"""{"event_id": "{{{letter.EventId}}}", "value": {"event_id": "{{{Guid.NewGuid()}}}", "occurred_at": "2026-01-05T07:00:00Z", "product_id": "","""
            + """ "warehouse_id": "main", "reason": "restocked", "quantity_delta": 7}}"""]);

        var fault = await Should.ThrowAsync<DeadLetterRetryException>(() => RetryAsync(stock, mended));

        fault.Message.ShouldContain("has a product_id of 0 characters");
        (await stock.ArchiveAsync()).Events.ShouldBe(0);
    }

    [Fact]
    public void A_line_that_mends_nothing_is_named_by_its_number()
    {
        Should.Throw<DeadLetterRetryException>(() => MendedEvents.Read(["", "{}"])).Message.ShouldStartWith("Line 2 of the mended events: it has no event_id");
        Should.Throw<DeadLetterRetryException>(() => MendedEvents.Read(["nonsense"])).Message.ShouldStartWith("Line 1 of the mended events: it is not JSON");
    }

    private static Task<RetriedLetters> RetryAsync(StockTopic stock, MendedEvents? mended = null, DeadLetterChoice? choice = null, bool isDryRun = false) =>
        new DeadLetterRetry(stock.Cluster.Kafka, stock.Cluster.Admin, stock.Cluster.Registry, TimeProvider.System)
            .RunAsync(choice ?? new DeadLetterChoice(), mended, isDryRun, Stop);

    private static List<(string Name, string Value)> HeadersOfLast(StockTopic stock)
    {
        var headers = new List<(string, string)>();
        using var consumer = BatchConsumer.Open(stock.Cluster.Kafka.With("group.id", "headers").With("isolation.level", "read_committed").With("enable.partition.eof", "true"));
        consumer.Partitions.Assign([.. Enumerable.Range(0, 2).Select(partition => new TopicPartition(StockTopic.Topic.Name, partition).At(0))]);
        for (var ended = 0; ended < 2;)
        {
            using var batch = consumer.Consume(TimeSpan.FromSeconds(10), Stop);
            foreach (var record in batch)
            {
                foreach (var header in record.Headers) headers.Add((Encoding.UTF8.GetString(header.Name), Encoding.UTF8.GetString(header.Value)));
            }
            ended += batch.Ends.Count;
        }
        return headers;
    }
}
