using System.Text;
using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Histories.OnlineRetail;
using SmartKart.Backfill.Replay;
using SmartKart.Backfill.Simulation;
using SmartKart.Kafka;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Backfill.Tests.Replay;

public sealed class HistoryReplayTests(SharedReplayCluster shared) : IClassFixture<SharedReplayCluster>
{
    private static readonly SimulationOptions SmallDay = new() { Users = 20, Merchants = 3, Products = 40 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_whole_year_of_a_shop_is_read_back_as_it_was_published_and_every_row_is_accounted_for()
    {
        DuckDb.Required();
        var history = new OnlineRetailHistory(SharedData.File("online_retail.parquet"));
        var cluster = await shared.GetAsync();

        var published = await cluster.PublishAsync(history);
        var read = await cluster.ReadBackAsync(published);

        published.Account.Rows.ShouldBe(541_909);
        published.Account.Rejected.ShouldBe(1_017);
        published.Account.ByOutcome.Sum(outcome => outcome.Value).ShouldBe(published.Account.Rows);
        published.Topics.Select(topic => (topic.Name, topic.Totals.Events)).ShouldBe([("inventory_updated", 538_997L), ("order_placed", 19_785L)]);
        published.Topics.ShouldAllBe(topic => read.Topics[topic.Name] == topic.Totals);
        read.Topics.Values.ShouldAllBe(topic => topic.SizeBytes > topic.Events * 40); // no event is shorter than its id and its time
        published.FirstOccurredAt.ShouldBe(new DateTimeOffset(2010, 12, 1, 8, 26, 0, TimeSpan.Zero));
        published.LastOccurredAt.ShouldBe(new DateTimeOffset(2011, 12, 9, 12, 50, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task A_simulated_day_is_read_back_as_it_was_published()
    {
        var cluster = await shared.GetAsync();

        var published = await cluster.PublishAsync(new SimulatedHistory(SmallDay));
        var read = await cluster.ReadBackAsync(published);

        published.Account.Rows.ShouldBe(0);
        published.Events.ShouldBe(Recorder.Of(new SimulatedHistory(SmallDay)).Events.Count);
        published.Topics.ShouldAllBe(topic => read.Topics[topic.Name] == topic.Totals);
        published.Topics.Select(topic => topic.Name).ShouldBe(
            ["cart_updated", "clickstream", "inventory_updated", "order_placed", "order_status_changed", "payment_processed", "product_upserted"]);
    }

    [Fact]
    public async Task A_replay_makes_every_topic_of_the_catalogue_and_registers_its_contract()
    {
        var cluster = await shared.GetAsync();

        await cluster.PublishAsync(new SimulatedHistory(SmallDay));

        (await cluster.Registry.GetSubjectsAsync(Stop)).ShouldBe(TopicCatalog.Shipped.All.Select(topic => $"{topic.Name}-value"), ignoreOrder: true);
        var topics = await cluster.Admin.Topics.DescribeAsync(TopicCatalog.Shipped.All.Select(topic => topic.Name), Stop);
        topics.Select(topic => (topic.Name, topic.Value.Partitions.Count)).ShouldBe(TopicCatalog.Shipped.All.Select(topic => (topic.Name, topic.Partitions)), ignoreOrder: true);
    }

    [Fact]
    public async Task A_history_published_twice_is_read_back_from_where_the_second_time_began()
    {
        var cluster = await shared.GetAsync();
        var history = new SimulatedHistory(SmallDay);

        var first = await cluster.PublishAsync(history);
        var second = await cluster.PublishAsync(history);

        (await cluster.ReadBackAsync(first)).Events.ShouldBe(first.Events);
        (await cluster.ReadBackAsync(second)).Events.ShouldBe(second.Events);
        second.Topics.Select(topic => topic.Totals).ShouldBe(first.Topics.Select(topic => topic.Totals));
        second.Topics.Zip(first.Topics).ShouldAllBe(pair => pair.First.Begins.SequenceEqual(pair.Second.Ends));
    }

    [Fact]
    public async Task Retention_is_lifted_where_it_does_not_reach_back_to_the_history_and_nowhere_else()
    {
        await using var cluster = await ReplayCluster.StartAsync();

        var published = await cluster.PublishAsync(new SimulatedHistory(SmallDay with { Start = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero) }));

        published.KeptForever.ShouldBe(
            published.Topics.Select(topic => topic.Name).Where(topic => TopicCatalog.Shipped[topic].Retention is not null), ignoreOrder: true, "what is compacted is kept anyway");
        (await RetentionAsync(cluster, Topics.Clickstream)).ShouldBe("-1");
        (await RetentionAsync(cluster, Topics.DriftDetected)).ShouldBe(TopicCatalog.Shipped[Topics.DriftDetected].Settings["retention.ms"]);
    }

    [Fact]
    public async Task A_record_of_somebody_else_is_an_error_that_names_its_place()
    {
        var cluster = await shared.GetAsync();
        var published = await cluster.PublishAsync(new Interrupted(new SimulatedHistory(SmallDay), () => Produce(cluster, Topics.Clickstream, "not Avro")));

        var fault = await Should.ThrowAsync<ReplayException>(() => cluster.ReadBackAsync(published));

        fault.Message.ShouldStartWith("clickstream[");
        fault.Message.ShouldContain("magic byte");
    }

    [Fact]
    public async Task An_event_that_came_twice_is_an_error_that_names_the_topic_and_the_counts()
    {
        await using var cluster = await ReplayCluster.StartAsync();
        var oneView = new Slice(new SimulatedHistory(SmallDay), 1);
        await cluster.PublishAsync(oneView);

        var published = await cluster.PublishAsync(new Interrupted(oneView, () => CopyFirst(cluster, Topics.Clickstream)));

        var fault = await Should.ThrowAsync<ReplayException>(() => cluster.ReadBackAsync(published));

        fault.Topic.ShouldBe(Topics.Clickstream);
        fault.Message.ShouldContain("published were 1 events");
        fault.Message.ShouldContain("read back 2");
    }

    [Fact]
    public async Task A_history_without_events_adds_up_to_nothing()
    {
        var cluster = await shared.GetAsync();

        var published = await cluster.PublishAsync(new Slice(new SimulatedHistory(SmallDay), 0));

        published.Events.ShouldBe(0);
        (await cluster.ReadBackAsync(published)).Events.ShouldBe(0);
    }

    [Fact]
    public async Task Cancelling_stops_the_replay()
    {
        var cluster = await shared.GetAsync();
        using var stop = new CancellationTokenSource();
        var history = new Interrupted(new SimulatedHistory(SmallDay), stop.Cancel);

        await Should.ThrowAsync<OperationCanceledException>(() =>
            new HistoryReplay(cluster.Kafka, cluster.Admin, cluster.Registry, TimeProvider.System).PublishAsync(history, progress: null, stop.Token));
    }

    private static async Task<string?> RetentionAsync(ReplayCluster cluster, string topic)
    {
        var described = await cluster.Admin.Configs.DescribeAsync([ConfigResource.OfTopic(topic)], Stop);
        return described[0].Value.Single(setting => setting.Name == "retention.ms").Value;
    }

    private static void Produce(ReplayCluster cluster, string topic, string value)
    {
        using var producer = BatchProducer.Open(cluster.Kafka);
        var batch = new ProducerBatch(topic);
        batch.Add("key"u8, Encoding.UTF8.GetBytes(value));
        producer.Send(batch, Stop);
        producer.Flush(Stop);
    }

    /// <summary>Writes the topic's first record once more, as a careless producer's retry would.</summary>
    private static void CopyFirst(ReplayCluster cluster, string topic)
    {
        using var consumer = BatchConsumer.Open(cluster.Kafka.With("group.id", "copy").With("auto.offset.reset", "earliest"));
        consumer.Partitions.Assign(Enumerable.Range(0, TopicCatalog.Shipped[topic].Partitions).Select(each => new TopicPartitionOffset(topic, each, Offset.Beginning)));
        using var read = consumer.Consume(TimeSpan.FromSeconds(30), Stop);
        read.Count.ShouldBe(1);
        using var producer = BatchProducer.Open(cluster.Kafka);
        var batch = new ProducerBatch(topic);
        batch.Add(read[0].Key, read[0].Value, read[0].Partition, read[0].TimestampMs);
        producer.Send(batch, Stop);
        producer.Flush(Stop);
    }

    /// <summary>A history in whose midst, after its last event was taken, something else happens.</summary>
    private sealed class Interrupted(IHistory history, Action meanwhile) : IHistory
    {
        public string Name => history.Name;

        public IEnumerable<HistoryEvent> Read(RowAccount account, CancellationToken cancellation)
        {
            foreach (var each in history.Read(account, cancellation)) yield return each;
            meanwhile();
        }
    }

    /// <summary>The first events of a history.</summary>
    private sealed class Slice(IHistory history, int events) : IHistory
    {
        public string Name => history.Name;

        public IEnumerable<HistoryEvent> Read(RowAccount account, CancellationToken cancellation) =>
            history.Read(account, cancellation).Where(each => each.Topic == Topics.Clickstream).Take(events);
    }
}
