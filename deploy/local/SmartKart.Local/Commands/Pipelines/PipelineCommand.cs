using System.CommandLine;
using SmartKart.Local.Terminal;

namespace SmartKart.Local.Commands;

/// <summary>Pipelines: Argo Workflow manifests, run on this machine.</summary>
internal sealed class PipelineCommand : Command, IHasExamples
{
    public PipelineCommand() : base("pipeline", "Run pipelines, Argo Workflow manifests, on this machine, and see what came of it.")
    {
        Add(new PipelineRunCommand());
        Add(new PipelineListCommand());
        Add(new PipelineShowCommand());
        Add(new PipelineValidateCommand());
    }

    public IReadOnlyList<Example> Examples { get; } =
    [
        new("smartkart pipeline list", "the pipelines that there are, and their runs"),
        new("smartkart pipeline run retrain-recommender", "train the recommender anew, and promote it where it is better"),
        new("smartkart pipeline run --resume retrain-recommender-20261122-231500", "go on with a run that failed or was stopped"),
    ];
}
