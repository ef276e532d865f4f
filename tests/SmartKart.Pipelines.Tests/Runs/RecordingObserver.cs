using System.Collections.Concurrent;
using SmartKart.Pipelines.Runs;
using SmartKart.Pipelines.Runs.Nodes;

namespace SmartKart.Pipelines.Tests.Runs;

/// <summary>Keeps what it is told, and lets a test wait for a line.</summary>
internal sealed class RecordingObserver : IRunObserver
{
    private readonly TaskCompletionSource _line = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConcurrentQueue<NodeRecord> Nodes { get; } = [];

    public ConcurrentQueue<(string Node, string Line)> Lines { get; } = [];

    public Task FirstLine => _line.Task;

    public void Changed(NodeRecord node) => Nodes.Enqueue(node);

    public void Wrote(string node, string line)
    {
        Lines.Enqueue((node, line));
        _line.TrySetResult();
    }
}
