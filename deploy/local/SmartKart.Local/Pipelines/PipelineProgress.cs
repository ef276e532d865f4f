using System.Collections.Concurrent;
using System.Globalization;
using SmartKart.Local.Terminal;
using SmartKart.Pipelines.Runs;
using SmartKart.Pipelines.Runs.Nodes;

namespace SmartKart.Local.Pipelines;

/// <summary>A run's progress on stderr: each step while it lasts, why one did not succeed, and what they write where that is asked for.</summary>
internal sealed class PipelineProgress(IWorkProgress progress, bool follows) : IRunObserver
{
    private readonly ConcurrentDictionary<string, IWorkStep> _steps = new(StringComparer.Ordinal);

    public void Changed(NodeRecord node)
    {
        if (node is { Type: "Pod", Phase: NodePhase.Running })
        {
            var attempt = node.Attempts > 1 ? string.Create(CultureInfo.InvariantCulture, $" (attempt {node.Attempts})") : "";
            _steps[node.Name] = progress.Begin(node.Name + attempt, 1);
            return;
        }
        if (_steps.TryRemove(node.Name, out var step))
        {
            if (node.Phase == NodePhase.Succeeded) step.Advance();
            step.Dispose();
        }
        if (node.IsReused) progress.Say($"{node.Name}: {node.Phase} before");
        else if (node.Phase != NodePhase.Succeeded) progress.Say($"{node.Name}: {node.Phase}: {node.Message}");
    }

    public void Wrote(string node, string line)
    {
        if (follows) progress.Say($"{node}: {line}");
    }
}
