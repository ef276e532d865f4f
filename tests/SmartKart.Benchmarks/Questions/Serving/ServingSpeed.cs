using SmartKart.Benchmarks.Harness;

namespace SmartKart.Benchmarks.Questions.Serving;

/// <summary>
/// How long does a list of 20 recommendations take over HTTP, and how many a second are there? The API, the broker that its impressions go to, Redis and wrk,
/// which asks, share this machine. 100,000 products and 100,000 users, each of whom has looked at 20; <see cref="LargeShopModel"/> says how the champion finds some
/// 500 candidates and ranks them. Beside it Kestrel returning a constant, by the same wrk.
/// </summary>
public sealed class ServingSpeed : IBenchmark
{
    private const int FastSeconds = 15, StepSeconds = 6;
    private const int SlowInARow = 2;       // one may be the machine's, which others share
    private const double SlowMs = 20;
    private static readonly int[] Rates = [50, 100, 150, 200, 250, 300, 400, 500, 600, 800, 1_000, 1_250, 1_500];

    /// <inheritdoc />
    public string Name => "serving";

    /// <inheritdoc />
    public string Description => "How long recommendations take over HTTP, and how many a second there are.";

    /// <inheritdoc />
    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("recommend_p50_ms", "ms", "a list of 20 from 100,000 products at 1,000 requests/s, or as many as come: median"),
        new("recommend_p99_ms", "ms", "the same, exceeded by one in a hundred", Target.AtMost(7)),
        new("recommend_paced_per_s", "{request}/s", "how many of these came in a second"),
        new("recommend_per_s", "{request}/s", "as fast as 16 callers can ask", Target.AtLeast(1_500)),
        new("recommend_per_s_p99_20ms", "{request}/s", $"the highest of the rates {string.Join(", ", Rates)} that came with its 99 % within {SlowMs:0} ms; 0 for none"),
        new("recommend_cpu_us", "us", "processor time of a list, all cores: the API and the broker that takes its impressions"),
        new("recommend_vs_constant", "1", "the same over what Kestrel answers with a constant"),
        new("rerank_p50_ms", "ms", "100 products ranked, one caller: median", Target.AtMost(2)),
        new("rerank_p99_ms", "ms", "the same, exceeded by one in a hundred", Target.AtMost(5)),
        new("ready_s", "s", "from the start of the API to its first list", Target.AtMost(3)),
        new("ranked_s", "s", "from the start of the API to its first list that the ranker has ordered"),
        new("server_errors", "{request}", "answers that were no lists", Target.AtMost(0)),
    ];

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        await using var shop = await LargeShop.StartAsync(run.CheckoutRoot, run.Say, cancel);
        // .NET compiles what runs often once more, beside it: under full load it takes a minute to get to that, and at a shop's usual load seconds.
        run.Say("warming up");
        await Wrk.RunAsync(shop.Lists, connections: 4, seconds: 20, perSecond: 40, cancel);
        await Wrk.RunAsync(shop.Lists, connections: 16, seconds: 10, perSecond: null, cancel);
        run.Say("lists at 1,000 a second");
        var paced = await Wrk.RunAsync(shop.Lists, connections: 16, seconds: 15, perSecond: 1_000, cancel);
        run.Say("lists as fast as they come");
        var used = Environment.CpuUsage.TotalTime;
        var fast = await Wrk.RunAsync(shop.Lists, connections: 16, seconds: FastSeconds, perSecond: null, cancel);
        var cpu = (Environment.CpuUsage.TotalTime - used).TotalMicroseconds / (fast.PerSecond * FastSeconds);
        run.Say($"the highest rate within {SlowMs:0} ms");
        var prompt = await PromptAsync(shop.Lists, cancel);
        run.Say("a constant");
        var constant = await Wrk.RunAsync(shop.Constant, connections: 16, seconds: 10, perSecond: null, cancel);
        run.Say("ranking");
        await Wrk.RunAsync(shop.Ranking, connections: 1, seconds: 3, perSecond: null, cancel);
        var rank = await Wrk.RunAsync(shop.Ranking, connections: 1, seconds: 10, perSecond: null, cancel);
        return new Dictionary<string, double>
        {
            ["recommend_p50_ms"] = paced.P50Ms,
            ["recommend_p99_ms"] = paced.P99Ms,
            ["recommend_paced_per_s"] = paced.PerSecond,
            ["recommend_per_s"] = fast.PerSecond,
            ["recommend_per_s_p99_20ms"] = prompt,
            ["recommend_cpu_us"] = cpu,
            ["recommend_vs_constant"] = fast.PerSecond / constant.PerSecond,
            ["rerank_p50_ms"] = rank.P50Ms,
            ["rerank_p99_ms"] = rank.P99Ms,
            ["ready_s"] = shop.ReadySeconds,
            ["ranked_s"] = shop.RankedSeconds,
            ["server_errors"] = paced.Errors + fast.Errors + rank.Errors,
        };
    }

    private static async Task<double> PromptAsync(WrkLoad load, CancellationToken cancel)
    {
        var (best, slow) = (0d, 0);
        foreach (var rate in Rates)
        {
            var came = await Wrk.RunAsync(load, connections: 16, StepSeconds, rate, cancel);
            (best, slow) = came.P99Ms <= SlowMs ? (came.PerSecond, 0) : (best, slow + 1);
            if (slow == SlowInARow) break;
        }
        return best;
    }
}
