using System.Diagnostics;
using System.Globalization;
using SmartKart.Kafka;
using SmartKart.Streams.Tests.Chaos.Processes;
using SmartKart.Streams.Tests.Chaos.Shop;

namespace SmartKart.Streams.Tests.Chaos;

/// <summary>
/// Three processes run one application exactly once while they and the broker die and come back. How many records:
/// <c>SMARTKART_STREAMS_CHAOS_RECORDS</c>; from which seed: <c>SMARTKART_STREAMS_CHAOS_SEED</c>.
/// </summary>
public sealed class KilledInstancesTests(ITestOutputHelper output) : IDisposable
{
    private const int Workers = 3;
    private static readonly int Records = Setting("SMARTKART_STREAMS_CHAOS_RECORDS", 20_000);
    private static readonly int Seed = Setting("SMARTKART_STREAMS_CHAOS_SEED", 20_261_121);
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(Math.Max(24, Records / 4_000));
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1) + (Duration * 3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartkart-chaos-");
    private readonly Queue<string> _said = new();       // the processes' last lines, guarded by itself

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Every_record_counts_once_however_often_instances_and_the_broker_die()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var began = Stopwatch.GetTimestamp();
        Say($"{Records} records over {Duration.TotalSeconds:0} s, seed {Seed}");
        await using var broker = new BrokerProcess(Path.Combine(_folder.FullName, "broker"), line => Note($"broker: {line}"));
        await broker.StartAsync(cancellation);
        await CreateTopicsAsync(broker.Clients, cancellation);
        ShopInputs.OpenAccounts(broker.Clients, cancellation);
        var inputs = new ShopInputs(Seed, Records);
        var expected = new ExpectedShop(inputs.Records);
        WorkerProcess[] workers = [.. Enumerable.Range(1, Workers).Select(number => Worker($"instance-{number}", broker))];
        try
        {
            foreach (var worker in workers) await worker.StartAsync(cancellation);
            var disruptions = new Disruptions(Seed, broker, workers, Say);
            await disruptions.RunAsync(Duration, inputs.ProduceAsync(broker.Clients, Duration, cancellation), cancellation);
            Say($"{disruptions.Summary}; {inputs.Records.Count} orders and payments produced");

            await UntilProcessedAsync(broker, expected, workers, cancellation);
            await ShouldHoldAsync("the stores of the instances", expected, workers, cancellation);
            foreach (var worker in workers) await worker.StopAsync();
            var found = ShopOutputs.Read(broker.Clients, cancellation);
            var aborted = ShopOutputs.CountUncommitted(broker.Clients, cancellation) - found.Count;
            var verdict = new ShopVerdict(expected).Compare(found);
            verdict.IsRight.ShouldBeTrue($"the topics, seed {Seed}: {verdict.Report}");

            await using var fresh = Worker("fresh", broker);
            await fresh.StartAsync(cancellation);
            await ShouldHoldAsync("stores restored from the changelogs alone", expected, [fresh], cancellation);
            await fresh.StopAsync();
            Say($"{found.Count} committed records in the outputs, {aborted} of aborted transactions; " +
                $"all right after {Stopwatch.GetElapsedTime(began).TotalSeconds:0} s");
        }
        catch
        {
            lock (_said)
                foreach (var line in _said) output.WriteLine(line);
            throw;
        }
        finally
        {
            foreach (var worker in workers) await worker.DisposeAsync();
        }
    }

    private WorkerProcess Worker(string name, BrokerProcess broker) => new(name, Path.Combine(_folder.FullName, name), broker, Note);

    private async Task UntilProcessedAsync(BrokerProcess broker, ExpectedShop expected, IEnumerable<WorkerProcess> workers, CancellationToken cancellation)
    {
        var enough = new Dictionary<string, long>
        {
            [ShopTopology.Counted] = expected.Orders,
            [ShopTopology.CountedByUser] = expected.Orders,
            [ShopTopology.EnrichedOrders] = expected.Orders,
            [ShopTopology.Matched] = expected.MatchCount,
        };
        var began = Stopwatch.GetTimestamp();
        var counts = await Task.Run(() => ShopOutputs.CountUntil(broker.Clients, enough, Patience, cancellation), cancellation);
        foreach (var worker in workers) worker.ThrowIfEnded();
        Say($"outputs {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s after the last disruption: " +
            $"{string.Join(", ", counts.Select(each => $"{each.Key} {each.Value} of {enough[each.Key]}"))}");
        if (enough.Any(each => counts[each.Key] < each.Value))
            Say($"they did not come within {Patience.TotalSeconds:0} s; what differs: " +
                $"{new ShopVerdict(expected).Compare(ShopOutputs.Read(broker.Clients, cancellation)).Report}");
        enough.ShouldAllBe(each => counts[each.Key] >= each.Value, $"records are lost, or the instances stand still; seed {Seed}");
    }

    private static async Task ShouldHoldAsync(string what, ExpectedShop expected, IReadOnlyList<WorkerProcess> workers, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        for (var last = "no instance could tell"; ;)
        {
            var tables = new ShopTables();
            var all = true;
            foreach (var worker in workers) all &= await worker.TryReadTablesAsync(tables, cancellation);
            var verdict = new ShopVerdict(expected).Compare(tables);
            if (all && verdict.IsRight) return;
            if (all) last = verdict.Report;
            patience.IsCancellationRequested.ShouldBeFalse($"{what}, seed {Seed}: {last}");
            await Task.Delay(200, cancellation);
        }
    }

    private static async Task CreateTopicsAsync(KafkaConfiguration kafka, CancellationToken cancellation)
    {
        KafkaAdmin admin;
        try
        {
            admin = KafkaAdmin.Open(kafka);
        }
        catch (KafkaLibraryException absent)
        {
            Assert.Skip(absent.Message);
            throw;
        }
        using (admin)
        {
            // The records' times are a seed's, not today's: nothing is too old to keep.
            var kept = new Dictionary<string, string> { ["retention.ms"] = "-1" };
            var topics = ShopTopology.Inputs.Concat(ShopTopology.Outputs).Select(topic => new NewTopic(topic, ShopTopology.Partitions, 1, kept));
            (await admin.Topics.CreateAsync(topics, cancellation: cancellation)).ThrowIfAnyFailed();
        }
    }

    private void Note(string line)
    {
        lock (_said)
        {
            if (_said.Count == 2_000) _said.Dequeue();
            _said.Enqueue(line);
        }
    }

    private void Say(string what)
    {
        output.WriteLine(what);
        Note(what);
    }

    private static int Setting(string variable, int otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } set ? int.Parse(set, CultureInfo.InvariantCulture) : otherwise;
}
