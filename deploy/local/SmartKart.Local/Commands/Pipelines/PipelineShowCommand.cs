using System.CommandLine;
using SmartKart.Local.Clusters;
using SmartKart.Local.Pipelines;
using SmartKart.Local.Terminal;
using SmartKart.Pipelines.Manifests;
using SmartKart.Pipelines.Runs.Journals;
using SmartKart.Pipelines.Runs.Plans;
using Spectre.Console;

namespace SmartKart.Local.Commands;

/// <summary>Shows a pipeline, or a run.</summary>
internal sealed class PipelineShowCommand : Command, IHasExamples
{
    private readonly Argument<string> _name = new("name") { Description = "A pipeline's name, a file, or a run's name." };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the lines." };

    public PipelineShowCommand() : base("show",
        "Show a pipeline: its parameters, its steps, and what of it only a cluster heeds. Or a run: what came of each step.")
    {
        LocalConfiguration.AddDataDirectory(this);
        Add(_name);
        Add(_json);
        SetAction(Run);
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart pipeline show retrain-recommender", "what it can be told, and what it does"),
        new("smartkart pipeline show retrain-recommender-20261122-231500", "what came of a run"),
    ];

    private int Run(ParseResult parsed)
    {
        var name = parsed.GetRequiredValue(_name);
        if (RunHistory.Find(PipelineSection.RunsOf(parsed), name) is { } run)
        {
            if (parsed.GetValue(_json)) JsonOutput.Print(run);
            else PipelineTables.Print(run);
            return ExitCode.Done;
        }
        if (PipelineSource.ReadOrFaults(PipelineSource.PathOf(name)) is not { } manifest) return ExitCode.Failed;
        var steps = RunPlan.Of(manifest, manifest.Parameters.Where(each => each.Value is not null).ToDictionary(each => each.Name, each => each.Value ?? ""));
        if (parsed.GetValue(_json))
            JsonOutput.Print(new { manifest.Name, manifest.Kind, manifest.Description, manifest.File, manifest.Parameters, Steps = steps,
                Ignored = manifest.Ignored.Select(each => new { each.At.Line, each.Key }) });
        else Print(manifest, steps);
        return ExitCode.Done;
    }

    private static void Print(Manifest manifest, IReadOnlyList<PlannedStep> steps)
    {
        Console.WriteLine($"{manifest.Name} ({manifest.Kind}), {manifest.File}");
        if (manifest.Description.Length > 0) Console.WriteLine($"  {manifest.Description}");
        if (manifest.Parameters.Count > 0)
        {
            var table = new Table().AddColumns("parameter", "unless given", "what it is");
            foreach (var each in manifest.Parameters) table.AddRow(each.Name, Markup.Escape(each.Value is null ? "(must be given)" : each.Value),
                Markup.Escape(each.Description));
            ResultConsole.Create().Write(table);
        }
        PipelineTables.Print(steps);
        PipelineTables.PrintIgnored(manifest);
    }
}
