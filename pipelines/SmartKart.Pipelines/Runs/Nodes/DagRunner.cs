using SmartKart.Pipelines.Expressions;
using SmartKart.Pipelines.Manifests;

namespace SmartKart.Pipelines.Runs.Nodes;

/// <summary>
/// Runs the tasks of a DAG, each once what it depends on is through. As with Argo, a DAG comes to what its last tasks (those that none depends on) come to,
/// where one that was omitted has the result of those before it; and with <c>failFast</c> nothing new begins once that is a failure.
/// </summary>
internal sealed class DagRunner
{
    private readonly RunContext _run;
    private readonly DagTemplate _dag;
    private readonly TaskRunner _tasks;
    private readonly Scope _scope;
    private readonly bool _mayReuse;
    private readonly Dictionary<string, NodeResult> _results = new(StringComparer.Ordinal);
    private readonly Dictionary<Task<NodeResult>, PipelineTask> _running = [];
    private readonly List<PipelineTask> _waiting;

    private DagRunner(RunContext run, DagTemplate dag, string node, Scope scope, bool mayReuse)
    {
        (_run, _dag, _scope, _mayReuse) = (run, dag, scope, mayReuse);
        _waiting = [.. dag.Tasks];
        _tasks = new TaskRunner(run, node, scope, dag.Parallelism is { } most ? new SemaphoreSlim(most) : null);
    }

    public static Task<NodeResult> RunAsync(RunContext run, DagTemplate dag, string node, Scope scope, bool mayReuse) =>
        new DagRunner(run, dag, node, scope, mayReuse).RunAsync();

    private async Task<NodeResult> RunAsync()
    {
        try
        {
            while (BeginReady() || _running.Count > 0)
            {
                if (_running.Count == 0) continue;      // one was omitted, which may decide on others
                var ended = await Task.WhenAny(_running.Keys);
                _running.Remove(ended, out var task);
                if (task is not null) Note(task, await ended);
            }
        }
        finally
        {
            // A stop has reached them too: each ends its program before it ends.
            await Task.WhenAll(_running.Keys.Select(each => each.ContinueWith(_ => { }, TaskScheduler.Default)));
        }
        var failure = LastTasks().Select(task => FailureOf(task.Name)).FirstOrDefault(each => each is not null);
        var isReused = _results.Values.All(each => each.IsReused);
        return failure is null ? new NodeResult(NodePhase.Succeeded, new NodeOutputs(), IsReused: isReused) : failure with { Outputs = new NodeOutputs() };
    }

    /// <returns>Whether anything was begun or omitted.</returns>
    private bool BeginReady()
    {
        _run.Stopped.ThrowIfCancellationRequested();
        var (hasFailed, isChanged) = (_dag.FailFast && LastTasks().Any(task => FailureOf(task.Name) is not null), false);
        foreach (var task in _waiting.ToArray())
        {
            if (task.Depends?.Tasks.All(_results.ContainsKey) == false && !hasFailed) continue;
            _waiting.Remove(task);
            isChanged = true;
            if (hasFailed) Note(task, _tasks.Omit(task, "another task failed, and nothing new begins then (failFast)"));
            else if (task.Depends?.Holds(Has) == false) Note(task, _tasks.Omit(task, $"depends '{task.Depends.Text}' doesn't hold"));
            else _running.Add(_tasks.RunAsync(task, _mayReuse && (task.Depends?.Tasks ?? []).All(name => _results[name].IsReused)), task);
        }
        return isChanged;
    }

    private void Note(PipelineTask task, NodeResult result)
    {
        // What was omitted is so by what came of others, whenever that was.
        _results[task.Name] = result.Phase == NodePhase.Omitted
            ? result with { IsReused = (task.Depends?.Tasks ?? []).All(name => _results.GetValueOrDefault(name)?.IsReused == true) } : result;
        _scope.Add($"tasks.{task.Name}", result);
    }

    private bool Has(string name, TaskResult? asked)
    {
        var (task, result) = (_dag.Tasks.First(each => each.Name == name), _results[name]);
        return asked switch
        {
            // A bare name: as Argo expands it.
            null => result.Phase is NodePhase.Succeeded or NodePhase.Skipped || GoesOn(task, result.Phase),
            TaskResult.Succeeded => result.Phase == NodePhase.Succeeded,
            TaskResult.Failed => result.Phase == NodePhase.Failed,
            TaskResult.Errored => result.Phase == NodePhase.Error,
            TaskResult.Skipped => result.Phase == NodePhase.Skipped,
            TaskResult.Omitted => result.Phase == NodePhase.Omitted,
            TaskResult.AnySucceeded => result.Items?.Contains(NodePhase.Succeeded) ?? result.Phase == NodePhase.Succeeded,
            TaskResult.AllFailed => result.Items?.All(each => each == NodePhase.Failed) ?? result.Phase == NodePhase.Failed,
            _ => false,
        };
    }

    private static bool GoesOn(PipelineTask task, NodePhase phase) =>
        (task.ContinuesOnFailed && phase == NodePhase.Failed) || (task.ContinuesOnError && phase == NodePhase.Error);

    private IEnumerable<PipelineTask> LastTasks() => _dag.Tasks.Where(task => _dag.Tasks.All(each => each.Depends?.Tasks.Contains(task.Name) != true));

    private NodeResult? FailureOf(string name)
    {
        if (!_results.TryGetValue(name, out var result)) return null;
        var task = _dag.Tasks.First(each => each.Name == name);
        if (result.Phase == NodePhase.Omitted) return (task.Depends?.Tasks ?? []).Select(FailureOf).FirstOrDefault(each => each is not null);
        return result.IsFailure && !GoesOn(task, result.Phase) ? result with { Message = $"{name}: {result.Message}" } : null;
    }
}
