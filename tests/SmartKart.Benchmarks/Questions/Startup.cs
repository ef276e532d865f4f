using SmartKart.Benchmarks.Harness;
using SmartKart.Benchmarks.Measuring;

namespace SmartKart.Benchmarks.Questions;

/// <summary>How long does a person wait for <c>./smartkart --help</c>, and how much of that does the launcher add?</summary>
public sealed class Startup : IBenchmark
{
    /// <inheritdoc />
    public string Name => "startup";

    /// <inheritdoc />
    public string Description => "How long a person waits for './smartkart --help' when nothing is missing.";

    /// <inheritdoc />
    public IReadOnlyList<Metric> Metrics { get; } =
    [
        new("help_s", "s", "wall time of './smartkart --help', median", Target.AtMost(1.5)),
        new("program_s", "s", "the same without the launcher: the program alone, in turn with it"),
        new("launcher_s", "s", "what the launcher's checks add", Target.AtMost(0.3)),
    ];

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, double>> RunAsync(BenchmarkRun run, CancellationToken cancel)
    {
        var program = Path.Combine(run.CheckoutRoot, "deploy", "local", "SmartKart.Local", "bin", "Release", "net10.0", "SmartKart.Local.dll");
        var medians = await Race.RunAsync(
            [
                new TimedRun("through the launcher", Path.Combine(run.CheckoutRoot, "smartkart"), "--help"),
                new TimedRun("the program alone", Environment.ProcessPath!, program, "--help"),
            ],
            run.Say,
            cancel,
            rounds: 11);
        var (help, alone) = (medians[0][TimedRun.Seconds], medians[1][TimedRun.Seconds]);
        return new Dictionary<string, double> { ["help_s"] = help, ["program_s"] = alone, ["launcher_s"] = help - alone };
    }
}
