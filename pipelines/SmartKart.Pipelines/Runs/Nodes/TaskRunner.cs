using System.Text.Json;
using SmartKart.Pipelines.Expressions;
using SmartKart.Pipelines.Manifests;

namespace SmartKart.Pipelines.Runs.Nodes;

/// <summary>Runs a task: whether it runs at all, once or for each of its items, and with what.</summary>
/// <param name="Run">The run.</param>
/// <param name="Within">The node that the task is part of; empty for the entrypoint.</param>
/// <param name="Scope">What tags mean there.</param>
/// <param name="Places">A place for each task that may run there at once; null for any number.</param>
internal sealed record TaskRunner(RunContext Run, string Within, Scope Scope, SemaphoreSlim? Places)
{
    public async Task<NodeResult> RunAsync(PipelineTask task, bool mayReuse)
    {
        var node = NameOf(task);
        if (!task.IsFannedOut) return await OneAsync(task, node, Scope, mayReuse);
        IReadOnlyList<string> items;
        try
        {
            items = ItemsOf(task);
        }
        catch (ExpressionException fault)
        {
            return Told(task, node, NodeResult.Error(fault.Message));
        }
        var results = await Task.WhenAll(items.Select((item, index) => OneAsync(task, $"{node}({index}:{Shortened(item)})", WithItem(item), mayReuse)));
        return Told(task, node, Together(results), "TaskGroup");
    }

    public NodeResult Omit(PipelineTask task, string message) => Told(task, NameOf(task), new NodeResult(NodePhase.Omitted, new NodeOutputs(), message));

    private string NameOf(PipelineTask task) => Within.Length == 0 ? task.Name : $"{Within}.{task.Name}";

    private async Task<NodeResult> OneAsync(PipelineTask task, string node, Scope scope, bool mayReuse)
    {
        if (Places is not null) await Places.WaitAsync(Run.Stopped);
        try
        {
            var template = Run.Manifest.Templates[task.Template];
            if (task.When is { } when && !WhenExpression.Evaluate(scope.Fill(when)))
                return Told(task, node, new NodeResult(NodePhase.Skipped, new NodeOutputs(), $"when '{scope.Fill(when)}' is false", mayReuse));
            var inputs = InputsOf(task, template, scope);
            var result = await TemplateRunner.RunAsync(Run, template, node, inputs, mayReuse);
            return template is ContainerTemplate ? result : Told(task, node, result, template is DagTemplate ? "DAG" : "Steps");
        }
        catch (ExpressionException fault)
        {
            return Told(task, node, NodeResult.Error(fault.Message));
        }
        finally
        {
            Places?.Release();
        }
    }

    private Scope InputsOf(PipelineTask task, Template template, Scope scope)
    {
        var inputs = new Scope(Run.Global);
        foreach (var input in template.Inputs)
        {
            var value = task.Arguments.FirstOrDefault(argument => argument.Name == input.Name)?.Value;
            var text = value is { } given ? scope.Fill(given) : Run.Global.Fill(input.Default ?? default);
            if (input.Enum.Count > 0 && !input.Enum.Contains(text))
                throw new ExpressionException($"'{text}' is no value of '{input.Name}' of '{template.Name}'. It has {string.Join(", ", input.Enum)}.");
            inputs[$"inputs.parameters.{input.Name}"] = text;
        }
        foreach (var argument in task.Artifacts)
        {
            var name = $"inputs.artifacts.{argument.Name}";
            if (argument.Raw is { } raw) inputs[$"{name}.raw"] = scope.Fill(raw);
            if (argument.From is not { } from || scope.FindArtifact(from.Value) is not { } path) continue;
            inputs[$"{name}.here"] = path;
            inputs.SetArtifact(name, path);
        }
        return inputs;
    }

    private IReadOnlyList<string> ItemsOf(PipelineTask task)
    {
        if (task.WithItems is { } items) return [.. items.Select(Scope.Fill)];
        var text = Scope.Fill(task.WithParam ?? default);
        try
        {
            using var list = JsonDocument.Parse(text);
            if (list.RootElement.ValueKind == JsonValueKind.Array)
                return [.. list.RootElement.EnumerateArray()
                    .Select(each => each.ValueKind == JsonValueKind.String ? each.GetString() ?? "" : each.GetRawText())];
        }
        catch (JsonException fault)
        {
            throw new ExpressionException($"{task.At}: withParam is no JSON: {fault.Message}", fault);
        }
        throw new ExpressionException($"{task.At}: withParam is a JSON list, and this is none: {Shortened(text)}");
    }

    private Scope WithItem(string item)
    {
        var scope = Scope.Copy();
        scope["item"] = item;
        if (!item.StartsWith('{')) return scope;
        using var members = JsonDocument.Parse(item);
        foreach (var member in members.RootElement.EnumerateObject())
            scope[$"item.{member.Name}"] = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() ?? "" : member.Value.GetRawText();
        return scope;
    }

    // As Argo gives the results of several: lists of them, as JSON.
    private static NodeResult Together(NodeResult[] results)
    {
        var worst = results.FirstOrDefault(each => each.Phase == NodePhase.Error) ?? results.FirstOrDefault(each => each.IsFailure);
        var names = results.SelectMany(each => each.Outputs.Parameters.Keys).Distinct().ToArray();
        var done = results.Where(each => each.Phase == NodePhase.Succeeded).ToArray();
        var phase = worst?.Phase ?? (results.Length > 0 && results.All(each => each.Phase == NodePhase.Skipped) ? NodePhase.Skipped : NodePhase.Succeeded);
        var outputs = new NodeOutputs
        {
            Result = JsonSerializer.Serialize(done.Select(each => each.Outputs.Result ?? "")),
            Parameters = names.ToDictionary(name => name, name =>
                JsonSerializer.Serialize(done.Select(each => each.Outputs.Parameters.GetValueOrDefault(name)))),
        };
        return new NodeResult(phase, outputs, worst?.Message, results.All(each => each.IsReused), [.. results.Select(each => each.Phase)]);
    }

    private NodeResult Told(PipelineTask task, string node, NodeResult result, string type = "Pod")
    {
        Run.Tell(new NodeRecord
        {
            Name = node, Template = task.Template, Type = type, Phase = result.Phase, FinishedAt = Run.Now, Message = result.Message,
            Outputs = result.Phase == NodePhase.Succeeded ? result.Outputs : null, IsReused = result.IsReused && result.Phase == NodePhase.Succeeded,
        });
        return result;
    }

    private static string Shortened(string item) => item.Length <= 40 ? item : item[..40] + "…";
}
