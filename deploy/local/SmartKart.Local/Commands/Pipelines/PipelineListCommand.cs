using System.CommandLine;
using SmartKart.Local.Clusters;
using SmartKart.Local.Pipelines;
using SmartKart.Local.Terminal;
using SmartKart.Pipelines.Runs.Journals;
using Spectre.Console;

namespace SmartKart.Local.Commands;

/// <summary>Lists the pipelines of this checkout, and the runs of the data directory.</summary>
internal sealed class PipelineListCommand : Command, IHasExamples
{
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON document in place of the tables." };

    public PipelineListCommand() : base("list", "List the pipelines that there are, and the runs of them on this machine, the latest first.")
    {
        LocalConfiguration.AddDataDirectory(this);
        Add(_json);
        SetAction(Run);
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart pipeline list", "pipelines and runs"),
        new("smartkart pipeline list --json", "the same for a program"),
    ];

    private int Run(ParseResult parsed)
    {
        var pipelines = PipelineSource.Shipped.Select(PipelineSource.ReadOrFaults).ToArray();
        var runs = RunHistory.List(PipelineSection.RunsOf(parsed));
        if (parsed.GetValue(_json))
        {
            JsonOutput.Print(new
            {
                Pipelines = pipelines.Where(each => each is not null)
                    .Select(each => new { each?.Name, each?.Kind, each?.Description, each?.File, each?.Parameters }),
                Runs = runs.Select(run => new { run.Run, run.Pipeline, run.Phase, run.Message, run.StartedAt, run.FinishedAt, run.Parameters, run.Folder }),
            });
        }
        else
        {
            var table = new Table().AddColumns("pipeline", "kind", "what it does");
            foreach (var pipeline in pipelines)
            {
                if (pipeline is not null) table.AddRow(pipeline.Name, pipeline.Kind, Markup.Escape(pipeline.Description));
            }
            ResultConsole.Create().Write(table);
            if (runs.Count == 0) Console.WriteLine("None has run here yet.");
            else
            {
                var past = new Table().AddColumns("run", "phase", "began", "why");
                foreach (var run in runs) past.AddRow(run.Run, run.Phase, run.StartedAt.ToString("u", null), Markup.Escape(run.Message ?? ""));
                ResultConsole.Create().Write(past);
            }
        }
        return pipelines.All(each => each is not null) ? ExitCode.Done : ExitCode.Failed;
    }
}
