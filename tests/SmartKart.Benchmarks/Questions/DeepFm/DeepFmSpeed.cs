using SmartKart.Benchmarks.Harness;
using SmartKart.Benchmarks.Measuring;
using SmartKart.Scoring.Onnx;
using SmartKart.Training.DeepFm;
using SmartKart.Training.DeepFm.Export;

namespace SmartKart.Benchmarks.Questions.DeepFm;

/// <summary>
/// How fast is a DeepFM trained? In examples a second, in the share of what the same machine's SGEMM gives, and beside the same model in PyTorch on as many
/// threads, with the same batches. And does ONNX Runtime score as the trainer does?
/// </summary>
public sealed class DeepFmSpeed : IBenchmark
{
    private const int BatchSize = 2048, Batches = 100, Rounds = 5;
    private const int ScoredRows = 10_000;

    /// <inheritdoc />
    public string Name => "deepfm";

    /// <inheritdoc />
    public string Description => "How fast a DeepFM is trained, beside this machine's SGEMM and PyTorch, and how near ONNX Runtime's scores are.";

    /// <inheritdoc />
    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("deepfm_examples_per_s", "{example}/s", "trained: 26 fields × 16, layers of 256, 128 and 64, batches of 2,048, Adam"),
        new("deepfm_gflop_per_s", "GFLOP/s", "what its layers take of these: three products a layer"),
        new("sgemm_gflop_per_s", "GFLOP/s", "OpenBLAS' product of two matrices of 1024 × 1024, in the same run, on all cores"),
        new("deepfm_vs_sgemm", "1", "the one for one of the other", Target.AtLeast(0.45)),
        new("torch_examples_per_s", "{example}/s", "the same model in PyTorch, with its faster way of updating embeddings"),
        new("deepfm_vs_torch", "1", "times as fast as PyTorch", Target.AtLeast(1.5)),
        new("onnx_max_difference", "1", "the most that ONNX Runtime's probability of an example differs from the trainer's", Target.AtMost(1e-5)),
    ];

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        run.Say("making examples in the shape of Criteo's");
        var examples = SkewedExamples.Make(BatchSize * Batches, seed: 1);
        var folder = Directory.CreateTempSubdirectory("deepfm-benchmark-");
        try
        {
            var options = new DeepFmOptions { BatchSize = BatchSize };
            var script = Path.Combine(run.CheckoutRoot, "tests", "peers", "deepfm_torch.py");
            SkewedExamples.Write(examples, folder.FullName);
            await using var torch = PeerProcess.Start("PyTorch", "/usr/bin/python3", script, folder.FullName, $"{BatchSize}", $"{options.Threads}");
            using var ours = new TrainingRounds(examples, options);
            var medians = await Race.RunAsync([ours, new ProductRounds(options.Threads), torch], run.Say, cancel, Rounds);
            var (rate, product, theirs) = (medians[0]["examples_per_s"], medians[1]["gflop_per_s"], medians[2]["examples_per_s"]);
            var achieved = rate * ours.Model.FlopsPerExample / 1e9;
            return new Dictionary<string, double>
            {
                ["deepfm_examples_per_s"] = rate,
                ["deepfm_gflop_per_s"] = achieved,
                ["sgemm_gflop_per_s"] = product,
                ["deepfm_vs_sgemm"] = achieved / product,
                ["torch_examples_per_s"] = theirs,
                ["deepfm_vs_torch"] = rate / theirs,
                ["onnx_max_difference"] = Difference(ours.Model, examples),
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Difference(DeepFmModel model, CategoricalData examples)
    {
        using var content = new MemoryStream();
        DeepFmOnnx.Write(model, content);
        using var scorer = OnnxModel.Load("the trained DeepFM", content.GetBuffer().AsSpan(0, (int)content.Length), new OnnxOptions { UseCuda = false });
        using var run = scorer.CreateRun(ScoredRows);
        var ids = examples.Ids.AsSpan(0, ScoredRows * examples.Fields);
        var probabilities = new float[ScoredRows];
        model.Predict(ids, probabilities);
        run.Score(run.Fill<int>(DeepFmOnnx.Ids, ids));
        var scored = run.Output<float>(DeepFmOnnx.Probability);
        var most = 0.0;
        for (var row = 0; row < ScoredRows; row++) most = Math.Max(most, Math.Abs((double)scored[row] - probabilities[row]));
        return most;
    }
}
