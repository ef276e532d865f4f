using System.Diagnostics;
using SmartKart.Backfill.Histories;
using SmartKart.Backfill.Histories.Fraud;
using SmartKart.Backfill.Simulation;
using SmartKart.Benchmarks.Harness;
using SmartKart.Local.Streaming;
using SmartKart.Topologies;

namespace SmartKart.Benchmarks.Questions.Pipeline;

/// <summary>
/// What each topology costs, alone on the machine with broker and Redis: a simulated day, and for payments also the card transactions of half a year,
/// for there a user has many to look back on.
/// </summary>
public sealed class TopologySpeed : IBenchmark
{
    private const string CardTransactions = "fraud_transactions.parquet";
    private const string Payments = "payments", OfCards = "card_payments";
    private const int CardUsersOneIn = 8;

    private static readonly SimulationOptions Day = new() { Users = 10_000, Merchants = 100, Products = 10_000 };
    private static readonly string[] Names = [StreamsRun.Features, .. TopologyCatalog.All.Select(named => named.Name)];

    /// <inheritdoc />
    public string Name => "topologies";

    /// <inheritdoc />
    public string Description => "How many events a second each topology takes, alone, and what an event costs its worker.";

    /// <inheritdoc />
    public IReadOnlyList<Metric> Metrics { get; } =
    [
        .. Names.SelectMany(name => MetricsOf(name, "of a simulated day, that lie in its topics, until it is behind none")),
        .. MetricsOf(OfCards, $"payments of one user in {CardUsersOneIn} of the card transactions, through the topology 'payments', until it is behind none"),
    ];

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        var transactions = Path.Combine(run.CheckoutRoot, "..", "shared", "data", CardTransactions);
        if (!File.Exists(transactions)) throw new FileNotFoundException($"{transactions} is missing: the card transactions, as Parquet. Payments are measured on them, too.");
        var values = new Dictionary<string, double>();
        await MeasureAsync(new SimulatedHistory(Day), Names.Select(name => (name, name)), run, values, cancel);
        await MeasureAsync(new UsersOfHistory(new FraudHistory(transactions), CardUsersOneIn), [(Payments, OfCards)], run, values, cancel);
        return values;
    }

    private static async Task MeasureAsync(
        IHistory history, IEnumerable<(string Topology, string Label)> topologies, BenchmarkRun run, Dictionary<string, double> values, CancellationToken cancel)
    {
        await using var platform = await Platform.StartAsync(cancel);
        run.Say($"publishing {history.Name}");
        var published = await platform.PublishAsync(history, cancel);
        foreach (var (topology, label) in topologies)
        {
            var sources = TopologyCatalog.All.FirstOrDefault(named => named.Name == topology)?.Sources;
            var events = published.Topics.Where(topic => sources?.Contains(topic.Name) ?? true).Sum(topic => topic.Totals.Events);
            var began = Stopwatch.GetTimestamp();
            await using var worker = await PipelineWorker.StartAsync(platform, topology, Path.Combine(platform.Folder, label), cancel);
            using var process = Process.GetProcessById(worker.ProcessId);
            var before = process.TotalProcessorTime;
            await worker.CatchUpAsync(cancel);
            process.Refresh();
            values[$"{label}_events_per_s"] = events / Stopwatch.GetElapsedTime(began).TotalSeconds;
            values[$"{label}_worker_cpu_us"] = (process.TotalProcessorTime - before).TotalMicroseconds / events;
            run.Say($"{label}: {events:N0} events, {values[$"{label}_events_per_s"]:N0} a second, {values[$"{label}_worker_cpu_us"]:N1} us of the worker for each");
        }
    }

    private static IEnumerable<Metric> MetricsOf(string label, string of) =>
    [
        new($"{label}_events_per_s", "{event}/s", $"events {of}, from the worker's start on"),
        new($"{label}_worker_cpu_us", "us", "processor time of its worker for one of them"),
    ];
}
