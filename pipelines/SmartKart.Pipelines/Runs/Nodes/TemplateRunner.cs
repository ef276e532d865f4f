using System.Globalization;
using SmartKart.Pipelines.Expressions;
using SmartKart.Pipelines.Manifests;

namespace SmartKart.Pipelines.Runs.Nodes;

/// <summary>Runs a template, and again as its <c>retryStrategy</c> says.</summary>
internal static class TemplateRunner
{
    private const int DepthMax = 100;       // Argo's own limit of recursion

    /// <param name="run">The run.</param>
    /// <param name="template">What is run.</param>
    /// <param name="node">The node's name; empty for the entrypoint.</param>
    /// <param name="inputs">Its tags.</param>
    /// <param name="mayReuse">Whether all that it depends on is from before the run was resumed.</param>
    public static async Task<NodeResult> RunAsync(RunContext run, Template template, string node, Scope inputs, bool mayReuse)
    {
        if (node.Count(each => each == '.') > DepthMax) return NodeResult.Error($"templates call each other {DepthMax} deep. Let a 'when' end that.");
        if (mayReuse && template is ContainerTemplate && ReusableOf(run, node) is { } before) return before;
        var (began, number) = (run.Options.Time.GetTimestamp(), run.Before.GetValueOrDefault(node)?.Attempts ?? 0);
        for (var retry = 0; ; retry++)
        {
            var scope = new Scope(inputs)
            {
                ["retries"] = retry.ToString(CultureInfo.InvariantCulture), ["node.name"] = node, ["pod.name"] = $"{Path.GetFileName(run.Folder)}-{node}",
            };
            var name = retry == 0 || template is ContainerTemplate ? node : $"{node}({retry})";
            var result = await AttemptAsync(run, template, name, scope, mayReuse, number + retry + 1);
            if (!result.IsFailure || template.Retry is not { } strategy || !Takes(strategy.Policy, result.Phase) || run.Ended.IsCancellationRequested)
                return result;
            if (strategy.Limit is { } limit && retry >= Number(inputs.Fill(limit), limit)) return result;
            var wait = strategy.WaitBefore(retry + 1);
            if (strategy.WaitMax is { } most && run.Options.Time.GetElapsedTime(began) + wait > most) return result;
            if (!await WaitAsync(run, wait)) return result;
        }
    }

    private static async Task<NodeResult> AttemptAsync(RunContext run, Template template, string node, Scope scope, bool mayReuse, int attempt)
    {
        try
        {
            if (template is ContainerTemplate container) return await ContainerRunner.RunAsync(run, container, node, scope, attempt);
            return template switch
            {
                DagTemplate dag => Given(dag, await DagRunner.RunAsync(run, dag, node, scope, mayReuse), scope),
                StepsTemplate steps => Given(steps, await StepsRunner.RunAsync(run, steps, node, scope, mayReuse), scope),
                _ => throw new System.Diagnostics.UnreachableException(template.GetType().Name),
            };
        }
        catch (ExpressionException fault)
        {
            return NodeResult.Error(fault.Message);
        }
    }

    private static NodeResult Given(Template template, NodeResult result, Scope scope)
    {
        if (result.Phase != NodePhase.Succeeded) return result;
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var output in template.Outputs) parameters[output.Name] = ValueOf(output, scope);
        var artifacts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var output in template.OutputArtifacts)
        {
            if (scope.FindArtifact(output.From?.Value ?? "") is { } path) artifacts[output.Name] = path;
            else if (!output.IsOptional) throw new ExpressionException(
                $"'{output.Name}' of '{template.Name}' has no artifact: {output.From} wasn't given. Make it 'optional: true', or depend on what gives it.");
        }
        return result with { Outputs = new NodeOutputs { Parameters = parameters, Artifacts = artifacts } };
    }

    private static string ValueOf(OutputParameter output, Scope scope)
    {
        var isThere = output.From is { } from && Tags.In(from.Value).All(name => scope.Find(name) is not null);
        return scope.Fill(isThere || output.Default is null ? output.From ?? default : output.Default.Value);
    }

    private static NodeResult? ReusableOf(RunContext run, string node)
    {
        if (!run.Before.TryGetValue(node, out var before) || before is not { Phase: NodePhase.Succeeded, Outputs: { } outputs }) return null;
        if (!outputs.Artifacts.Values.All(Path.Exists)) return null;
        run.Tell(before with { IsReused = true });
        return new NodeResult(NodePhase.Succeeded, outputs, IsReused: true);
    }

    private static bool Takes(RetryPolicy policy, NodePhase phase) =>
        policy == RetryPolicy.Always || (policy == RetryPolicy.OnFailure ? phase == NodePhase.Failed : phase == NodePhase.Error);

    private static int Number(string text, SourceText limit) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new ExpressionException($"{limit.At}: the limit '{text}' is no whole number.");

    private static async Task<bool> WaitAsync(RunContext run, TimeSpan wait)
    {
        try
        {
            await Task.Delay(wait, run.Options.Time, run.Ended);
            return true;
        }
        catch (OperationCanceledException) when (!run.Stopped.IsCancellationRequested)
        {
            return false;
        }
    }
}
