using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Histories.Formats;
using SmartKart.Backfill.Replay.Runs;
using SmartKart.Backfill.Simulation;
using SmartKart.Backfill.Simulation.Folders;
using SmartKart.Backfill.Tests.Replay;
using SmartKart.Schemas.Events;
using SmartKart.Warehouse.DuckDb;

namespace SmartKart.Backfill.Tests.Simulation;

public sealed class SimulatedFolderTests : IDisposable
{
    private static readonly SimulationOptions Days = new()
    {
        Users = 40, Products = 60, Merchants = 4, Days = 2, FraudRate = 0.1, Drift = new SimulationDrift(1, DriftSubject.Prices),
    };

    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("smartkart-simulated-");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string Folder => Path.Combine(_parent.FullName, "market");

    public void Dispose() => _parent.Delete(recursive: true);

    [Fact]
    public async Task Its_history_has_all_events_in_the_archives_layout_and_a_replay_publishes_the_very_same_once()
    {
        DuckDb.Required();
        var events = Recorder.Of(new SimulatedHistory(Days)).Events;

        var summary = SimulatedFolder.Write(Days, Folder, progress: null, TimeProvider.System, Stop);

        summary.Events.Values.Sum().ShouldBe(events.Count);
        foreach (var topic in summary.Events.Keys)
        {
            Directory.GetDirectories(Path.Combine(Folder, "events", topic)).Select(Path.GetFileName).ShouldBeSubsetOf(["date=2026-01-05", "date=2026-01-06"]);
            Count($"'{Folder}/events/{topic}/**/*.parquet'").ShouldBe(summary.Events[topic]);
        }
        var ids = Guids($"SELECT event_id::UUID FROM '{Folder}/events/order_placed/**/*.parquet' ORDER BY occurred_at");
        ids.ShouldBe(events.OfType<OrderPlaced>().Select(order => order.EventId));

        await using var cluster = await ReplayCluster.StartAsync();
        var source = ReplaySource.OfSimulation(SimulationManifest.Read(Folder));
        var run = await new ResumableReplay(cluster.Kafka, cluster.Admin, cluster.Registry, TimeProvider.System)
            .RunAsync(source, new ReplayOptions(), new RowAccount(), progress: null, Stop);
        run.Sent.ShouldBe(events.Count);
        run.Topics.Where(topic => topic.Sent > 0).ToDictionary(topic => topic.Name, topic => topic.Sent).ShouldBe(summary.Events, ignoreOrder: true);
    }

    [Fact]
    public void Its_truth_is_about_the_users_products_orders_and_places_of_its_history()
    {
        DuckDb.Required();
        SimulatedFolder.Write(Days, Folder, progress: null, TimeProvider.System, Stop);

        Count($"'{Folder}/truth/users.parquet'").ShouldBe(Days.Users);
        Count($"'{Folder}/truth/products.parquet' JOIN (SELECT DISTINCT product_id FROM '{Folder}/events/product_upserted/**/*.parquet') USING (product_id)")
            .ShouldBe(Count($"'{Folder}/truth/products.parquet'"));
        Count($"'{Folder}/truth/fraud.parquet'").ShouldBeGreaterThan(0);
        Count($"'{Folder}/truth/fraud.parquet' ANTI JOIN (SELECT order_id FROM '{Folder}/events/order_placed/**/*.parquet') USING (order_id)").ShouldBe(0);
        Sum($"SELECT sum(units) FROM '{Folder}/truth/demand.parquet'")
            .ShouldBe(Sum($"SELECT sum(line.quantity) FROM (SELECT unnest(lines) AS line FROM '{Folder}/events/order_placed/**/*.parquet')"));
        Sum($"SELECT sum(impressions) FROM '{Folder}/truth/places.parquet'")
            .ShouldBe(Count($"'{Folder}/events/clickstream/**/*.parquet' WHERE action = 'impression'"));
    }

    [Fact]
    public void A_simulation_that_is_stopped_leaves_nothing_and_one_is_never_mixed_with_what_is_there()
    {
        DuckDb.Required();
        using var stop = new CancellationTokenSource();
        Should.Throw<OperationCanceledException>(
            () => SimulatedFolder.Write(Days with { Days = 300 }, Folder, new StopAtOnce(stop), TimeProvider.System, stop.Token));
        _parent.EnumerateFileSystemInfos().ShouldBeEmpty();

        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, "notes.txt"), "mine");
        Should.Throw<SimulationException>(() => SimulatedFolder.Write(Days, Folder, progress: null, TimeProvider.System, Stop))
            .Message.ShouldContain("Name one that isn't there yet");
        Directory.EnumerateFileSystemEntries(Folder).Count().ShouldBe(1);
    }

    [Fact]
    public void An_estimate_of_what_is_no_larger_than_its_sample_is_exact()
    {
        var counts = new SimulatedHistory(Days).Read(new RowAccount(), Stop).CountBy(each => each.Topic)
            .ToDictionary(topic => topic.Key, topic => (long)topic.Value);
        SimulationEstimate.Of(Days, Stop).ShouldBe(counts, ignoreOrder: true);
    }

    [Fact]
    public void What_was_simulated_by_other_rules_is_not_replayed()
    {
        Directory.CreateDirectory(Folder);
        var manifest = Path.Combine(Folder, SimulationManifest.FileName);
        File.WriteAllText(manifest, """{"rules": 1, "options": {"users": 5}, "events": {}}""");
        Should.Throw<SimulationException>(() => SimulationManifest.Read(Folder)).Message.ShouldContain("it was simulated by rules 1");
        File.WriteAllText(manifest, "{");
        Should.Throw<SimulationException>(() => SimulationManifest.Read(Folder)).Message.ShouldContain("Simulate again");
    }

    private static long Count(string from) => (long)Scalar($"SELECT count(*) FROM {from}");

    private static long Sum(string sql) => (long)Scalar($"SELECT ({sql})::BIGINT");

    private static object Scalar(string sql)
    {
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand(sql);
        return command.ExecuteScalar()!;
    }

    private static List<Guid> Guids(string sql)
    {
        using var connection = new DuckDbConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand(sql);
        using var reader = command.ExecuteReader();
        var ids = new List<Guid>();
        while (reader.Read()) ids.Add(reader.GetGuid(0));
        return ids;
    }

    private sealed class StopAtOnce(CancellationTokenSource stop) : IProgress<long>
    {
        public void Report(long value) => stop.Cancel();
    }
}
