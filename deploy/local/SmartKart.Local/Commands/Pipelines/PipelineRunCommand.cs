using System.CommandLine;
using SmartKart.Local.Clusters;
using SmartKart.Local.Pipelines;
using SmartKart.Local.Terminal;
using SmartKart.Pipelines.Manifests;
using SmartKart.Pipelines.Runs;
using SmartKart.Pipelines.Runs.Plans;

namespace SmartKart.Local.Commands;

/// <summary>Runs a pipeline on this machine, or goes on with a run.</summary>
internal sealed class PipelineRunCommand : Command, IHasExamples
{
    private readonly Argument<string?> _pipeline = new("pipeline")
    {
        Description = "A pipeline's name, or a manifest's file. May be left out with --resume.", Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<string[]> _parameters = new("--parameter", "-p")
    {
        Description = "A parameter of the pipeline, as with 'argo submit -p'. May be given several times.", HelpName = "name=value",
    };
    private readonly Option<string?> _resume = new("--resume")
    {
        Description = "Go on with a run: what succeeded is kept, the rest is run again.", HelpName = "run",
    };
    private readonly Option<int> _parallelism = new("--parallelism")
    {
        Description = "At most so many steps at once; the manifest may say fewer.", HelpName = "n", DefaultValueFactory = _ => Environment.ProcessorCount,
    };
    private readonly Option<bool> _follow = new("--follow") { Description = "Show what the steps write, each line after its step's name." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be run, in order, with the commands; run nothing." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the table." };

    public PipelineRunCommand() : base("run",
        "Run a pipeline on this machine, as Argo would on a cluster. Ends with status 1 where it didn't succeed, 2 where it can't take a parameter.")
    {
        LocalConfiguration.AddFlags(this);
        LocalConfiguration.AddOnlineFlags(this);
        foreach (var option in new Option[] { _parameters, _resume, _parallelism, _follow, _dryRun, _json }) Add(option);
        Add(_pipeline);
        _parallelism.HoldTo<int>(number => number >= 1, "--parallelism is at least 1.");
        Validators.Add(result =>
        {
            if (result.GetValue(_pipeline) is null && result.GetValue(_resume) is null) result.AddError("Name a pipeline, or a run with --resume.");
            foreach (var each in result.GetValue(_parameters) ?? [])
            {
                if (each.IndexOf('=', StringComparison.Ordinal) < 1) result.AddError($"'{each}' is no parameter. Write -p name=value.");
            }
        });
        SetAction(RunAsync);
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart pipeline run retrain-recommender", "as its manifest says"),
        new("smartkart pipeline run retrain-recommender -p min_gain=0.002 --follow", "with a parameter, and what its steps write"),
        new("smartkart pipeline run mine.yaml --dry-run", "what a manifest of yours would do"),
        new("smartkart pipeline run --resume retrain-recommender-20261122-231500", "go on after what succeeded"),
    ];

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancel)
    {
        var manifest = parsed.GetValue(_pipeline) is { } name ? PipelineSource.ReadOrFaults(PipelineSource.PathOf(name)) : null;
        if (manifest is null && parsed.GetValue(_pipeline) is not null) return ExitCode.Failed;
        var given = (parsed.GetValue(_parameters) ?? []).Select(each => each.Split('=', 2)).GroupBy(each => each[0])
            .ToDictionary(each => each.Key, each => each.Last()[1]);
        try
        {
            if (parsed.GetValue(_dryRun) && manifest is not null) return SayPlan(manifest, given, parsed.GetValue(_json));
            var options = PipelineSection.Read(parsed) with { Parallelism = parsed.GetValue(_parallelism) };
            using var run = parsed.GetValue(_resume) is { } resumed ? PipelineRun.Resume(resumed, manifest, given, options) : Begin(manifest, given, options);
            return await ShowAsync(run, parsed.GetValue(_follow), parsed.GetValue(_json), cancel);
        }
        catch (ParameterException error)
        {
            await Console.Error.WriteLineAsync($"smartkart: {error.Message}");
            return ExitCode.WrongUsage;
        }
    }

    private static PipelineRun Begin(Manifest? manifest, Dictionary<string, string> given, RunOptions options) =>
        PipelineRun.Begin(manifest ?? throw new CommandException("Name a pipeline to run."), given, options);

    private static async Task<int> ShowAsync(PipelineRun run, bool follows, bool json, CancellationToken cancel)
    {
        try
        {
            var document = await WorkProgress.ShowAsync(progress =>
            {
                progress.Say($"{run.Name}, in {run.Folder}");
                return run.RunAsync(new PipelineProgress(progress, follows), cancel);
            });
            if (json) JsonOutput.Print(document);
            else PipelineTables.Print(document);
            return document.Phase == "Succeeded" ? ExitCode.Done : ExitCode.Failed;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"Go on with it: smartkart pipeline run --resume {run.Name}");
            throw;
        }
    }

    private static int SayPlan(Manifest manifest, Dictionary<string, string> given, bool json)
    {
        var steps = RunPlan.Of(manifest, RunParameters.Resolve(manifest, given));
        if (json) JsonOutput.Print(new { manifest.Name, Steps = steps });
        else PipelineTables.Print(steps);
        return ExitCode.Done;
    }
}
