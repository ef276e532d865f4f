using System.CommandLine;
using SmartKart.FeatureStore.Definitions;
using SmartKart.FeatureStore.Offline;
using SmartKart.FeatureStore.Parity;
using SmartKart.Local.Clusters;
using SmartKart.Local.Features;
using SmartKart.Local.Online;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Commands;

/// <summary>Holds the online store to the history, view by view.</summary>
internal sealed class FeaturesParityCommand : Command, IHasExamples
{
    private readonly Option<string[]> _views = ViewChoice.Option();
    private readonly Option<long?> _at =
        Instant.Option("--at", "The instant to compare at: the store must have taken in all events before it, and none after. Now unless given.");
    private readonly Option<int> _keys = new("--keys")
    {
        Description = "At most so many keys of each view, chosen by a hash.",
        HelpName = "n",
        DefaultValueFactory = _ => 10_000,
    };
    private readonly Option<OfflineEngine> _engine = new("--engine")
    {
        Description = "What computes the offline side: local, the sweep; or sql, the generated SQL on DuckDB, which knows nothing of tiles.",
    };
    private readonly Option<DirectoryInfo?> _history = HistoryOption.Create();
    private readonly Option<string?> _definitions = DefinitionSource.Option();
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the table." };

    public FeaturesParityCommand() : base(
        "parity", "Compare the online store with the history: keys, mismatches, worst difference. Ends with status 1 where they differ.")
    {
        LocalConfiguration.AddOnlineFlags(this);
        foreach (var option in new Option[] { _views, _at, _keys, _engine, _history, _definitions, _json }) Add(option);
        _keys.HoldTo<int>(keys => keys >= 1, "--keys is at least 1.");
        SetAction((parsed, cancel) => DefinitionSource.UseAsync(parsed.GetValue(_definitions), definitions => RunAsync(parsed, definitions, cancel)));
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart features parity", "every view, now, by the sweep"),
        new("smartkart features parity --view user_activity --engine sql --at 2026-11-21T10:00Z", "one view, as of an instant, by SQL"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, DefinitionSet definitions, CancellationToken cancel)
    {
        var history = HistoryOption.Read(parsed, _history);
        var views = ViewChoice.Of(definitions, parsed.GetValue(_views), history);
        await using var session = await OnlineSession.OpenAsync(LocalConfiguration.Read(parsed), cancel);
        var options = new ParityOptions { Engine = parsed.GetValue(_engine), KeysMax = parsed.GetValue(_keys) };
        var result = await OfflineFaults.AsCommandsAsync(() => WorkProgress.ShowAsync(progress =>
            ParityRun.RunAsync(views, history, session.Options, parsed.GetValue(_at) ?? Instant.Now, options, progress, cancel)));
        if (parsed.GetValue(_json)) JsonOutput.Print(result.ToDocument());
        else result.Print();
        return result.Mismatches == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
