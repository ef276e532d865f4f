using SmartKart.Streams;
using SmartKart.Topologies.Events;

namespace SmartKart.Topologies;

/// <summary>A topology that a worker can host.</summary>
/// <param name="Name">What it is called, in small letters: by it a person asks for it, and its application's id ends with it.</param>
/// <param name="Sources">The topics of the catalogue that it reads.</param>
/// <param name="Outputs">The topics of the catalogue that it writes.</param>
/// <param name="Build">Writes it down, with its usual options but for when a time is taken for past.</param>
public sealed record NamedTopology(string Name, IReadOnlyList<string> Sources, IReadOnlyList<string> Outputs, Func<TopologySetting, Topology> Build);

/// <summary>What a topology is built with.</summary>
/// <param name="Serdes">Read and write the events.</param>
/// <param name="Timing">When a time is taken for past: for a history that is replayed with its own clock, without the wall clock.</param>
/// <param name="Partitions">How many partitions topics have, by name: who waits for a topic waits for each.</param>
public sealed record TopologySetting(IEventSerdes Serdes, Watermarks.TimingOptions Timing, IReadOnlyDictionary<string, int> Partitions);
