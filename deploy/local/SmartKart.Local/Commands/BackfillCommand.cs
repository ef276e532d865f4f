using System.CommandLine;
using System.Globalization;
using SmartKart.FeatureStore.Definitions;
using SmartKart.Local.Clusters;
using SmartKart.Local.Features;
using SmartKart.Local.Online;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Commands;

/// <summary>Fills the online store with views' tiles from history.</summary>
internal sealed class BackfillCommand : Command, IHasExamples
{
    private readonly Option<string[]> _views = ViewChoice.Option();
    private readonly Option<long?> _until = Instant.Option("--until", "Events before this instant are taken in. Now unless given.");
    private readonly Option<DirectoryInfo?> _history = HistoryOption.Create();
    private readonly Option<string?> _definitions = DefinitionSource.Option();
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the lines." };

    public BackfillCommand() : base("backfill", "Compute views' tiles from history, in parallel, and write them to the online store.")
    {
        LocalConfiguration.AddOnlineFlags(this);
        foreach (var option in new Option[] { _views, _until, _history, _definitions, _json }) Add(option);
        SetAction((parsed, cancel) => DefinitionSource.UseAsync(parsed.GetValue(_definitions), definitions => RunAsync(parsed, definitions, cancel)));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart backfill --view user_activity", "one view, from the data directory's history, until now"),
        new("smartkart backfill --until 2026-11-21 --history ./warehouse --redis redis.internal:6379", "all views that the history feeds, into another Redis"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, DefinitionSet definitions, CancellationToken cancel)
    {
        var history = HistoryOption.Read(parsed, _history);
        var views = ViewChoice.Of(definitions, parsed.GetValue(_views), history);
        await using var session = await OnlineSession.OpenAsync(LocalConfiguration.Read(parsed), cancel);
        var result = await OfflineFaults.AsCommandsAsync(() => WorkProgress.ShowAsync(progress =>
            BackfillRun.RunAsync(views, history, session.Options, parsed.GetValue(_until) ?? Instant.Now, progress, cancel)));
        if (parsed.GetValue(_json)) JsonOutput.Print(result.ToDocument());
        else Print(result);
        return ExitCode.Done;
    }

    private static void Print(BackfillRun result)
    {
        foreach (var view in result.Views)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{view.View}: {view.Keys:N0} keys of {view.Events:N0} events"));
        var stale = result.Stale > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {result.Stale:N0} were written by the stream, and stay") : "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{result.Keys:N0} keys written, as of {Instant.Text(result.Until)}, in {result.Elapsed.TotalSeconds:0.0} s{stale}"));
    }
}
