using SmartKart.Pipelines.Expressions;
using SmartKart.Pipelines.Manifests;
using SmartKart.Pipelines.Runs.Nodes;

namespace SmartKart.Pipelines.Runs.Plans;

/// <summary>What a run would do, in an order in which it may: nothing is started.</summary>
public sealed class RunPlan
{
    private readonly Manifest _manifest;
    private readonly Scope _global = new();
    private readonly List<PlannedStep> _steps = [];
    private readonly Stack<string> _within = [];

    private RunPlan(Manifest manifest) => _manifest = manifest;

    /// <summary>The steps of a run.</summary>
    /// <param name="manifest">What is run.</param>
    /// <param name="parameters">All its parameters' values.</param>
    public static IReadOnlyList<PlannedStep> Of(Manifest manifest, IReadOnlyDictionary<string, string> parameters)
    {
        var plan = new RunPlan(manifest);
        foreach (var (name, value) in parameters) plan._global[$"workflow.parameters.{name}"] = value;
        plan.Entrypoint(manifest.Entrypoint, "");
        if (manifest.OnExit is { } exit) plan.Entrypoint(exit, "onExit");
        return plan._steps;
    }

    private void Entrypoint(string name, string node)
    {
        var inputs = new Scope(_global);
        foreach (var input in _manifest.Templates[name].Inputs)
        {
            if ((_global.Find($"workflow.parameters.{input.Name}") ?? input.Default?.Value) is { } value)
                inputs[$"inputs.parameters.{input.Name}"] = Fill(value, _global);
        }
        Template(_manifest.Templates[name], node.Length == 0 && _manifest.Templates[name] is ContainerTemplate ? name : node, inputs, null, null);
    }

    private void Template(Template template, string node, Scope inputs, string? after, PipelineTask? task)
    {
        if (template is ContainerTemplate container)
        {
            _steps.Add(new PlannedStep(
                node, template.Name, after, task?.When is { } when ? Fill(when.Value, inputs) : null,
                task?.WithParam?.Value ?? (task?.WithItems is { } items ? string.Join(", ", items) : null), container.Image,
                [.. container.Command.Concat(container.Args).Select(text => Fill(text.Value, inputs))], container.Source is { } source
                    ? Fill(source.Value, inputs) : null,
                template.Retry is { } retry ? retry.Limit?.Value ?? "without a limit" : null));
            return;
        }
        if (_within.Contains(template.Name)) return;        // it calls itself: once is enough to see it
        _within.Push(template.Name);
        if (template is DagTemplate dag) InOrder(dag).ToList().ForEach(each => Task(each, node, inputs, each.Depends?.Text));
        if (template is StepsTemplate steps)
        {
            var before = default(string);
            foreach (var group in steps.Groups)
            {
                foreach (var each in group) Task(each, node, inputs, before);
                before = string.Join(" && ", group.Select(each => each.Name));
            }
        }
        _within.Pop();
    }

    private void Task(PipelineTask task, string within, Scope scope, string? after)
    {
        var template = _manifest.Templates[task.Template];
        var inputs = new Scope(_global);
        foreach (var input in template.Inputs)
        {
            var given = task.Arguments.FirstOrDefault(argument => argument.Name == input.Name)?.Value ?? input.Default;
            if (given is { } text) inputs[$"inputs.parameters.{input.Name}"] = Fill(text.Value, scope);
        }
        var filled = task.When is { } when ? task with { When = when with { Value = Fill(when.Value, scope) } } : task;
        Template(template, within.Length == 0 ? task.Name : $"{within}.{task.Name}", inputs, after, filled);
    }

    private static IEnumerable<PipelineTask> InOrder(DagTemplate dag)
    {
        var waiting = dag.Tasks.ToList();
        while (waiting.Count > 0)
        {
            var next = waiting.First(task => (task.Depends?.Tasks ?? [])
                .All(name => waiting.All(each => each.Name != name)));       // there is no circle: it was checked
            waiting.Remove(next);
            yield return next;
        }
    }

    private static string Fill(string text, Scope scope) => Tags.Fill(text, scope.Find);
}
