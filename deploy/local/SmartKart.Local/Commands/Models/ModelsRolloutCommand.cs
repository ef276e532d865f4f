using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using SmartKart.Local.Clusters;
using SmartKart.Local.Serving;
using SmartKart.Local.Terminal;
using SmartKart.Serving.Rollouts;

namespace SmartKart.Local.Commands;

/// <summary>Shows the rollout of the candidate, or changes it: the API follows within a second.</summary>
internal sealed class ModelsRolloutCommand : Command, IHasExamples
{
    private readonly Option<string?> _mode = new("--mode")
    {
        Description = "off; shadow (the candidate makes each list beside the champion's, and nobody sees it); canary (some visitors get it, until it "
            + "turns out worse); ab (some visitors get it for as long as the experiment runs).",
        HelpName = "mode",
    };
    private readonly Option<string?> _percent = new("--percent") { Description = "Of 100 visitors how many get the candidate.", HelpName = "number" };
    private readonly Option<string?> _experiment = new("--experiment")
    {
        Description = "What the experiment is called; another name parts the visitors anew.",
        HelpName = "name",
    };
    private readonly Option<bool> _off = new("--off") { Description = "Everybody gets the champion: the same as --mode off." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of lines." };

    public ModelsRolloutCommand() : base(
        "rollout",
        "Show the rollout of the candidate, or change it while the API runs. What isn't given stays. It is kept in rollout.yaml of the data directory "
            + "(Serving:RolloutFile).")
    {
        LocalConfiguration.AddDataDirectory(this);
        foreach (var option in new Option[] { _mode, _percent, _experiment, _off, _json }) Add(option);
        Validators.Add(given =>
        {
            if (given.GetValue(_off) && given.GetValue(_mode) is not null) given.AddError("--off and --mode are both given. Give one of them.");
        });
        SetAction(RunAsync);
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart models rollout", "what is rolled out, to how many, and how it stands"),
        new("smartkart models rollout --mode shadow", "measure the candidate beside the champion; nobody sees it"),
        new("smartkart models rollout --mode canary --percent 5", "5 of 100 visitors get it, unless it turns out worse"),
        new("smartkart models rollout --mode ab --percent 50 --experiment spring", "half of the visitors get it"),
        new("smartkart models rollout --off", "everybody gets the champion"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var configuration = LocalConfiguration.Read(parsed);
        var file = new RolloutFile(ServingSection.Read(configuration));
        var given = Given(parsed).ToList();
        var rollout = given.Aggregate(file.Read(), (of, each) => each.Field.Set(of, each.Text)
            ?? throw new CommandException($"--{each.Field.Name} is '{each.Text}'. Write {each.Field.Expected}."));
        if (rollout.Fault(field => $"--{field.Name}") is { } fault) throw new CommandException(fault);
        if (given.Count > 0) file.Write(rollout);
        var running = given.Count > 0 ? null : await RunningRollout.AskAsync(BrokerSection.DataDirectory(configuration), cancel);
        Print(file, rollout, running, isChanged: given.Count > 0, parsed.GetValue(_json));
        return ExitCode.Done;
    }

    private IEnumerable<(RolloutField Field, string Text)> Given(ParseResult parsed)
    {
        var mode = parsed.GetValue(_off) ? RolloutModes.Of(RolloutMode.Off) : parsed.GetValue(_mode);
        foreach (var (option, text) in new[]
        {
            (nameof(RolloutOptions.Mode), mode), (nameof(RolloutOptions.Percent), parsed.GetValue(_percent)),
            (nameof(RolloutOptions.Experiment), parsed.GetValue(_experiment)),
        })
        {
            if (text is not null) yield return (RolloutField.All.First(field => field.Option == option), text);
        }
    }

    private static void Print(RolloutFile file, RolloutOptions rollout, JsonElement? running, bool isChanged, bool json)
    {
        if (json)
        {
            JsonOutput.Print(new { file.Path, file.Exists, Mode = RolloutModes.Of(rollout.Mode), rollout.Percent, rollout.Experiment, Running = running });
            return;
        }
        Console.WriteLine($"mode        {RolloutModes.Of(rollout.Mode)}");
        if (rollout.Percent is { } percent) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"percent     {percent}"));
        Console.WriteLine($"experiment  {rollout.Experiment}");
        Console.WriteLine($"file        {file.Path}{(file.Exists ? "" : ", which isn't there: this is what is configured")}");
        if (isChanged) Console.WriteLine("An API that follows the file takes it up within a second; without options this command tells how it stands.");
        else Console.WriteLine($"state       {(running is { } state ? Told(state) : "not known: no API over this data directory answers without a key")}");
    }

    private static string Told(JsonElement state)
    {
        var version = state.GetProperty("candidate_version") is { ValueKind: JsonValueKind.Number } number ? $", version {number}" : "";
        var why = state.GetProperty("why").GetString() ?? state.GetProperty("fault").GetString();
        return $"{state.GetProperty("state").GetString()}{version}{(why is null ? "" : $": {why}")}";
    }
}
