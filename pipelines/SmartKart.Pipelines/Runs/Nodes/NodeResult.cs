namespace SmartKart.Pipelines.Runs.Nodes;

/// <summary>What came of a node, for those that depend on it.</summary>
/// <param name="Phase">Never <see cref="NodePhase.Running"/>.</param>
/// <param name="Outputs">What it gave.</param>
/// <param name="Message">Why it didn't succeed.</param>
/// <param name="IsReused">Whether all of it is from before the run was resumed.</param>
/// <param name="Items">What came of each of its items, where it ran for several.</param>
internal sealed record NodeResult(NodePhase Phase, NodeOutputs Outputs, string? Message = null, bool IsReused = false, IReadOnlyList<NodePhase>? Items = null)
{
    public bool IsFailure => Phase is NodePhase.Failed or NodePhase.Error;

    public static NodeResult Error(string message) => new(NodePhase.Error, new NodeOutputs(), message);

    public static NodeResult Failed(string message) => new(NodePhase.Failed, new NodeOutputs(), message);
}
