using SmartKart.Streams;

namespace SmartKart.Topologies.Worker;

/// <summary>A topology that a worker hosts.</summary>
/// <param name="Name">What people call it, such as <c>features</c>; its application's id is made of it.</param>
/// <param name="Sources">The topics that it reads.</param>
/// <param name="Topology">What it does.</param>
public sealed record HostedTopology(string Name, IReadOnlyList<string> Sources, Topology Topology)
{
    /// <summary>On how many threads it runs where the configuration doesn't say; 1 unless set.</summary>
    public int Threads { get; init; } = 1;
}
