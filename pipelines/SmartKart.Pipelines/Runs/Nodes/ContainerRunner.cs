using System.Globalization;
using SmartKart.Pipelines.Expressions;
using SmartKart.Pipelines.Manifests;
using SmartKart.Pipelines.Runs.Processes;

namespace SmartKart.Pipelines.Runs.Nodes;

/// <summary>Runs one attempt at a container or script: its files put into place, its program run, what it gives read.</summary>
internal static class ContainerRunner
{
    /// <param name="run">The run.</param>
    /// <param name="template">What is run.</param>
    /// <param name="node">The node's name.</param>
    /// <param name="scope">Its tags.</param>
    /// <param name="attempt">From 1.</param>
    public static async Task<NodeResult> RunAsync(RunContext run, ContainerTemplate template, string node, Scope scope, int attempt)
    {
        try
        {
            await run.Places.WaitAsync(run.Ended);
        }
        catch (OperationCanceledException) when (!run.Stopped.IsCancellationRequested)
        {
            return OutOfTime(run);
        }
        var record = new NodeRecord { Name = node, Template = template.Name, Type = "Pod", Phase = NodePhase.Running, Attempts = attempt, StartedAt = run.Now };
        try
        {
            var folder = StepFolder.Create(run.Folder, node, attempt);
            record = record with { Log = folder.Log };
            run.Tell(record);
            var result = await StartedAsync(run, template, node, scope, folder);
            run.Tell(record with { Phase = result.Phase, FinishedAt = run.Now, Message = result.Message, Outputs = result.Outputs });
            return result;
        }
        finally
        {
            run.Places.Release();
        }
    }

    private static async Task<NodeResult> StartedAsync(RunContext run, ContainerTemplate template, string node, Scope scope, StepFolder folder)
    {
        try
        {
            var step = Step.Of(template, scope, folder);
            step.PlaceInputs(template, scope);
            using var deadline = DeadlineOf(template, scope, run);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(run.Ended, deadline.Token);
            var process = new StepProcess(step.CommandLine(run.Programs), step.Environment(run.Options.Environment, run.Programs), step.WorkingFolder, folder);
            try
            {
                var status = await process.RunAsync(line => run.Observer.Wrote(node, line), run.Options.Grace, either.Token);
                var outputs = new NodeOutputs { Result = process.Result, ExitCode = status };
                return status == 0
                    ? new NodeResult(NodePhase.Succeeded, step.ReadOutputs(template, outputs))
                    : new NodeResult(NodePhase.Failed, outputs,
                        $"'{step.Program}' ended with status {status}{(process.LastLine is { } last ? $": {last}" : "")}");
            }
            catch (OperationCanceledException) when (!run.Stopped.IsCancellationRequested)
            {
                return run.Ended.IsCancellationRequested ? OutOfTime(run)
                    : NodeResult.Failed($"it took longer than the {template.ActiveDeadlineSeconds} s of its activeDeadlineSeconds");
            }
        }
        catch (Exception fault) when (fault is PipelineException or IOException or UnauthorizedAccessException)
        {
            return NodeResult.Error(fault.Message);
        }
    }

    private static CancellationTokenSource DeadlineOf(ContainerTemplate template, Scope scope, RunContext run)
    {
        if (template.ActiveDeadlineSeconds is not { } text) return new CancellationTokenSource();
        return int.TryParse(scope.Fill(text), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? new CancellationTokenSource(TimeSpan.FromSeconds(seconds), run.Options.Time)
            : throw new ExpressionException($"{text.At}: activeDeadlineSeconds is a whole number above 0.");
    }

    private static NodeResult OutOfTime(RunContext run) =>
        NodeResult.Failed($"the workflow took longer than the {run.Manifest.ActiveDeadline?.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s of its "
            + "activeDeadlineSeconds");
}
