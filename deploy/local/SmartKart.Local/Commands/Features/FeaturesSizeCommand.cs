using System.CommandLine;
using System.Globalization;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Sizing;
using SmartKart.Local.Clusters;
using SmartKart.Local.Features;
using SmartKart.Local.Terminal;
using Spectre.Console;

namespace SmartKart.Local.Commands;

/// <summary>Forecasts what views will take of Redis' memory, from a sample of history.</summary>
internal sealed class FeaturesSizeCommand : Command, IHasExamples
{
    private readonly Option<string[]> _views = ViewChoice.Option();
    private readonly Option<string[]> _entities = new("--entities")
    {
        Description = "How many entities are to be forecast, such as user=5000000; may be given again. As many as the sample has unless given.",
        HelpName = "name=n",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<long?> _at = Instant.Option("--at", "The instant to measure at: the sample's end. Now unless given.");
    private readonly Option<DirectoryInfo?> _history = HistoryOption.Create();
    private readonly Option<string?> _definitions = DefinitionSource.Option();
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the tables." };

    public FeaturesSizeCommand() : base("size", "Forecast the memory that views take in Redis, from a sample of history, before anything is deployed.")
    {
        LocalConfiguration.AddDataDirectory(this);
        foreach (var option in new Option[] { _views, _entities, _at, _history, _definitions, _json }) Add(option);
        Validators.Add(result =>
        {
            foreach (var text in result.GetValue(_entities) ?? [])
            {
                if (Counted(text) is null) result.AddError($"--entities '{text}' is no count. Write a name and a number, such as user=5000000.");
            }
            foreach (var twice in Counts(result.GetValue(_entities)).GroupBy(count => count.Name).Where(counts => counts.Count() > 1))
                result.AddError($"--entities says twice how many of '{twice.Key}' there are. Say it once.");
        });
        SetAction((parsed, cancel) => DefinitionSource.UseAsync(parsed.GetValue(_definitions), definitions => RunAsync(parsed, definitions, cancel)));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart features size --history ./sample --at 2026-11-21", "all views that the sample feeds"),
        new("smartkart features size --view user_activity --entities user=5000000", "one view, for five million users"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, DefinitionSet definitions, CancellationToken cancel)
    {
        var history = HistoryOption.Read(parsed, _history);
        var views = ViewChoice.Of(definitions, parsed.GetValue(_views), history);
        var counts = Counts(parsed.GetValue(_entities)).ToDictionary(count => count.Name, count => count.Count, StringComparer.Ordinal);
        foreach (var name in counts.Keys)
        {
            if (!views.Any(view => FeatureText.Entities(view) == name))
            {
                throw new CommandException(
                    $"--entities names '{name}', and no view is of it. There are {string.Join(", ", views.Select(FeatureText.Entities).Distinct())}.");
            }
        }
        var report = await OfflineFaults.AsCommandsAsync(() => WorkProgress.ShowAsync(async progress =>
        {
            using var step = progress.Begin("tiles of the sample, and some of them in a Redis of their own");
            return await SizeForecast.RunAsync(views, history, parsed.GetValue(_at) ?? Instant.Now, cancel: cancel);
        }));
        if (parsed.GetValue(_json)) JsonOutput.Print(Document(report, counts));
        else Print(report, counts);
        return ExitCode.Done;
    }

    private static object Document(SizeReport report, Dictionary<string, long> counts) => new
    {
        report.Views,
        Entities = report.Entities.Select(entity => new
        {
            entity.Entity, entity.Entities, entity.Median, entity.P90, entity.Mean, Forecast = Forecast(entity, counts),
        }),
    };

    private static void Print(SizeReport report, Dictionary<string, long> counts)
    {
        var console = ResultConsole.Create();
        console.Write(Rows(["view", "active keys", "blob median", "p90", "mean", "and in Redis"],
            report.Views.Select(view => (string[])[view.View, Count(view.Keys),
                Bytes(view.MedianBlob), Bytes(view.P90Blob), Bytes(view.MeanBlob), "+ " + Bytes(view.Overhead)])));
        console.Write(Rows(["entity", "active", "median", "p90", "mean", "forecast for", "of memory"],
            report.Entities.Select(entity => (string[])[entity.Entity, Count(entity.Entities),
                Bytes(entity.Median), Bytes(entity.P90), Bytes(entity.Mean),
                Count(counts.GetValueOrDefault(entity.Entity, entity.Entities)), Memory(Forecast(entity, counts))])));
        console.WriteLine($"In all {Memory(report.Entities.Sum(entity => Forecast(entity, counts)))} of Redis.");
    }

    private static Table Rows(string[] headings, IEnumerable<string[]> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn(new TableColumn(headings[0]).NoWrap());
        foreach (var heading in headings.Skip(1)) table.AddColumn(new TableColumn(heading).RightAligned());
        foreach (var row in rows) table.AddRow([.. row.Select(Markup.Escape)]);
        return table;
    }

    private static double Forecast(EntitySize entity, Dictionary<string, long> counts) =>
        entity.Mean * counts.GetValueOrDefault(entity.Entity, entity.Entities);

    private static IEnumerable<(string Name, long Count)> Counts(IEnumerable<string>? texts) => (texts ?? []).Select(Counted).OfType<(string, long)>();

    private static (string Name, long Count)? Counted(string text) =>
        text.Split('=') is [{ Length: > 0 } name, var number] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            ? (name, count)
            : null;

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    private static string Bytes(double bytes) => bytes.ToString("N0", CultureInfo.InvariantCulture) + " B";

    private static string Memory(double bytes) => bytes >= 1 << 30
        ? string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 30):N1} GiB")
        : string.Create(CultureInfo.InvariantCulture, $"{bytes / (1 << 20):N1} MiB");
}
