using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using SmartKart.Benchmarks.Harness;
using SmartKart.Benchmarks.Measuring;
using SmartKart.Scoring.Recommenders;
using SmartKart.Training.Evaluation;
using SmartKart.Training.Interactions;
using SmartKart.Training.Recommenders;

namespace SmartKart.Benchmarks.Questions.Factors;

/// <summary>
/// How long do the models take that a shop of this size would train, beside what a data scientist would reach for first? iALS and scikit-learn's NMF factorise the
/// same interactions at the same rank, on all cores, and are judged by the same lists; EASE inverts the catalogue of 20,000 items.
/// </summary>
public sealed class FactorSpeed : IBenchmark
{
    private const int Rank = 128, Epochs = 16, K = 20, EaseItems = 20_000;

    /// <inheritdoc />
    public string Name => "factors";

    /// <inheritdoc />
    public string Description => "How long iALS and EASE train on the largest data set, beside scikit-learn's NMF; ten minutes.";

    /// <inheritdoc />
    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("ials_s", "s", "iALS, 128 factors, 16 epochs, 810,128 interactions of 29,858 users with 40,981 items"),
        new("nmf_s", "s", "scikit-learn's NMF of the same rank, at its defaults"),
        new("ials_vs_nmf", "1", "times as fast as NMF", Target.AtLeast(4)),
        new("ials_ndcg20", "1", "NDCG@20 of iALS on the test part"),
        new("nmf_ndcg20", "1", "the same of NMF"),
        new("ials_ndcg_over_nmf", "1", "the difference", Target.AtLeast(0)),
        new("ease_20k_s", "s", "EASE of the 20,000 items that most users have", Target.AtMost(90)),
    ];

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        var parts = InteractionFile.Read(Path.GetFullPath(Path.Combine(run.CheckoutRoot, "..", "shared", "data", "gowalla_split.parquet")), cancel);
        var (train, test) = (parts["train"], parts["test"]);

        var easeSeconds = Seconds(() =>
        {
            using var ease = EaseTrainer.Train(Largest(train, EaseItems), new EaseOptions { Regularisation = 80 }, cancel);
        });
        run.Say(string.Create(CultureInfo.InvariantCulture, $"EASE of {EaseItems:N0} items: {easeSeconds:F1} s"));

        FactorModel? ials = null;
        var options = new IalsOptions { Factors = Rank, Epochs = Epochs, UnobservedWeight = 0.02f, Regularisation = 0.002f };
        var ialsSeconds = Seconds(() => ials = IalsTrainer.Train(train, options, cancel: cancel));
        var ialsNdcg = Ndcg(ials!, train, test, cancel);        // it was trained a line above
        run.Say(string.Create(CultureInfo.InvariantCulture, $"iALS: {ialsSeconds:F1} s, NDCG@{K} {ialsNdcg:F4}"));

        var (nmf, nmfSeconds) = await FactoriseAsync(run, train, cancel);
        var nmfNdcg = Ndcg(nmf, train, test, cancel);
        run.Say(string.Create(CultureInfo.InvariantCulture, $"NMF: {nmfSeconds:F1} s, NDCG@{K} {nmfNdcg:F4}"));
        return new Dictionary<string, double>
        {
            ["ials_s"] = ialsSeconds, ["nmf_s"] = nmfSeconds, ["ials_vs_nmf"] = nmfSeconds / ialsSeconds,
            ["ials_ndcg20"] = ialsNdcg, ["nmf_ndcg20"] = nmfNdcg, ["ials_ndcg_over_nmf"] = ialsNdcg - nmfNdcg,
            ["ease_20k_s"] = easeSeconds,
        };
    }

    private static double Seconds(Action work)
    {
        var began = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static double Ndcg(IRecommender model, InteractionMatrix train, InteractionMatrix test, CancellationToken cancel) =>
        RankingMetrics.Of(TopLists.Of(model, train, K, Environment.ProcessorCount, cancel), test).Ndcg.Average();

    private static InteractionMatrix Largest(InteractionMatrix interactions, int items)
    {
        var place = new int[interactions.Items];
        Array.Fill(place, -1);
        var popularity = interactions.Popularity();
        foreach (var (at, item) in Enumerable.Range(0, interactions.Items).OrderByDescending(item => popularity[item]).Take(items).Index()) place[item] = at;
        var pairs = new List<(int, int)>();
        for (var user = 0; user < interactions.Users; user++)
        {
            foreach (var item in interactions[user])
            {
                if (place[item] >= 0) pairs.Add((user, place[item]));
            }
        }
        return InteractionMatrix.Of(interactions.Users, items, [.. pairs]);
    }

    private static async Task<(FactorModel Model, double Seconds)> FactoriseAsync(BenchmarkRun run, InteractionMatrix train, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("smartkart-nmf-");
        try
        {
            using (var file = File.Create(Path.Combine(folder.FullName, "pairs.i32")))
            {
                for (var user = 0; user < train.Users; user++)
                {
                    foreach (var item in train[user]) file.Write(MemoryMarshal.AsBytes<int>([user, item]));
                }
            }
            await using var peer = PeerProcess.Start(
                "scikit-learn's NMF", "/usr/bin/python3", Path.Combine(run.CheckoutRoot, "tests", "peers", "factors_nmf.py"), folder.FullName,
                train.Users.ToString(CultureInfo.InvariantCulture), train.Items.ToString(CultureInfo.InvariantCulture), Rank.ToString(CultureInfo.InvariantCulture));
            await peer.WarmUpAsync(cancel);
            var seconds = (await peer.RoundAsync(cancel))["seconds"];
            return (new FactorModel(Rank, Floats(folder, "users.f32"), Floats(folder, "items.f32")), seconds);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static float[] Floats(DirectoryInfo folder, string name) => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder.FullName, name))).ToArray();
}
