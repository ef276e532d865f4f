using System.CommandLine;
using System.Globalization;
using SmartKart.FeatureStore.Definitions;
using SmartKart.Local.Clusters;
using SmartKart.Local.Features;
using SmartKart.Local.Online;
using SmartKart.Local.Streaming;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Commands;

/// <summary>Fills the online store with views' tiles from history.</summary>
internal sealed class BackfillCommand : Command, IHasExamples
{
    private readonly Option<string[]> _views = ViewChoice.Option();
    private readonly Option<long?> _until = Instant.Option("--until", "Events before this instant are taken in; the stream goes on from there. Right after history's newest event unless given.");
    private readonly Option<DirectoryInfo?> _history = HistoryOption.Create();
    private readonly Option<string?> _definitions = DefinitionSource.Option();
    private readonly Option<bool> _onlineOnly = new("--online-only")
    {
        Description = "Fill the online store alone, as of --until, and hand nothing to the stream; keys that the stream has written stay as they are.",
    };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the lines." };

    public BackfillCommand() : base(
        "backfill",
        "Compute new views from history, in parallel, into the online store and the stream's state: a worker's next start goes on with them where history ended.")
    {
        LocalConfiguration.AddFlags(this);
        LocalConfiguration.AddOnlineFlags(this);
        foreach (var option in new Option[] { _views, _until, _history, _definitions, _onlineOnly, _json }) Add(option);
        SetAction((parsed, cancel) => DefinitionSource.UseAsync(parsed.GetValue(_definitions), definitions => RunAsync(parsed, definitions, cancel)));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart backfill --view user_activity", "a view that is new, from the data directory's history; 'smartkart streams' then goes on with it"),
        new("smartkart backfill --view user_activity --until 2026-11-21T00:00Z", "the same, from history until then, from the topics from then on"),
        new("smartkart backfill --online-only --history ./warehouse --redis redis.internal:6379", "all views that the history feeds, into another Redis, without a stream"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, DefinitionSet definitions, CancellationToken cancel)
    {
        var history = HistoryOption.Read(parsed, _history);
        var views = ViewChoice.Of(definitions, parsed.GetValue(_views), history);
        var configuration = LocalConfiguration.Read(parsed);
        await using var online = await OnlineSession.OpenAsync(configuration, cancel);
        var until = parsed.GetValue(_until);
        if (parsed.GetValue(_onlineOnly))
            return Print(parsed, await ShowAsync(progress => BackfillRun.RunAsync(views, history, online.Options, until ?? Instant.Now, progress, cancel)));
        await using var cluster = await ClusterSession.OpenAsync(configuration, isAnnounced: false, cancel);
        FeatureView[] streamed = [.. views.Where(view => view.Source is not null)];
        if (streamed.Length == 0) throw new CommandException($"{string.Join(", ", views.Select(view => view.Id))}: computed when it is read, so there is nothing to fill. Name views that have a source.");
        return Print(parsed, await ShowAsync(progress => BackfillRun.HandOverAsync(
            streamed, history, online.Options, cluster, StreamsSection.Read(configuration), until, progress, cancel)));
    }

    private static Task<BackfillRun> ShowAsync(Func<IWorkProgress, Task<BackfillRun>> run) => OfflineFaults.AsCommandsAsync(() => WorkProgress.ShowAsync(run));

    private int Print(ParseResult parsed, BackfillRun result)
    {
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
