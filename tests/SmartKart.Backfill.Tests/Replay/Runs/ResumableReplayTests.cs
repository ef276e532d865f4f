using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Histories.Formats;
using SmartKart.Backfill.Replay;
using SmartKart.Backfill.Replay.Runs;
using SmartKart.Backfill.Simulation;
using SmartKart.Kafka;
using SmartKart.Schemas.Catalogue;

namespace SmartKart.Backfill.Tests.Replay.Runs;

public sealed class ResumableReplayTests
{
    private static readonly SimulationOptions SmallDay = new() { Users = 20, Merchants = 3, Products = 40 };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_source_is_published_once_however_often_it_is_replayed()
    {
        await using var cluster = await ReplayCluster.StartAsync();
        var source = ReplaySource.OfSimulation(SmallDay);

        var first = await RunAsync(cluster, source);
        var second = await RunAsync(cluster, source);

        (first.End, second.End, second.Sent).ShouldBe((ReplayEnd.Complete, ReplayEnd.CompleteBefore, 0L));
        first.Sent.ShouldBe(Recorder.Of(source.Open()).Events.Count);
        second.SentBefore.ShouldBe(first.Sent);
        (await CommittedIdsAsync(cluster, source)).ShouldBeOnce(first.Sent);
    }

    [Fact]
    public async Task A_run_goes_on_where_a_limited_one_ended()
    {
        await using var cluster = await ReplayCluster.StartAsync();
        var source = ReplaySource.OfSimulation(SmallDay);

        var first = await RunAsync(cluster, source, new ReplayOptions { Limit = 100 });
        var again = await RunAsync(cluster, source, new ReplayOptions { Limit = 100 });
        var rest = await RunAsync(cluster, source);

        (first.End, first.Sent, again.Sent).ShouldBe((ReplayEnd.Limit, 100L, 0L));
        (rest.End, rest.SentBefore).ShouldBe((ReplayEnd.Complete, 100L));
        (await CommittedIdsAsync(cluster, source)).ShouldBeOnce(100 + rest.Sent);
    }

    [Fact]
    public async Task A_run_goes_on_where_one_was_stopped()
    {
        await using var cluster = await ReplayCluster.StartAsync();
        var source = ReplaySource.OfSimulation(SmallDay with { Users = 2_000 });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var stopped = await Replay(cluster).RunAsync(source, new ReplayOptions(), new RowAccount(), new StopAt(5_000, stop), stop.Token);
        var rest = await RunAsync(cluster, source);

        stopped.End.ShouldBe(ReplayEnd.Stopped);
        stopped.Sent.ShouldBeInRange(1, 20_000);
        rest.SentBefore.ShouldBe(stopped.Sent);
        (await CommittedIdsAsync(cluster, source)).ShouldBeOnce(stopped.Sent + rest.Sent);
    }

    [Fact]
    public async Task What_a_killed_run_left_open_is_taken_back_by_the_next()
    {
        await using var cluster = await ReplayCluster.StartAsync();
        var source = ReplaySource.OfSimulation(SmallDay);
        using (var killed = BatchProducer.Open(cluster.Kafka.With("transactional.id", $"smartkart-replay-{source.Id}")))
        {
            await RunAsync(cluster, source, new ReplayOptions { Limit = 10 });
            killed.Transactions.Initialize(cancellation: Stop);
            killed.Transactions.Begin();
            var batch = new ProducerBatch(Topics.Clickstream);
            batch.Add("ada"u8, "half an event"u8);
            killed.Send(batch, Stop);
            killed.Flush(Stop);

            var rest = await RunAsync(cluster, source);

            (await CommittedIdsAsync(cluster, source)).ShouldBeOnce(10 + rest.Sent);
        }
    }

    [Fact]
    public async Task Topics_may_be_replayed_one_by_one()
    {
        await using var cluster = await ReplayCluster.StartAsync();
        var source = ReplaySource.OfSimulation(SmallDay);

        var clicks = await RunAsync(cluster, source, new ReplayOptions { Topics = [Topics.Clickstream] });
        var all = await RunAsync(cluster, source);

        clicks.Topics.Single().Sent.ShouldBe(clicks.Sent);
        all.Topics.Single(topic => topic.Name == Topics.Clickstream).ShouldBe(new ReplayedTopic(Topics.Clickstream, clicks.Sent, 0));
        (await CommittedIdsAsync(cluster, source)).ShouldBeOnce(clicks.Sent + all.Sent);
    }

    [Fact]
    public async Task A_restart_publishes_all_once_more_with_the_same_ids()
    {
        await using var cluster = await ReplayCluster.StartAsync();
        var source = ReplaySource.OfSimulation(SmallDay);

        var first = await RunAsync(cluster, source);
        var second = await RunAsync(cluster, source, new ReplayOptions { IsRestart = true });

        second.Sent.ShouldBe(first.Sent);
        var ids = await CommittedIdsAsync(cluster, source);
        (ids.Count, ids.Distinct().Count()).ShouldBe(((int)(2 * first.Sent), (int)first.Sent));
    }

    [Fact]
    public async Task A_topic_that_was_made_anew_gets_its_events_again()
    {
        await using var cluster = await ReplayCluster.StartAsync();
        var source = ReplaySource.OfSimulation(SmallDay);
        await RunAsync(cluster, source);
        (await cluster.Admin.Topics.DeleteAsync([Topics.OrderPlaced], Stop)).ThrowIfAnyFailed();

        var again = await RunAsync(cluster, source);

        again.Topics.Where(topic => topic.Sent > 0).Select(topic => topic.Name).ShouldBe([Topics.OrderPlaced]);
        (await CommittedIdsAsync(cluster, source)).ShouldBeOnce(again.Sent + again.SentBefore);
    }

    [Fact]
    public async Task Shifted_to_now_the_last_event_is_now_and_a_later_run_keeps_the_shift()
    {
        await using var cluster = await ReplayCluster.StartAsync();
        var source = ReplaySource.OfSimulation(SmallDay);
        var now = new Standing(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero).AddMicroseconds(89));

        await Replay(cluster, now).RunAsync(source, new ReplayOptions { IsShiftedToNow = true, Limit = 10 }, new RowAccount(), progress: null, Stop);
        var rest = await RunAsync(cluster, source, new ReplayOptions { IsShiftedToNow = true });

        rest.LastOccurredAt.ShouldBe(now.GetUtcNow());
        var fault = await Should.ThrowAsync<ReplayException>(() => RunAsync(cluster, source));
        fault.Message.ShouldContain("begin anew with --restart");
    }

    [Fact]
    public async Task All_of_a_real_clickstream_arrives_once()
    {
        DuckDb.Required();
        var source = ReplaySource.OfDataSet(SharedData.File("taobao_behavior.parquet"), format: null, Stop);
        await using var cluster = await ReplayCluster.StartAsync();
        var account = new RowAccount();

        var run = await Replay(cluster).RunAsync(source, new ReplayOptions(), account, progress: null, Stop);

        (account.Rows, account.Rejected, run.Sent).ShouldBe((110_300L, 0L, 110_300L));
        run.Topics.Select(topic => (topic.Name, topic.Sent)).ShouldBe([("cart_updated", 6_063L), ("clickstream", 101_744L), ("order_placed", 2_493L)]);
        (await CommittedIdsAsync(cluster, source)).ShouldBeOnce(110_300);
        TestContext.Current.TestOutputHelper?.WriteLine($"{run.Sent / run.Elapsed.TotalSeconds:N0} events/s");
    }

    [Fact]
    public async Task A_topic_that_the_source_has_no_events_of_is_refused_by_name()
    {
        await using var cluster = await ReplayCluster.StartAsync();

        var fault = await Should.ThrowAsync<ReplayException>(() => RunAsync(cluster, ReplaySource.OfSimulation(SmallDay), new ReplayOptions { Topics = [Topics.FraudScored] }));

        fault.Message.ShouldContain("has no events of 'fraud_scored'. It has those of cart_updated, clickstream");
    }

    private static ResumableReplay Replay(ReplayCluster cluster, TimeProvider? clock = null) =>
        new(cluster.Kafka, cluster.Admin, cluster.Registry, clock ?? TimeProvider.System);

    private static Task<ReplayRun> RunAsync(ReplayCluster cluster, ReplaySource source, ReplayOptions? options = null) =>
        Replay(cluster).RunAsync(source, options ?? new ReplayOptions(), new RowAccount(), progress: null, Stop);

    private static async Task<CommittedIds> CommittedIdsAsync(ReplayCluster cluster, ReplaySource source) => await CommittedIds.ReadAsync(cluster, source.Topics);

    /// <summary>Stops a run once it has come so far.</summary>
    private sealed class StopAt(long events, CancellationTokenSource stop) : IProgress<long>
    {
        public void Report(long value)
        {
            if (value >= events) stop.Cancel();
        }
    }

    /// <summary>A wall clock that stands; time still passes.</summary>
    private sealed class Standing(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
