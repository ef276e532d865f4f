using System.CommandLine;
using System.Globalization;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Online;
using SmartKart.FeatureStore.Views;
using SmartKart.Local.Clusters;
using SmartKart.Local.Features;
using SmartKart.Local.Terminal;
using SmartKart.Warehouse.DuckDb.Parquet;

namespace SmartKart.Local.Commands;

/// <summary>Builds a training set: labels, each with a service's features as they stood at its instant.</summary>
internal sealed class FeaturesTrainingSetCommand : Command, IHasExamples
{
    private const long MostMemory = 1 << 30;      // MiB: more than there is anywhere, and no overflow in bytes

    private readonly Option<string> _service = new("--service")
    {
        Description = "The feature service, as 'features list' names it.",
        HelpName = "name",
        Required = true,
    };
    private readonly Option<FileInfo> _labels = new("--labels")
    {
        Description = "A Parquet file with the service's join keys and event_timestamp, and any other columns.",
        HelpName = "path",
        Required = true,
    };
    private readonly Option<FileInfo> _out = new("--out") { Description = "The Parquet file to write.", HelpName = "path", Required = true };
    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace the file if it is there." };
    private readonly Option<OfflineEngine> _engine = new("--engine")
    {
        Description = "local: the sweep that calls the stream's own aggregates. sql: the generated SQL, on DuckDB; slower, and exact where tiles sketch.",
    };
    private readonly Option<long?> _memory = new("--memory")
    {
        Description = "At most so many MiB, from 64; half of what the machine has unless given. What doesn't fit goes to temp files.",
        HelpName = "MiB",
    };
    private readonly Option<DirectoryInfo?> _history = HistoryOption.Create();
    private readonly Option<string?> _definitions = DefinitionSource.Option();
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the lines." };

    public FeaturesTrainingSetCommand() : base("training-set", "Join labels with a service's features, each as of its label's instant.")
    {
        LocalConfiguration.AddDataDirectory(this);
        foreach (var option in new Option[] { _service, _labels, _out, _overwrite, _engine, _memory, _history, _definitions, _json }) Add(option);
        _memory.HoldTo<long>(
            mebibytes => mebibytes is >= OfflineOptions.MemoryLimitMin >> 20 and <= MostMemory,
            $"--memory is {OfflineOptions.MemoryLimitMin >> 20} to {MostMemory} MiB.");
        SetAction((parsed, cancel) => DefinitionSource.UseAsync(parsed.GetValue(_definitions), definitions => RunAsync(parsed, definitions, cancel)));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart features training-set --service recommender --labels labels.parquet --out training.parquet",
            "by the sweep, from the data directory's history"),
        new("smartkart features training-set --service fraud --labels labels.parquet --out t.parquet --history ./warehouse --engine sql",
            "by SQL, from another history"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, DefinitionSet definitions, CancellationToken cancel)
    {
        var service = ServicePlan.Compile(definitions.Service(parsed.GetRequiredValue(_service)));
        var (labels, output) = (parsed.GetRequiredValue(_labels).FullName, parsed.GetRequiredValue(_out).FullName);
        if (!File.Exists(labels))
        {
            throw new CommandException(
                $"There is no file {labels}. --labels names a Parquet file with {string.Join(", ", OnlineStore.JoinKeys(service))} and event_timestamp.");
        }
        var options = new OfflineOptions
        {
            MemoryLimit = parsed.GetValue(_memory) << 20,
            Output = new ParquetWriteOptions { Overwrite = parsed.GetValue(_overwrite), Compression = ParquetCompression.Snappy },
        };
        var history = HistoryOption.Read(parsed, _history);
        var result = await OfflineFaults.AsCommandsAsync(() => WorkProgress.ShowAsync(progress =>
            TrainingRun.RunAsync(parsed.GetValue(_engine), service, history, labels, output, options, progress, cancel)));
        if (parsed.GetValue(_json)) JsonOutput.Print(result);
        else Print(result);
        return ExitCode.Done;
    }

    private static void Print(TrainingRun result)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{result.Labels:N0} labels × {result.Features:N0} features of {result.Service} in {result.Seconds:0.0} s: {result.File}"));
        if (result.Events > 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"from {result.Events:N0} events before them, of the labels' keys"));
        if (result.SpilledBytes > 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{result.SpilledBytes >> 20:N0} MiB went through temp files: more --memory is quicker"));
    }
}
