using SmartKart.Pipelines.Manifests;

namespace SmartKart.Pipelines.Runs.Nodes;

/// <summary>Runs groups of steps: those of a group at once, a group once the one before is through, none after a failure.</summary>
internal static class StepsRunner
{
    public static async Task<NodeResult> RunAsync(RunContext run, StepsTemplate steps, string node, Scope scope, bool mayReuse)
    {
        var tasks = new TaskRunner(run, node, scope, steps.Parallelism is { } most ? new SemaphoreSlim(most) : null);
        var isReused = mayReuse;
        foreach (var group in steps.Groups)
        {
            run.Stopped.ThrowIfCancellationRequested();
            var results = await Task.WhenAll(group.Select(task => tasks.RunAsync(task, isReused)));
            foreach (var (task, result) in group.Zip(results))
            {
                scope.Add($"steps.{task.Name}", result);
                isReused &= result.IsReused;
            }
            var failed = group.Zip(results).FirstOrDefault(each => each.Second.IsFailure && !GoesOn(each.First, each.Second.Phase));
            if (failed.First is { } step) return failed.Second with { Message = $"{step.Name}: {failed.Second.Message}", Outputs = new NodeOutputs() };
        }
        return new NodeResult(NodePhase.Succeeded, new NodeOutputs(), IsReused: isReused);
    }

    private static bool GoesOn(PipelineTask task, NodePhase phase) => phase == NodePhase.Failed ? task.ContinuesOnFailed : task.ContinuesOnError;
}
