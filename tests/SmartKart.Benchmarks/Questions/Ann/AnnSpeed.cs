using System.Globalization;
using SmartKart.Benchmarks.Harness;
using SmartKart.Benchmarks.Measuring;
using SmartKart.Scoring.Ann;

namespace SmartKart.Benchmarks.Questions.Ann;

/// <summary>
/// How many searches for the 10 nearest items a second, on one thread, beside faiss' IndexHNSWFlat and hnswlib at equal recall? All three build
/// with the same M and efConstruction on two threads, over <see cref="ItemVectors"/> of 64 and of 128 dimensions. Each is then searched with a
/// sweep of ef, round by round in turn, the peers in their own process with all queries in one call; between the points of the sweep the rate
/// at a recall is read off. A peer's ratio is the least of four: 64 and 128 dimensions, recall 0.95 and 0.98.
/// </summary>
public sealed class AnnSpeed : IBenchmark
{
    private const int Rounds = 3, Threads = 2;

    private static readonly int[] Efs = [10, 16, 24, 32, 48, 64, 100];
    private static readonly double[] Recalls = [0.95, 0.98];
    private static readonly HnswOptions Options = new() { Threads = Threads };

    /// <inheritdoc />
    public string Name => "ann";

    /// <inheritdoc />
    public string Description => "How many searches for the nearest items a second, beside faiss and hnswlib at equal recall.";

    /// <inheritdoc />
    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("queries_vs_faiss", "1",
            "our queries/s ÷ IndexHNSWFlat's at equal recall@10, one thread: 50,000 clustered vectors, the least of × 64 and × 128, at 0.95 and 0.98",
            Target.AtLeast(1.0)),
        new("queries_vs_hnswlib", "1", "our queries/s ÷ hnswlib's, likewise", Target.AtLeast(1.0)),
        new("recall_default", "1", "recall@10 with default options, the lesser of × 64 and × 128", Target.AtLeast(0.98)),
        new("build_vs_hnswlib", "1", "hnswlib's seconds to build ÷ ours, two threads each, the lesser of × 64 and × 128"),
        new("queries_per_s", "{query}/s", "ours at recall 0.98, 64 dimensions, one thread"),
    ];

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        var races = new List<(SearchCurve Ours, SearchCurve Faiss, SearchCurve Hnswlib)>();
        foreach (var dims in new[] { 64, 128 })
        {
            run.Say($"drawing {ItemVectors.Rows:N0} vectors of {dims} dimensions");
            using var items = new ItemVectors(dims, seed: dims);
            races.Add(await RaceAsync(items, run, cancel));
        }
        return new Dictionary<string, double>
        {
            ["queries_vs_faiss"] = races.Min(race => Recalls.Min(recall => race.Ours.RateAt(recall) / race.Faiss.RateAt(recall))),
            ["queries_vs_hnswlib"] = races.Min(race => Recalls.Min(recall => race.Ours.RateAt(recall) / race.Hnswlib.RateAt(recall))),
            ["recall_default"] = races.Min(race => race.Ours.RecallAt(Options.EfSearch)),
            ["build_vs_hnswlib"] = races.Min(race => race.Hnswlib.BuildTook / race.Ours.BuildTook),
            ["queries_per_s"] = races[0].Ours.RateAt(0.98),
        };
    }

    private static async Task<(SearchCurve Ours, SearchCurve Faiss, SearchCurve Hnswlib)> RaceAsync(
        ItemVectors items, BenchmarkRun run, CancellationToken cancel)
    {
        using var ours = new SearchRound(items, Options, Efs);
        await WarmUpAsync(ours, run, cancel);
        // Each builds when it starts: one after another, so that none is in another's way.
        await using var faiss = StartPeer("faiss", "ann_faiss.py", items, run);
        await WarmUpAsync(faiss, run, cancel);
        await using var hnswlib = StartPeer("hnswlib", "ann_hnswlib.py", items, run);
        await WarmUpAsync(hnswlib, run, cancel);

        IContestant[] contestants = [ours, faiss, hnswlib];
        var rounds = contestants.Select(_ => new List<IReadOnlyDictionary<string, double>>()).ToList();
        for (var round = 1; round <= Rounds; round++)
        {
            run.Say($"round {round} of {Rounds}");
            for (var i = 0; i < contestants.Length; i++) rounds[i].Add(await contestants[i].RoundAsync(cancel));
        }
        var curves = rounds.ConvertAll(numbers => new SearchCurve(numbers, Efs));
        for (var i = 0; i < contestants.Length; i++) run.Say($"{contestants[i].Name}, built in {curves[i].BuildTook:0.0} s: {curves[i]}");
        return (curves[0], curves[1], curves[2]);
    }

    private static async Task WarmUpAsync(IContestant contestant, BenchmarkRun run, CancellationToken cancel)
    {
        run.Say($"{contestant.Name} builds");
        await contestant.WarmUpAsync(cancel);
    }

    private static PeerProcess StartPeer(string name, string script, ItemVectors items, BenchmarkRun run)
    {
        int[] numbers = [items.Dims, Options.M, Options.EfConstruction, Threads];
        return PeerProcess.Start(name, "/usr/bin/python3", Path.Combine(run.CheckoutRoot, "tests", "peers", script),
            [items.Folder, .. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture)), string.Join(',', Efs)]);
    }
}
