using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using SmartKart.FeatureStore.Offline;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.Benchmarks.Questions.Features;

/// <summary>What it took to build a training set: Parquet in, Parquet out.</summary>
/// <param name="Seconds">In the process, from the call on.</param>
/// <param name="Gigabytes">The most that the process held.</param>
internal sealed record TrainingRun(double Seconds, double Gigabytes);

/// <summary>Builds one training set in a process of its own, so that its memory is its own.</summary>
internal static class TrainingProgram
{
    public const string Verb = "train-set-for-benchmark";
    public const string Sweep = "sweep";
    public const string Sql = "sql";

    /// <param name="arguments">Folder, features, engine.</param>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var folder, var features, Sweep or Sql])
        {
            await Console.Error.WriteLineAsync($"'{Verb} {string.Join(' ', arguments)}' is no training set that a benchmark builds.");
            return 2;
        }
        var history = new TrainingHistory(folder);
        var plan = TrainingViews.Named(features);
        var output = Path.Combine(folder, $"{features}-{arguments[2]}.parquet");
        var options = new OfflineOptions { Output = new ParquetWriteOptions { Compression = ParquetCompression.Snappy, Overwrite = true } };
        var began = Stopwatch.GetTimestamp();
        if (arguments[2] == Sql) await SqlTrainingSet.BuildAsync(plan, history.Source, history.Labels, output, options);
        else await TrainingSet.BuildAsync(plan, history.Source, history.Labels, output, options);
        var took = Stopwatch.GetElapsedTime(began);
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new TrainingRun(took.TotalSeconds, process.PeakWorkingSet64 / 1e9)));
        return 0;
    }

    public static async Task<TrainingRun> StartAsync(TrainingHistory history, string features, string engine, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(TrainingProgram).Assembly.Location, Verb, history.Folder, features, engine])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        await using var killing = cancel.Register(() => process.Kill(entireProcessTree: true));
        var output = await process.StandardOutput.ReadToEndAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        cancel.ThrowIfCancellationRequested();
        return process.ExitCode == 0 && JsonSerializer.Deserialize<TrainingRun>(output) is { } run
            ? run
            : throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"The training set of {features} by {engine} ended with status {process.ExitCode}; it says why on stderr, above."));
    }
}
